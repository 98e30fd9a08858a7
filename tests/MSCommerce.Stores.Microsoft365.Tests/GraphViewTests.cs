using System.Collections.Concurrent;
using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>What Graph tells of subscriptions, licences and users.</summary>
public sealed class GraphViewTests : GraphTests
{
    [Fact]
    [Trait("Requirement", "S1")]
    public async Task Subscriptions_show_who_bought_them_and_null_where_nobody_knows()
    {
        var all = await Client.Subscriptions.GetAsync(new() { SortBy = SubscriptionSort.Purchaser }, Stop).ListAsync();

        Assert.Equal(10, all.Count);
        var visio = all.Single(subscription => subscription.SubscriptionId == Id(1));
        Assert.Equal(("Visio Plan 2", SubscriptionChannel.SelfService, Upn("bela"), "Bela Buyer", 5), (visio.ProductName, visio.Channel, visio.Purchaser, visio.PurchaserName, visio.TotalLicenses));
        Assert.Equal((false, false, new DateTimeOffset(2026, 2, 1, 8, 0, 0, TimeSpan.Zero)), (visio.IsTrial, visio.IsControlledByOrganization, visio.PurchasedAt));
        Assert.Equal((null, null, null, null, null, null), ((string?)visio.ProductId, visio.PricePerLicense, visio.Currency, visio.AssignedLicenses, visio.AutoRenew, visio.OrderCount));
        var central = all.Single(subscription => subscription.SubscriptionId == Id(2));
        Assert.Equal((SubscriptionChannel.Central, null, true), (central.Channel, central.Purchaser, central.IsControlledByOrganization));
        // Whoever left and was deleted is known by his id alone.
        Assert.Equal("00000000-aaaa-4000-8000-000000000404", all.Single(subscription => subscription.SubscriptionId == Id(6)).Purchaser);
        Assert.Null(all[0].Purchaser);
    }

    [Fact]
    public async Task Statuses_are_mapped_and_one_that_nobody_knows_is_shown_as_it_is()
    {
        var all = (await Client.Subscriptions.GetAsync(new(), Stop).ListAsync()).ToDictionary(subscription => subscription.SubscriptionId, subscription => (subscription.Status, subscription.ServiceStatus));

        Assert.Equal((SubscriptionStatus.Active, "Enabled"), all[Id(1)]);
        Assert.Equal((SubscriptionStatus.Expired, "Warning"), all[Id(6)]);
        Assert.Equal((SubscriptionStatus.Disabled, "Suspended"), all[Id(7)]);
        Assert.Equal((SubscriptionStatus.Unknown, "Migrating"), all[Id(8)]);
        Assert.Equal((SubscriptionStatus.Deleted, "Deleted"), all[Id(9)]);
        Assert.Equal((SubscriptionStatus.Disabled, "LockedOut"), all[Id(10)]);
    }

    [Fact]
    [Trait("Requirement", "S1")]
    public async Task Subscriptions_are_filtered_sorted_and_paged()
    {
        async Task<string[]> IdsAsync(SubscriptionQuery query) => [.. (await Client.Subscriptions.GetAsync(query, Stop).ListAsync()).Select(subscription => subscription.SubscriptionId)];

        Assert.Equal([Id(1), Id(9)], await IdsAsync(new() { Product = ["visio plan*"] }));
        Assert.Equal([Id(1), Id(9)], await IdsAsync(new() { Product = [Visio] }));
        // The id that the policies have for Visio Plan 2, and the one that it replaced.
        Assert.Equal([Id(1), Id(9)], await IdsAsync(new() { Product = ["CFQ7TTC0HD32"] }));
        Assert.Equal([Id(1), Id(9)], await IdsAsync(new() { Product = ["CFQ7TTC0KXN8"] }));
        Assert.Equal([Id(4), Id(9)], await IdsAsync(new() { Purchaser = ["cleo*"] }));
        Assert.Equal([Id(5), Id(1)], await IdsAsync(new() { Purchaser = ["Bela Buyer"] }));
        Assert.Equal([Id(6)], await IdsAsync(new() { Status = [SubscriptionStatus.Expired], Channel = SubscriptionChannel.SelfService }));
        Assert.Equal([Id(1)], await IdsAsync(new() { SubscriptionId = ["cccccccc-0000-4000-8000-000000000001"] }));
        Assert.Equal([Id(1)], await IdsAsync(new() { ExpiringBefore = new DateTimeOffset(2027, 2, 2, 0, 0, 0, TimeSpan.Zero) }));
        Assert.Equal([Id(3), Id(2)], await IdsAsync(new() { SortBy = SubscriptionSort.TotalLicenses, Descending = true, First = 2 }));
        Assert.Equal([Id(2)], await IdsAsync(new() { SortBy = SubscriptionSort.TotalLicenses, Descending = true, Skip = 1, First = 1 }));
        Assert.Equal(10, await Client.Subscriptions.CountAsync(new() { First = 2 }, Stop));
        Assert.Equal("SortNotApplicable", (await Assert.ThrowsAsync<CommerceException>(() => IdsAsync(new() { SortBy = SubscriptionSort.AvailableLicenses }))).ErrorId);
    }

