using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>What the planner is told.</summary>
public sealed class PostgreSqlStatisticsTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    [Fact]
    public async Task An_import_of_many_tells_the_planner_how_large_the_tables_have_become()
    {
        var before = await AnalyzedAsync();

        await Crowd.FillAsync(Store, 1_000, Stop);

        Assert.True(await AnalyzedAsync() > before);
    }

    private async Task<DateTime> AnalyzedAsync() =>
        (DateTime)(await ScalarAsync("SELECT coalesce(last_analyze, '2000-01-01') AT TIME ZONE 'UTC' FROM pg_stat_all_tables WHERE schemaname = 'mscommerce' AND relname = 'tenant_user'"))!;
}
