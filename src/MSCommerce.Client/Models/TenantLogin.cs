namespace MSCommerce;

/// <summary>What a login may do in its store, as the database's administrator granted it.</summary>
public enum LoginAccess
{
    /// <summary>Nothing: it is in none of the store's roles.</summary>
    None,

    /// <summary>Read.</summary>
    Read,

    /// <summary>Read and change, as far as the user's roles allow.</summary>
    Write,
}

/// <summary>A login of the store, and the user of the tenant who acts when it connects.</summary>
public sealed record TenantLogin
{
    /// <summary>The login, spelled as the database has it.</summary>
    public required string Login { get; init; }

    /// <summary>Who acts: the user principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>That user's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Whether that user's account is enabled; nobody acts with a disabled one.</summary>
    public required bool AccountEnabled { get; init; }

    /// <summary>What the login may do; null where the server has no such login any more.</summary>
    public LoginAccess? Access { get; init; }
}

/// <summary>Which logins.</summary>
public sealed record LoginQuery
{
    /// <summary>Logins, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Login { get; init; } = [];
}

/// <summary>Logins that are to be a user.</summary>
public sealed record SetLoginRequest
{
    /// <summary>The logins, spelled as the database has them.</summary>
    public IReadOnlyList<string> Login { get; init; } = [];

    /// <summary>Who acts when they connect: a user of the tenant by principal name or object id; null for nobody any more.</summary>
    public string? User { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Logins that are to be nobody any more.</summary>
public sealed record RemoveLoginRequest
{
    /// <summary>The logins, with wildcards.</summary>
    public IReadOnlyList<string> Login { get; init; } = [];

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}