    [Theory]
    [InlineData("SubscriptionNotFound", "nowhere", null, null)]
    [InlineData("ProductNotFound", null, "Nothing", null)]
    [InlineData("UserNotFound", null, null, "nobody@contoso.onmicrosoft.com")]
    // Somebody who bought nothing is somebody.
    [InlineData(null, null, null, "jens@contoso.onmicrosoft.com")]
    public async Task An_exact_name_that_is_not_there_is_an_error(string? errorId, string? subscription, string? product, string? purchaser)
    {
        var query = new SubscriptionQuery { SubscriptionId = List(subscription), Product = List(product), Purchaser = List(purchaser) };
        var caught = await Record.ExceptionAsync(() => Client.Subscriptions.GetAsync(query, Stop).ListAsync());
        Assert.Equal(errorId, (caught as CommerceException)?.ErrorId);

        static string[] List(string? name) => name is null ? [] : [name];
    }

    [Fact]
    [Trait("Requirement", "S2")]
    public async Task Licences_are_summed_up_by_product()
    {
        var all = await Client.Licenses.GetSummaryAsync(new(), Stop).ListAsync();
        Assert.Equal(6, all.Count);
        Assert.Equal(("Power BI Pro", 2, 13L, 3L, 10L), all.Where(summary => summary.ProductName == "Power BI Pro").Select(summary => (summary.ProductName, summary.Subscriptions, summary.TotalLicenses, summary.AssignedLicenses, summary.AvailableLicenses)).Single());

        // What is counted together cannot be told apart, and that is said.
        var found = new List<LicenseSummary>();
        var mixed = await Assert.ThrowsAsync<CommerceException>(async () =>
        {
            await foreach (var summary in Client.Licenses.GetSummaryAsync(new() { Channel = SubscriptionChannel.SelfService }, Stop))
                found.Add(summary);
        });
        Assert.Equal((CommerceError.NotSupportedByStore, "ChannelsMixed"), (mixed.Error, mixed.ErrorId));
        Assert.Contains("Power BI Pro", mixed.Message, StringComparison.Ordinal);
        Assert.Equal(["Project Plan 3 (for Department)", "Visio Plan 2"], found.Select(summary => summary.ProductName));
    }

