using MSCommerce.Stores.Conformance;

namespace MSCommerce.Stores.JsonFile.Tests;

/// <summary>The contract of a store that keeps policies: they are tested, and that all else is refused.</summary>
public sealed class JsonFileConformance : PolicyStoreConformance
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
