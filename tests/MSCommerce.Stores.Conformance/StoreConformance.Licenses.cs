using System.Globalization;
using System.Text;

namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "S3")]
    public async Task Licensed_users_are_grouped_by_purchaser_and_subscription()
    {
        var users = await LicensedAsync(new());

        Assert.Equal(
            [(null, CentralPro, 1), (Ada, AdaPro, 4), (Bob, BobVisio, 1)],
            users.GroupBy(user => (user.Purchaser, user.SubscriptionId)).Select(group => (group.Key.Purchaser, group.Key.SubscriptionId, group.Count())));
        // Each group in one piece.
        Assert.Equal(3, users.Zip(users.Skip(1)).Count(pair => pair.First.SubscriptionId != pair.Second.SubscriptionId) + 1);
        var carol = users.Single(user => user.UserPrincipalName == Carol);
        Assert.Equal(
            (Ada, "Carol", IdOf(Carol), Pro, ProId, AdaPro, Clock.Now, true),
            (carol.Purchaser, carol.DisplayName, carol.UserId, carol.ProductName, carol.ProductId, carol.SubscriptionId, carol.AssignedAt, carol.AccountEnabled));
        Assert.Equal(["Paginated Reports"], carol.DisabledServices);
        Assert.Empty(users.Single(user => user.UserPrincipalName == Eve).DisabledServices);
        Assert.False(users.Single(user => user.UserPrincipalName == Dan).AccountEnabled);
    }

    [Fact, Trait("Requirement", "S3")]
    public async Task Licensed_users_are_filtered()
    {
        Assert.Equal([Bob, Bob], await NamesAsync(new() { User = [Bob] }));
        Assert.Equal([Bob, Bob], await NamesAsync(new() { User = [IdOf(Bob)] }));
        Assert.Equal([Bob, Bob], await NamesAsync(new() { User = ["Bob"] }));
        Assert.Equal([Bob, Carol, Bob], await NamesAsync(new() { User = ["[bc]*"] }));
        Assert.Equal([Bob], await NamesAsync(new() { User = [Bob], SubscriptionId = [BobVisio] }));
        Assert.Equal([Eve], await NamesAsync(new() { Channel = SubscriptionChannel.Central }));
        Assert.Equal([Ada, Bob, Carol, Dan], await NamesAsync(new() { Purchaser = ["ada*"] }));
        Assert.Equal([Bob], await NamesAsync(new() { Product = ["visio*"] }));
        Assert.Equal([Eve, Ada, Bob, Carol, Dan], await NamesAsync(new() { Product = [ProLegacyId] }));
        Assert.Empty(await NamesAsync(new() { User = ["z*"] }));
        Assert.Empty(await NamesAsync(new() { User = [Guest] }));
        Assert.Empty(await NamesAsync(new() { SubscriptionId = [CentralPremium] }));
    }

    [Fact]
    public async Task Licensed_users_of_what_is_not_there_are_an_error_after_those_that_are()
    {
        var (found, _) = await ListThenFailAsync("UserNotFound", Store.Licenses.GetUsersAsync(new() { User = [Carol, "zoe@contoso.example"] }, Stop));
        Assert.Equal([Carol], found.Select(user => user.UserPrincipalName));
        (found, _) = await ListThenFailAsync("SubscriptionNotFound", Store.Licenses.GetUsersAsync(new() { SubscriptionId = [BobVisio, "none"] }, Stop));
        Assert.Equal([Bob], found.Select(user => user.UserPrincipalName));
        (found, _) = await ListThenFailAsync("ProductNotFound", Store.Licenses.GetUsersAsync(new() { Product = [Visio, "none"] }, Stop));
        Assert.Equal([Bob], found.Select(user => user.UserPrincipalName));
    }

    [Fact, Trait("Requirement", "L2")]
    public async Task Licences_of_a_subscription_that_has_run_out_for_good_are_not_listed()
    {
        await ImportSubscriptionsAsync(SelfService(AdaPro, Pro, Ada, 5) with { AutoRenew = false });
        Clock.Advance(TimeSpan.FromDays(200));

        Assert.Equal([Eve, Bob], await NamesAsync(new()));
        Assert.Empty(await NamesAsync(new() { SubscriptionId = [AdaPro] }));
        Assert.Equal([BobVisio], (await LicensedAsync(new() { User = [Bob] })).Select(user => user.SubscriptionId));
    }

    [Theory, Trait("Requirement", "A")]
    [InlineData(Ada, Ada, Bob, Carol, Dan)]
    [InlineData(Bob, Bob, Bob)]
    [InlineData(Carol, Carol)]
    [InlineData(Guest)]
    public async Task Who_has_no_role_sees_the_users_of_what_he_bought_and_himself(string actor, params string[] expected)
    {
        var store = await AsAsync(actor);

        var users = await ListAsync(store.Licenses.GetUsersAsync(new(), Stop));

        Assert.Equal(expected, users.Select(user => user.UserPrincipalName).Order(StringComparer.Ordinal));
        await FailAsync("UserNotFound", () => ListAsync(store.Licenses.GetUsersAsync(new() { User = [Eve] }, Stop)));
        await FailAsync("SubscriptionNotFound", () => ListAsync(store.Licenses.GetUsersAsync(new() { SubscriptionId = [CentralPremium] }, Stop)));
        var sink = new TextSink();
        Assert.Equal(expected.Length, await store.Licenses.ExportUsersAsync(new(), sink, null, Stop));
        Assert.Equal(expected.Length, sink.Rows.Count);
    }

    [Theory, InlineData(null), InlineData(Bob), InlineData("*o*"), Trait("Requirement", "S3")]
    public async Task An_export_has_the_rows_of_the_list_in_the_documented_columns(string? user)
    {
        var query = new LicensedUserQuery { User = user is null ? [] : [user] };
        var sink = new TextSink();

        var count = await Store.Licenses.ExportUsersAsync(query, sink, null, Stop);

        var listed = await LicensedAsync(query);
        Assert.Equal(listed.Count, count);
        Assert.Equal(
            listed.Select(row => string.Join('|',
                row.Purchaser, row.UserPrincipalName, row.DisplayName, row.UserId, row.ProductName, row.ProductId, row.SubscriptionId,
                row.AssignedAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), row.AccountEnabled, string.Join(';', row.DisabledServices),
                row.AssignedBy, string.Join(';', row.Groups))),
            sink.Rows);
        Assert.All(sink.Rows, row => Assert.Equal(LicensedUserColumns.Names.Count, row.Split('|').Length));
    }

    [Fact]
    public async Task An_export_of_what_is_not_there_is_an_error()
    {
        await FailAsync("SubscriptionNotFound", () => Store.Licenses.ExportUsersAsync(new() { SubscriptionId = ["none"] }, new TextSink(), null, Stop));
        await FailAsync("UserNotFound", () => Store.Licenses.ExportUsersAsync(new() { User = ["zoe@contoso.example"] }, new TextSink(), null, Stop));
    }

    [Fact]
    public async Task A_repeated_import_of_licences_changes_nothing_and_leaves_no_trace()
    {
        var rows = new[] { License(CentralPro, Bob), License(CentralPro, Carol, "paginated reports") };
        var first = await ImportLicensesAsync(rows);
        Assert.Equal((2, 2, 0, 0), (first.Rows, first.Created, first.Updated, first.Unchanged));
        Assert.Equal(3, (await SubscriptionAsync(CentralPro)).AssignedLicenses);
        Clock.Advance(TimeSpan.FromDays(1));

        await LeavesNoTraceAsync(async () =>
        {
            var again = await ImportLicensesAsync([.. rows, License(CentralPro, Eve) with { DisabledServices = null }]);
            Assert.Equal((3, 0, 0, 3), (again.Rows, again.Created, again.Updated, again.Unchanged));
        });
    }

    [Fact]
    public async Task Services_of_a_licence_are_left_replaced_or_switched_on_as_the_file_says()
    {
        await ImportLicensesAsync(License(AdaPro, Carol) with { DisabledServices = null });
        Assert.Equal(["Paginated Reports"], await OffAsync());

        var result = await ImportLicensesAsync(License(AdaPro, Carol, "Power BI", "Paginated Reports"));
        Assert.Equal((0, 1, 0), (result.Created, result.Updated, result.Unchanged));
        Assert.Equal(["Paginated Reports", "Power BI"], await OffAsync());

        await ImportLicensesAsync(License(AdaPro, IdOf(Carol)));
        Assert.Empty(await OffAsync());

        async Task<IEnumerable<string>> OffAsync() => Assert.Single(await LicensedAsync(new() { User = [Carol] })).DisabledServices.Order(StringComparer.Ordinal);
    }

    [Fact, Trait("Requirement", "L1")]
    public async Task A_file_may_say_that_somebody_who_has_left_holds_a_licence()
    {
        var result = await ImportLicensesAsync(License(CentralPro, Dan));

        Assert.Equal((1, 1), (result.Rows, result.Created));
        Assert.False(Assert.Single(await LicensedAsync(new() { User = [Dan], SubscriptionId = [CentralPro] })).AccountEnabled);
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task A_file_of_licences_with_a_fault_is_refused_as_a_whole_and_the_first_line_is_told()
    {
        await ImportSubscriptionsAsync(SelfService("gone", Visio, Ada, 2) with { CancelledAt = Clock.Now.AddDays(-1) });
        async Task RefusedAsync(string why, LicenseRow bad) =>
            await LeavesNoTraceAsync(() => FailAtLineAsync(3, why, () => ImportLicensesAsync(License(CentralPro, Ada), bad, License(CentralPro, "zoe@contoso.example"), License("none", Ada))));

        await RefusedAsync("no subscription", License("none", Ada));
        await RefusedAsync("no user", License(CentralPro, "yuri@contoso.example"));
        await RefusedAsync("line for this subscription already", License(CentralPro, IdOf(Ada)));
        await RefusedAsync("Deleted", License("gone", Bob));
        await RefusedAsync("no service 'Exchange'", License(CentralPro, Bob, "Exchange"));
    }

    [Fact, Trait("Requirement", "U4")]
    public async Task More_licences_than_there_are_seats_are_refused_and_the_shortfall_is_told()
    {
        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("TooFewLicenses", () => ImportLicensesAsync(
                License(CentralPro, Ada), License(CentralPremium, Ada), License(CentralPremium, Bob), License(CentralPremium, Carol), License(CentralPremium, Eve), License(CentralPremium, Guest)));
            Assert.Equal((CommerceError.NoLicensesAvailable, CentralPremium), (error.Error, error.Target));
            Assert.Contains("2 are missing", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact, Trait("Requirement", "L1")]
    public async Task Who_has_left_keeps_his_licence_in_a_repeated_import()
    {
        var result = await ImportLicensesAsync(License(AdaPro, Dan));

        Assert.Equal(1, result.Unchanged);
    }

    [Fact]
    public async Task A_dry_run_of_licences_writes_nothing()
    {
        await LeavesNoTraceAsync(async () =>
        {
            var result = await Store.Licenses.ImportAsync(Source, Rows([License(CentralPro, Bob), License(AdaPro, Carol)], (row, line) => row with { Line = line }), dryRun: true, null, Stop);
            Assert.Equal((1, 1, false), (result.Created, result.Updated, result.IsApplied));
        });
    }

    private Task<List<LicensedUser>> LicensedAsync(LicensedUserQuery query) => ListAsync(Store.Licenses.GetUsersAsync(query, Stop));

    /// <summary>The names, in order within each subscription.</summary>
    private async Task<List<string>> NamesAsync(LicensedUserQuery query) =>
        [.. (await LicensedAsync(query)).GroupBy(user => user.SubscriptionId).SelectMany(group => group.Select(user => user.UserPrincipalName).Order(StringComparer.Ordinal))];

    private sealed class TextSink : IRowSink
    {
        private readonly List<string> _row = [];

        public List<string> Rows { get; } = [];

        public void WriteField(ReadOnlySpan<byte> utf8) => _row.Add(Encoding.UTF8.GetString(utf8));

        public void EndRow()
        {
            Rows.Add(string.Join('|', _row));
            _row.Clear();
        }
    }
}
