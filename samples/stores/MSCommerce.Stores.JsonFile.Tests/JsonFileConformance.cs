using MSCommerce.Stores.Conformance;

namespace MSCommerce.Stores.JsonFile.Tests;

/// <summary>The contract, as far as the store offers it: what it does not offer is skipped, and its refusal tested.</summary>
public sealed class JsonFileConformance : StoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mscommerce-");

    protected override Task<ICommerceStore> OpenAsync(StoreOptions options) =>
        new JsonFileStoreFactory().OpenAsync(new("json", Path.Combine(_folder.FullName, "policies.json")), options, Stop);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
