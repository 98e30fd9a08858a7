namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>An access token, and for whom it was given.</summary>
/// <param name="Token">The token.</param>
/// <param name="TenantId">The tenant; null where it is not said.</param>
/// <param name="Actor">Who signed in: a user principal name or an application's id; null where it is not said.</param>
internal sealed record AccessGrant(string Token, string? TenantId, string? Actor)
{
    /// <summary>Without the token: a record that shows all it holds would.</summary>
    public override string ToString() => $"{Actor} in {TenantId}";
}

/// <summary>Gives access tokens for as long as a session lasts, renewed before they expire.</summary>
internal interface ITokenSource
{
    /// <summary>Signs in.</summary>
    /// <param name="scope">What the token is for.</param>
    /// <param name="stop">Stops waiting.</param>
    Task<AccessGrant> SignInAsync(string scope, CancellationToken stop);

    /// <summary>A token that is good now.</summary>
    /// <param name="scope">What it is for.</param>
    /// <param name="rejected">One that the service refused, so that another is asked for; null where none was.</param>
    /// <param name="stop">Stops waiting.</param>
    Task<AccessGrant> GetAsync(string scope, string? rejected, CancellationToken stop);
}
