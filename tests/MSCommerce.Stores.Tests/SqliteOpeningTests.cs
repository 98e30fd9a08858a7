using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>What a file may be when it is opened as a store.</summary>
public sealed class SqliteOpeningTests : SqliteTestBase
{
    [Fact]
    public async Task A_store_is_made_in_a_folder_that_is_made_too_and_is_its_owners_alone()
    {
        var path = Path.Combine(InFolder("new"), "deeper", "tenant.db");

        var store = await OpenAsync(address: path);

        Assert.Equal($"sqlite:{path}", (await store.GetContextAsync(Stop)).Store);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public async Task A_new_store_has_a_tenant_and_an_administrator_named_after_it()
    {
        var store = await new SqliteStoreFactory().OpenAsync(new("sqlite", FilePath), new() { Create = true, TenantName = "Contoso Ltd. (sample)", IsSample = true }, Stop);
        await using var closed = store;

        var context = await store.GetContextAsync(Stop);

        Assert.Equal(("Contoso Ltd. (sample)", true, "admin@contoso-ltd.-sample"), (context.TenantName, context.IsSample, context.Actor));
        Assert.Equal([Role.GlobalAdministrator], context.Roles);
        Assert.True(Guid.TryParse(context.TenantId, out _));
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task A_store_that_exists_is_opened_as_it_is_even_where_it_might_be_made()
    {
        var id = (await (await OpenAsync()).GetContextAsync(Stop)).TenantId;

        Assert.Equal(id, (await (await OpenAsync()).GetContextAsync(Stop)).TenantId);
        await FailAsync("ActorRefused", () => OpenAsync(actor: "somebody@else.example"));
    }

    [Fact]
    public async Task A_store_that_is_made_from_two_sides_at_once_is_made_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync())));

        Assert.Single((await Task.WhenAll(stores.Select(store => store.GetContextAsync(Stop)))).Select(context => context.TenantId).Distinct());
        await AssertWholeAsync(stores[0]);
    }

    [Fact]
    public async Task A_first_administrator_without_a_domain_is_refused()
    {
        await FailAsync("ActorRefused", () => OpenAsync(actor: "bob"));

        await OpenAsync();
    }

    [Fact]
    public async Task A_missing_file_is_an_error_that_makes_nothing()
    {
        var error = await FailAsync("StoreMissing", () => OpenAsync(create: false));

        Assert.Equal((CommerceError.StoreUnavailable, FilePath), (error.Error, error.Target));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task A_folder_is_not_a_store()
    {
        Directory.CreateDirectory(FilePath);

        Assert.Equal(CommerceError.StoreUnavailable, (await FailAsync("StoreUnavailable", () => OpenAsync())).Error);
    }

    [Fact]
    public async Task A_file_in_the_way_of_the_folder_is_an_error()
    {
        await File.WriteAllTextAsync(InFolder("file"), "x", Stop);

        await FailAsync("StoreUnavailable", () => OpenAsync(address: Path.Combine(InFolder("file"), "tenant.db")));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is(bool create)
    {
        var text = new string('x', 5000);
        await File.WriteAllTextAsync(FilePath, text, Stop);

        Assert.Equal(CommerceError.StoreCorrupt, (await FailAsync("StoreCorrupt", () => OpenAsync(create))).Error);

        Assert.Equal(text, await File.ReadAllTextAsync(FilePath, Stop));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        Execute("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");

        Assert.Contains("not one of MSCommerce", (await FailAsync("StoreCorrupt", () => OpenAsync())).Message, StringComparison.Ordinal);

        Assert.Equal(1L, Execute("SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task An_empty_database_with_another_programs_mark_is_refused()
    {
        Execute("PRAGMA application_id = 12345");

        await FailAsync("StoreCorrupt", () => OpenAsync());
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        Execute("PRAGMA user_version = 4711");

        var error = await FailAsync("StoreNewer", () => OpenAsync());

        Assert.Equal(CommerceError.StoreVersion, error.Error);
        Assert.Contains("4711", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_whose_making_was_cut_short_is_finished_by_the_next_that_may_make_one()
    {
        await File.WriteAllBytesAsync(FilePath, [], Stop);
        Assert.Contains("cut short", (await FailAsync("StoreCorrupt", () => OpenAsync(create: false))).Message, StringComparison.Ordinal);
        await AssertWholeAsync(await OpenAsync());
    }

    [Fact]
    public async Task A_damaged_store_is_an_error_and_its_check_says_so()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 2000, Stop);
        await store.DisposeAsync();
        await using (var file = new FileStream(FilePath, FileMode.Open))
        {
            // Everything but the schema and what is read when the store is opened.
            var page = new byte[4096];
            Array.Fill(page, (byte)0xAA);
            for (var position = file.Length / 2; position + page.Length <= file.Length; position += page.Length)
            {
                file.Position = position;
                await file.WriteAsync(page, Stop);
            }
        }

        var error = await Assert.ThrowsAsync<CommerceException>(async () =>
        {
            var damaged = await OpenAsync(create: false);
            Assert.Contains(await ListAsync(damaged.CheckAsync(Stop)), check => !check.Passed);
            await ListAsync(damaged.Licenses.GetUsersAsync(new(), Stop));
        });
        Assert.Equal("StoreCorrupt", error.ErrorId);
    }

    [Fact]
    public async Task A_value_that_nobody_here_wrote_is_an_error_and_no_crash()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 10, Stop);
        Execute("UPDATE subscription SET purchased_at = '0', first_expires_at = 'soon'");

        Assert.Equal(CommerceError.StoreCorrupt, (await FailAsync("StoreCorrupt", () => ListAsync(store.Subscriptions.GetAsync(new(), Stop)))).Error);
    }

    [Fact]
    public async Task A_date_beyond_the_calendar_is_an_error_and_no_crash()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, 10, Stop);
        Execute("UPDATE subscription SET renewal_off_at = '0001-01-01T00:00:00.000Z'");

        await FailAsync("StoreCorrupt", () => ListAsync(store.Subscriptions.GetAsync(new(), Stop)));
    }

    [Fact]
    public async Task A_path_that_is_none_is_an_error()
    {
        Assert.Equal(CommerceError.InvalidRequest, (await FailAsync("StoreAddressInvalid", () => OpenAsync(address: "a\0b"))).Error);
        Assert.Equal(CommerceError.StoreUnavailable, (await FailAsync("StoreUnavailable", () => OpenAsync(address: InFolder(new string('x', 5000))))).Error);
    }

    [Theory]
    [InlineData("~/x.db")]
    [InlineData("x.db")]
    [InlineData("a?b.db")]
    public void A_path_may_be_relative_or_begin_at_home(string value)
    {
        var location = SqliteLocation.Parse(value);

        Assert.True(Path.IsPathFullyQualified(location.Path));
        Assert.EndsWith(value.TrimStart('~', '/'), location.Path, StringComparison.Ordinal);
        Assert.DoesNotContain('~', location.Path);
        Assert.Null(location.MaxPageCount);
    }

    [Fact]
    public void An_address_may_limit_the_size_and_the_patience()
    {
        var location = SqliteLocation.Parse("/x/a.db?max_page_count=500&lock_timeout=200");

        Assert.Equal(("a.db", 500, TimeSpan.FromMilliseconds(200)), (Path.GetFileName(location.Path), location.MaxPageCount, location.LockTimeout));
        Assert.Equal(SqliteStoreFactory.DefaultPath, SqliteLocation.Parse("").Path);
    }
}
