using MSCommerce.Stores.Tests.Exports;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>A large export from PostgreSQL has the rows of a small one.</summary>
[Trait("Requirement", "S3")]
public sealed class PostgreSqlExportTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    [Theory, InlineData(null), InlineData(SubscriptionChannel.SelfService)]
    public async Task What_is_joined_here_is_what_the_database_looks_up(SubscriptionChannel? channel)
    {
        await ExportWays.FillAsync(Store, Stop);
        var query = new LicensedUserQuery { Channel = channel };

        var walked = await ExportWays.WalkAsync(Store, query, Stop);

        Assert.Contains(walked, row => row.EndsWith("Paginated Reports", StringComparison.Ordinal));
        Assert.Equal(walked, await ExportWays.JoinAsync(Store, query, Stop));
    }
}
