using MSCommerce.Samples;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using Npgsql;

namespace MSCommerce.Stores.Tests.Copies;

/// <summary>Copies out of and into a PostgreSQL database (X4).</summary>
[Trait("Requirement", "X4")]
public sealed class PostgreSqlCopyTests(PostgreSqlFixture postgres) : PostgreSqlTestBase(postgres)
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_table_and_column_travels_or_says_why_not()
    {
        await using var connection = await Server.ConnectAsync(PostgreSqlFixture.Shared, Stop);
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname::text, a.attname::text FROM pg_class c
            JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = 'mscommerce'
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p')
            """,
            connection);
        var columns = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync(Stop);
        while (await reader.ReadAsync(Stop))
            columns.Add((reader.GetString(0), reader.GetString(1)));

        Assert.NotEmpty(columns);
        Assert.Empty(SchemaGaps.Of(columns));
    }

    [Fact]
    public async Task A_sample_goes_from_a_file_into_the_database_and_back_and_stays_the_same()
    {
        await using var sample = await OpenFileAsync("sample.db", SampleTenant.StoreOptions with { Create = true });
        await SampleTenant.CreateAsync(new CommerceClient(sample), new() { Users = 60, Seed = 11 }, null, Stop);
        var login = $"{Administrator}_copy";
        await Postgres.MakeLoginAsync(login, "mscommerce_writer", Stop);

        var there = await Client(sample).Tenant.CopyAsync(new() { Destination = Address(PostgreSqlFixture.Owner), Login = login }, null, Stop);
        var copy = await OpenAsync(login);
        var back = await Client(copy).Tenant.CopyAsync(new() { Destination = _folder.File("back.db") }, null, Stop);

        Assert.Equal(Checksums(there), Checksums(back));
        await AssertWholeAsync(copy);
        await using var returned = await OpenFileAsync("back.db", new());
        await AssertWholeAsync(returned);
        var before = await ListAsync(sample.Subscriptions.GetAsync(new(), Stop));
        Assert.Equal(before, await ListAsync(copy.Subscriptions.GetAsync(new(), Stop)));
        Assert.Equal(before, await ListAsync(returned.Subscriptions.GetAsync(new(), Stop)));

        // The owner wrote the entry of the copy; of the file's no login is known; and the file that came back has the database's words.
        var log = await ListAsync(returned.Audit.GetAsync(new(), Stop));
        Assert.Equal([(AuditActions.StoreCopied, null), (AuditActions.StoreCopied, PostgreSqlFixture.Owner)], log.Take(2).Select(entry => (entry.Action, entry.Login)));
        Assert.All(log.Skip(2), entry => Assert.Null(entry.Login));
        // Where it is, it is: a second copy of the same tenant is refused, by its name and by its id.
        await FailAsync("StoreExists", () => Client(sample).Tenant.CopyAsync(new() { Destination = Address(PostgreSqlFixture.Owner), Login = login }, null, Stop));
        await new CommerceClient(sample).Tenant.SetAsync(new() { Name = "Another" }, Stop);
        await FailAsync("StoreExists", () => Client(sample).Tenant.CopyAsync(new() { Destination = Address(PostgreSqlFixture.Owner), Login = login }, null, Stop));
    }

    [Fact]
    public async Task Only_the_owner_makes_a_copy_in_the_database_and_only_for_a_login()
    {
        await using var file = await OpenFileAsync("t.db", new() { Create = true, TenantName = $"{Administrator} file" });

        await FailAsync("LoginMissing", () => Client(file).Tenant.PlanCopyAsync(new() { Destination = Address(PostgreSqlFixture.Owner) }, null, Stop));
        await FailAsync("LoginNotOwner", () => Client(file).Tenant.PlanCopyAsync(new() { Destination = Address(Administrator), Login = "x" }, null, Stop));
        await FailAsync("LoginNotFound", () => Client(file).Tenant.CopyAsync(new() { Destination = Address(PostgreSqlFixture.Owner), Login = "nobody_at_all" }, null, Stop));

        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM mscommerce.tenant WHERE name = '{Administrator} file'"));
    }

    [Fact]
    public async Task A_writer_brings_no_history_and_no_words_of_another_login()
    {
        var (written, why) = await PsqlAsync(
            Administrator,
            """
            BEGIN; SELECT mscommerce.begin_change();
            INSERT INTO mscommerce.audit (tenant_id, sequence, occurred_at, actor, actor_key, action, target, outcome, correlation_id, login)
            SELECT mscommerce.current_tenant(), 999, now(), mscommerce.change_actor_name(), mscommerce.change_actor_key(), 'X', 'Y', 'Succeeded', 'Z', NULL; COMMIT
            """);

        Assert.False(written);
        Assert.Contains("permission denied", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_who_administers_the_tenant_copies_it_and_another_does_not()
    {
        await Crowd.FillAsync(Store, 50, Stop);
        await new CommerceClient(Store).Tenant.SetUsersAsync(new() { User = [Crowd.Name(2)], Role = [Role.GlobalAdministrator] }, Stop);
        await new CommerceClient(Store).Tenant.SetUsersAsync(new() { User = [Crowd.Name(3)], Role = [Role.GlobalReader] }, Stop);
        var administrator = await OpenAsync(await LoginAsync(Crowd.Name(2), "mscommerce_reader"));
        var reader = await OpenAsync(await LoginAsync(Crowd.Name(3), "mscommerce_writer"));

        var copied = await Client(administrator).Tenant.CopyAsync(new() { Destination = _folder.File("r.db") }, null, Stop);
        await FailAsync("RoleMissing", () => Client(reader).Tenant.CopyAsync(new() { Destination = _folder.File("n.db") }, null, Stop));

        Assert.Equal(50, copied.Single(section => section.Section == "Licenses").Count);
        Assert.False(File.Exists(_folder.File("n.db")));
        Assert.Contains(await ListAsync(Store.Audit.GetAsync(new() { Outcome = AuditOutcome.Refused }, Stop)), entry => entry.Action == AuditActions.StoreCopied && entry.Actor == Crowd.Name(3));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private static List<(string, long, string)> Checksums(IReadOnlyList<CopiedSection> sections) =>
        [.. sections.SkipLast(1).Select(section => (section.Section, section.Count, section.Checksum))];

    private static CommerceClient Client(ICommerceStore store) => new(store, new() { Stores = new(new SqliteStoreFactory(), new PostgreSqlStoreFactory()) });

    private string Address(string login) => Server.Address(login, PostgreSqlFixture.Shared, "");

    private Task<ICommerceStore> OpenFileAsync(string name, StoreOptions options) => new SqliteStoreFactory().OpenAsync(new("sqlite", _folder.File(name)), options with { Clock = Clock }, Stop);
}
