namespace MSCommerce.Stores.JsonFile;

/// <summary>A tenant's policies in a JSON file, for one administrator. All other areas answer NotSupportedByStore: <see cref="PartialStore"/> sees to that.</summary>
internal sealed class JsonFileStore(PolicyFile file, TimeProvider clock) : PartialStore("A store in a JSON file", clock)
{
    // Several changes are one replacement of the file: all or nothing.
    public override StoreCapabilities Capabilities => StoreCapabilities.Transactions;

    public override IPolicyStore Policies { get; } = new JsonFilePolicies(file);

    public override async Task<StoreContext> GetContextAsync(CancellationToken cancellationToken)
    {
        var document = await file.ReadAsync(cancellationToken);
        return new()
        {
            Store = $"json:{file.Path}",
            TenantId = document.TenantId,
            TenantName = document.TenantName,
            IsSample = false,
            Actor = document.Administrator,
            Roles = [Role.GlobalAdministrator],
        };
    }
}
