namespace MSCommerce.Stores.Tests.Exports;

/// <summary>A large export from the embedded store has the rows of a small one.</summary>
[Trait("Requirement", "S3")]
public sealed class SqliteExportTests : SqliteTestBase
{
    [Theory, InlineData(LicensedUserSort.Purchaser), InlineData(LicensedUserSort.Product)]
    public async Task What_is_joined_here_is_what_the_database_looks_up(LicensedUserSort sort)
    {
        var store = await OpenAsync();
        await ExportWays.FillAsync(store, Stop);
        var query = new LicensedUserQuery { SortBy = sort };

        var walked = await ExportWays.WalkAsync(store, query, Stop);

        Assert.Contains(walked, row => row.EndsWith("Paginated Reports", StringComparison.Ordinal));
        Assert.Equal(walked, await ExportWays.JoinAsync(store, query, Stop));
    }

    [Fact]
    public async Task What_is_joined_of_some_subscriptions_has_no_others_licences()
    {
        var store = await OpenAsync();
        await ExportWays.FillAsync(store, Stop);
        var query = new LicensedUserQuery { Channel = SubscriptionChannel.SelfService };

        Assert.Equal(await ExportWays.WalkAsync(store, query, Stop), await ExportWays.JoinAsync(store, query, Stop));
    }
}