    [Fact]
    [Trait("Requirement", "X5")]
    public async Task A_report_counts_by_product_what_cannot_be_told_apart_and_has_a_gap_for_what_nobody_tells()
    {
        var file = new FileInfo(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html"));
        try
        {
            var report = await Client.Reports.GetAsync(new(), cancellationToken: Stop);
            var written = await Client.Reports.ExportAsync(new() { Path = file.FullName }, cancellationToken: Stop);

            Assert.Equal(await Client.Licenses.GetSummaryAsync(new(), Stop).ListAsync(), report.Licenses!.ByProduct.OrderBy(product => product.ProductName, StringComparer.OrdinalIgnoreCase));
            Assert.Equal((null, null), (report.Licenses.SelfService, report.Licenses.Central));
            Assert.Equal([nameof(report.Spend), nameof(report.Requests)], report.Gaps.Select(gap => gap.Part));
            Assert.Equal(report.Gaps.Count, written.Gaps.Count);
            Assert.Contains("counts them together", await File.ReadAllTextAsync(file.FullName, Stop), StringComparison.Ordinal);
        }
        finally
        {
            file.Delete();
        }
    }

    [Fact]
    [Trait("Requirement", "S3")]
    public async Task Users_are_listed_with_how_they_came_by_their_licence()
    {
        var all = await Client.Licenses.GetUsersAsync(new(), Stop).ListAsync();

        Assert.Equal(11, all.Count);
        var egon = all.Single(user => user.DisplayName == "Egon Group");
        Assert.Equal((LicensePath.Group, "bbbbbbbb-0000-4000-8000-000000000001"), (egon.AssignedBy, egon.Groups.Single()));
        Assert.Equal(LicensePath.DirectAndGroup, all.Single(user => user.DisplayName == "Ida Both").AssignedBy);
        var cleo = all.Single(user => user.DisplayName == "Cleo Clerk" && user.ProductName == "Visio Plan 2");
        Assert.Equal((LicensePath.Direct, Upn("bela"), Id(1)), (cleo.AssignedBy, cleo.Purchaser, cleo.SubscriptionId));
        Assert.Equal(["VISIOONLINE", "VISIO_DEPT_EXTRA"], cleo.DisabledServices);
        Assert.Null(cleo.AssignedAt);
        Assert.Equal(false, all.Single(user => user.DisplayName == "Fritz Former").AccountEnabled);
        // Two subscriptions of one product: whose licence it is nobody tells.
        Assert.All(all.Where(user => user.ProductName == "Power BI Pro"), user => Assert.Equal((null, null), (user.SubscriptionId, user.Purchaser)));
        // Grouped by purchaser.
        Assert.Equal(all.Select(user => user.Purchaser).Distinct().Count(), all.Zip(all.Skip(1)).Count(pair => pair.First.Purchaser != pair.Second.Purchaser) + 1);
    }

    [Fact]
    [Trait("Requirement", "S3")]
    public async Task Users_are_filtered_sorted_and_paged()
    {
        async Task<string[]> NamesAsync(LicensedUserQuery query) => [.. (await Client.Licenses.GetUsersAsync(query, Stop).ListAsync()).Select(user => user.DisplayName.Split(' ')[0])];

        Assert.Equal(["Bela", "Cleo", "Dora", "Egon"], await NamesAsync(new() { SubscriptionId = [Id(1)] }));
        Assert.Equal(["Bela", "Fritz", "Hugo", "Bela", "Cleo", "Dora", "Egon"], await NamesAsync(new() { Purchaser = ["bela@*"], SortBy = LicensedUserSort.Product }));
        Assert.Equal(["Bela", "Bela"], await NamesAsync(new() { User = [Upn("bela")] }));
        Assert.Equal(["Bela", "Bela"], await NamesAsync(new() { User = ["Bela Buyer"] }));
        Assert.Equal(["Cleo"], await NamesAsync(new() { User = ["*clerk"], Product = ["Visio*"] }));
        Assert.Equal(["Jens"], (await Client.Tenant.GetUsersAsync(new() { User = ["Jens Newcomer"] }, Stop).ListAsync()).Select(user => user.DisplayName.Split(' ')[0]));
        Assert.Equal(["Bela", "Bela", "Cleo"], await NamesAsync(new() { SortBy = LicensedUserSort.User, First = 3 }));
        Assert.Equal(["Ida", "Hugo"], await NamesAsync(new() { SortBy = LicensedUserSort.DisplayName, Descending = true, First = 2 }));
        Assert.Equal(["Cleo", "Cleo"], await NamesAsync(new() { SortBy = LicensedUserSort.User, Skip = 2, First = 2 }));
        Assert.Equal(4, await Client.Licenses.CountUsersAsync(new() { SubscriptionId = [Id(1)], First = 1 }, Stop));
        Assert.Equal(2, await Client.Licenses.CountUsersAsync(new() { User = ["bela*"] }, Stop));
        Assert.Equal("UserNotFound", (await Assert.ThrowsAsync<CommerceException>(() => NamesAsync(new() { User = ["nobody"] }))).ErrorId);
        Assert.Equal("SortNotApplicable", (await Assert.ThrowsAsync<CommerceException>(() => NamesAsync(new() { SortBy = LicensedUserSort.AssignedAt }))).ErrorId);
    }

    [Fact]
    public async Task Users_come_page_by_page_and_no_further_than_they_are_read()
    {
        Directory.Fill(500, Visio);
        Directory.PageSize = 50;
        Tenant.Server.Log.Clear();
        var first = await Client.Licenses.GetUsersAsync(new() { SubscriptionId = [Id(1)], First = 60 }, Stop).ListAsync();

        Assert.Equal(60, first.Count);
        Assert.Equal(2, Pages());
        Assert.Equal(504, (await Client.Licenses.GetUsersAsync(new() { SubscriptionId = [Id(1)] }, Stop).ListAsync()).Count);
        Assert.Equal(2 + 11, Pages());

        int Pages() => Tenant.Server.Log.OfServices.Count(request => request.Path == "/v1.0/users");
    }

    [Fact]
    [Trait("Requirement", "S3")]
    public async Task Users_are_exported_as_they_are_listed()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("mscommerce-");
        var path = Path.Combine(folder.FullName, "users.csv");
        var result = await Client.Licenses.ExportUsersAsync(new() { Path = path, SubscriptionId = [Id(1)] }, cancellationToken: Stop);

        Assert.Equal(4, result.Rows);
        var lines = await File.ReadAllLinesAsync(path, Stop);
        Assert.EndsWith("DisabledServices,AssignedBy,Groups", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("cleo@", StringComparison.Ordinal) && line.EndsWith("True,VISIOONLINE;VISIO_DEPT_EXTRA,Direct,", StringComparison.Ordinal));
        folder.Delete(recursive: true);
        Assert.Contains(lines, line => line.Contains("egon@", StringComparison.Ordinal) && line.EndsWith("Group,bbbbbbbb-0000-4000-8000-000000000001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tenants_users_are_listed()
    {
        var all = await Client.Tenant.GetUsersAsync(new(), Stop).ListAsync();
        Assert.Equal(all.Select(user => user.UserPrincipalName).Order(StringComparer.OrdinalIgnoreCase), all.Select(user => user.UserPrincipalName));
        Assert.Equal(12, all.Count);
        Assert.Equal(UserType.Guest, (await Client.Tenant.GetUsersAsync(new() { UserType = UserType.Guest }, Stop).ListAsync()).Single().UserType);
        Assert.Equal(Upn("fritz"), (await Client.Tenant.GetUsersAsync(new() { AccountEnabled = false, UserType = UserType.Member }, Stop).ListAsync()).Single().UserPrincipalName);
        Assert.Equal("Kim O'Hara", (await Client.Tenant.GetUsersAsync(new() { User = ["kim o'hara"] }, Stop).ListAsync()).Single().DisplayName);
        Assert.Equal("Kim O'Hara", (await Client.Tenant.GetUsersAsync(new() { User = ["*hara"] }, Stop).ListAsync()).Single().DisplayName);
        Assert.Equal("UserNotFound", (await Assert.ThrowsAsync<CommerceException>(() => Client.Tenant.GetUsersAsync(new() { User = ["nobody"] }, Stop).ListAsync())).ErrorId);
        Assert.Equal("NotSupportedByStore", (await Assert.ThrowsAsync<CommerceException>(() => Client.Tenant.GetUsersAsync(new() { Role = [Role.GlobalReader] }, Stop).ListAsync())).ErrorId);
    }

    [Fact]
    public async Task Every_page_says_that_it_may_be_behind_and_bears_a_correlation_id()
    {
        Directory.PageSize = 2;
        await Client.Licenses.GetUsersAsync(new() { SubscriptionId = [Id(1)] }, Stop).ListAsync();

        // The double refuses a page without the header: that it came is the proof. Each is told with its id.
        Assert.Contains(Tenant.Traces, trace => trace.Contains("$skiptoken=2", StringComparison.Ordinal) && trace.Contains("correlation id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_lacks_the_permission_is_told_which()
    {
        Tenant.Server.State.MayRead = false;
        var refused = await Assert.ThrowsAsync<CommerceException>(() => Client.Subscriptions.GetAsync(new(), Stop).ListAsync());
        Assert.Equal((CommerceError.Forbidden, "PermissionMissing"), (refused.Error, refused.ErrorId));
        Assert.Contains("Organization.Read.All", refused.Message, StringComparison.Ordinal);
        Assert.Matches("Correlation id: [0-9a-f-]{36}", refused.Message);
    }

    [Theory]
    [InlineData(CloudEnvironment.Global, "graph.microsoft.com")]
    [InlineData(CloudEnvironment.USGov, "graph.microsoft.us")]
    [InlineData(CloudEnvironment.USGovDoD, "dod-graph.microsoft.us")]
    [InlineData(CloudEnvironment.China, "microsoftgraph.chinacloudapi.cn")]
    public async Task Each_cloud_has_its_Graph_and_tokens_for_it(CloudEnvironment environment, string host)
    {
        var hosts = new ConcurrentBag<string>();
        using var handler = Tenant.Rerouted(hosts);
        await using var client = await Tenant.ConnectAsync(Tenant.Options with { Environment = environment, GraphEndpoint = null, LicensingEndpoint = null, Handler = handler });
        Tenant.Server.State.GraphResource = $"https://{host}";
        Assert.NotEmpty(await client.Licenses.GetSummaryAsync(new(), Stop).ListAsync());
        Assert.Contains(host, hosts);
    }

    [Fact]
    public async Task A_token_for_Graph_serves_what_Graph_does_and_says_what_it_does_not()
    {
        var token = Tenant.Server.Tokens.Issue(TenantState.GraphResourceOfGlobal, TenantState.User, application: null);
        await using var client = await Tenant.ConnectAsync(Tenant.Options with { SignIn = new AccessTokenSignIn(Tenant.Secure(token)) });

        Assert.NotEmpty(await client.Subscriptions.GetAsync(new(), Stop).ListAsync());
        Assert.Equal("TokenForAnother", (await Assert.ThrowsAsync<CommerceException>(() => client.Policies.GetAsync(new(), Stop).ListAsync())).ErrorId);
        var other = Tenant.Server.Tokens.Issue(TenantState.LicensingResource, TenantState.User, application: null);
        await using var licensing = await Tenant.ConnectAsync(Tenant.Options with { SignIn = new AccessTokenSignIn(Tenant.Secure(other)) });
        Assert.Equal("TokenForAnother", (await Assert.ThrowsAsync<CommerceException>(() => licensing.Subscriptions.GetAsync(new(), Stop).ListAsync())).ErrorId);
    }

    [Fact]
    public async Task What_no_interface_offers_is_never_shown_as_done_and_names_the_page()
    {
        var refusals = new Func<Task>[]
        {
            () => Client.Subscriptions.CancelAsync(new() { SubscriptionId = [Id(1)], Reason = CancellationReason.CentrallyProvided }, Stop),
            () => Client.Subscriptions.SetAsync(new() { SubscriptionId = [Id(1)], TakeControl = true }, Stop),
            () => Client.Subscriptions.BuyAsync(new() { Product = Visio, Licenses = 1 }, Stop),
            () => Client.Subscriptions.GetOrdersAsync(new(), Stop).ListAsync(),
            () => Client.Licenses.GetFormerUsersAsync(new(), Stop).ListAsync(),
            () => Client.Licenses.GetCapacityAsync(new(), Stop).ListAsync(),
            () => Client.Tenant.SetUsersAsync(new() { User = ["*"], AccountEnabled = false }, Stop),
            () => Client.Billing.GetBillingProfilesAsync(new(), Stop).ListAsync(),
        };
        foreach (var refusal in refusals)
        {
            var caught = await Assert.ThrowsAsync<CommerceException>(refusal);
            Assert.Equal(CommerceError.NotSupportedByStore, caught.Error);
            Assert.Contains("https://", caught.Message, StringComparison.Ordinal);
        }
    }
}
