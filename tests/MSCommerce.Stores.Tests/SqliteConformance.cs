using MSCommerce.Stores.Conformance;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Stores.Tests;

/// <summary>The contract, kept by the embedded store.</summary>
public sealed class SqliteConformance : StoreConformance
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    protected override Task<ICommerceStore> OpenAsync(StoreOptions options) =>
        new SqliteStoreFactory().OpenAsync(new("sqlite", _folder.File("tenant.db")), options, Stop);

    protected override Task<IReadOnlyList<CopyPlace>> CopyPlacesAsync() => Task.FromResult<IReadOnlyList<CopyPlace>>([CopyPlaces.File(_folder.File("copy.db"), Clock)]);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
