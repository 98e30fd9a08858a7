using MSCommerce.Stores.Conformance;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Stores.Tests;

/// <summary>Places for copies that the tests of several stores use.</summary>
internal static class CopyPlaces
{
    /// <summary>A file.</summary>
    public static CopyPlace File(string path, TimeProvider clock) => new(
        new(new SqliteStoreFactory()), new() { Destination = $"sqlite:{path}" },
        () => new SqliteStoreFactory().OpenAsync(new("sqlite", path), new() { Clock = clock }, TestContext.Current.CancellationToken));
}
