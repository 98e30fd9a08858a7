namespace MSCommerce.Stores.Microsoft365;

/// <summary>
/// Opens the tenant itself as a store: <c>m365:contoso.onmicrosoft.com</c>, or <c>m365:</c> for the tenant of whoever signs in. The stores of one factory share one
/// sign-in for as long as one of them is open.
/// </summary>
/// <param name="options">How to sign in, and where the services are; null for the system's browser.</param>
public sealed class Microsoft365StoreFactory(Microsoft365Options? options = null) : IStoreFactory
{
    /// <summary>The scheme of the addresses.</summary>
    public const string SchemeName = "m365";

    private readonly Microsoft365Options _options = options ?? new();
    private readonly object _lock = new();
    private (string Tenant, Microsoft365Connection Connection)? _last;

    /// <inheritdoc/>
    public string Scheme => SchemeName;

    /// <inheritdoc/>
    public async Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken)
    {
        var tenant = address.Value.Trim('/', ' ');
        if (tenant.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-')))
            throw Microsoft365Errors.AddressInvalid(address.Value);
        if (Shared(tenant) is { } shared)
            return new Microsoft365Store(shared);

        var connection = await Microsoft365Connection.OpenAsync(_options, tenant.Length > 0 ? tenant : null, options.Clock, cancellationToken);
        lock (_lock)
            _last = (tenant, connection);
        return new Microsoft365Store(connection);
    }

    private Microsoft365Connection? Shared(string tenant)
    {
        lock (_lock)
            return _last is { } last && last.Tenant == tenant && last.Connection.TryShare() ? last.Connection : null;
    }
}
