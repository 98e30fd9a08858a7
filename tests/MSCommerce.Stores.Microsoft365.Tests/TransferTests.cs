using MSCommerce.Rules;
using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365.Authentication;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>A tenant of Microsoft 365 as it travels into another store.</summary>
[Trait("Requirement", "X4")]
public sealed class TransferTests : IAsyncLifetime
{
    private const string VisioDept = "dddddddd-0000-4000-8000-000000000001", PowerBICentral = "dddddddd-0000-4000-8000-000000000003", PowerBIOfCleo = "dddddddd-0000-4000-8000-000000000004";
    private const string Bela = "00000000-aaaa-4000-8000-000000000002", Cleo = "00000000-aaaa-4000-8000-000000000003", Gone = "00000000-aaaa-4000-8000-000000000404";

    private Tenant _tenant = null!;

    private DirectoryState Directory => _tenant.Server.State.Directory;

    public async ValueTask InitializeAsync() => _tenant = await Tenant.StartAsync();

    public ValueTask DisposeAsync() => _tenant.DisposeAsync();

    [Fact]
    public async Task Every_row_is_sound_and_refers_to_one_that_is_there()
    {
        Directory.PageSize = 2;
        var rows = await ReadAsync();
        Assert.Equal([TransferSchema.Tenant, TransferSchema.Users, TransferSchema.Products, TransferSchema.ProductServices, TransferSchema.Policies, TransferSchema.ProductPolicies,
            TransferSchema.OfferTypes, TransferSchema.OfferTypePolicies, TransferSchema.Subscriptions, TransferSchema.Licenses, TransferSchema.DisabledServices], rows.Keys);
        foreach (var (section, row) in rows.SelectMany(entry => entry.Value, (entry, row) => (entry.Key, row)))
        {
            foreach (var column in section.Columns.Where(column => column.References is not null && row[column.Name] is not null))
                Assert.Contains(rows[column.References!], target => target[column.References!.Columns[0].Name] == row[column.Name]);
        }

        Assert.Equal(Directory.Users.Count + 1, rows[TransferSchema.Users].Count);
        Assert.Equal(Directory.Licenses().Values.Sum(parts => parts.Length), rows[TransferSchema.Licenses].Count);
        Assert.Equal(2, rows[TransferSchema.DisabledServices].Count(row => row["User"] == Cleo && row["Subscription"] == VisioDept));
        Assert.All(rows[TransferSchema.Subscriptions], row => Assert.Null(row["PricePerLicense"]));
    }

    [Fact]
    public async Task A_purchasers_licence_counts_against_what_he_bought_and_others_against_what_is_oldest()
    {
        var licenses = (await ReadAsync())[TransferSchema.Licenses];
        Assert.Equal(PowerBIOfCleo, Assert.Single(licenses, row => row["User"] == Cleo && row["Subscription"]!.StartsWith("dddddddd", StringComparison.Ordinal) && row["Subscription"] != VisioDept)["Subscription"]);
        Assert.Equal(2, licenses.Count(row => row["Subscription"] == PowerBICentral));
    }

    [Fact]
    public async Task Whoever_has_more_licences_than_subscriptions_is_copied_with_one_for_the_rest()
    {
        Directory.Subscriptions[VisioDept]["totalLicenses"] = 1;
        var rows = await ReadAsync();
        var sku = Directory.SkuOf("VISIO_PLAN2_DEPT");
        var rest = Assert.Single(rows[TransferSchema.Subscriptions], row => row["SubscriptionId"] == sku);
        Assert.Equal("3", rest["TotalLicenses"]);
        Assert.Null(rest["Purchaser"]);
        Assert.Equal(Bela, Assert.Single(rows[TransferSchema.Licenses], row => row["Subscription"] == VisioDept)["User"]);
        Assert.Equal(3, rows[TransferSchema.Licenses].Count(row => row["Subscription"] == sku));
        AssertSeats(rows);
    }

    [Fact]
    public async Task A_purchaser_who_left_still_has_what_he_bought()
    {
        var rows = await ReadAsync();
        var left = Assert.Single(rows[TransferSchema.Users], row => row["UserId"] == Gone);
        Assert.Equal(("0", Gone), (left["AccountEnabled"], left["UserPrincipalName"]));
        Assert.Contains(rows[TransferSchema.Subscriptions], row => row["Purchaser"] == Gone);
    }

    [Fact]
    public async Task A_subscription_stands_in_the_copy_where_it_stands_in_the_tenant()
    {
        await using var client = await _tenant.ConnectAsync();
        var shown = await client.Subscriptions.GetAsync(new()).ListAsync();
        var rows = (await ReadAsync())[TransferSchema.Subscriptions].ToDictionary(row => row["SubscriptionId"]!);
        // A copy tells the time after it was made.
        var later = _tenant.Clock.GetUtcNow().AddMinutes(1);
        foreach (var subscription in shown)
        {
            var row = rows[subscription.SubscriptionId];
            var term = Enum.Parse<SubscriptionTerm>(row["Term"]!);
            var expiresAt = SubscriptionCalendar.ExpiryAt(Moment(row, "FirstExpiresAt")!.Value, term, Moment(row, "RenewalOffAt"), later);
            var wanted = subscription.Status == SubscriptionStatus.Unknown ? SubscriptionStatus.Active : subscription.Status;
            Assert.Equal(wanted, SubscriptionCalendar.StatusAt(expiresAt, Moment(row, "CancelledAt"), later));
            Assert.True(Moment(row, "PurchasedAt") < Moment(row, "FirstExpiresAt"));
        }
    }

    [Fact]
    public async Task A_SKU_is_the_product_of_its_name_or_else_one_that_no_policy_governs()
    {
        var rows = await ReadAsync();
        var products = rows[TransferSchema.Products].ToDictionary(row => row["ProductId"]!);
        Assert.Equal("Visio Plan 2", products["CFQ7TTC0HD32"]["ProductName"]);
        Assert.DoesNotContain(Directory.SkuOf("VISIO_PLAN2_DEPT"), products.Keys);
        var alone = products[Directory.SkuOf("VISIOCLIENT")];
        Assert.Equal(("Visio Online Plan 2", "VISIOCLIENT"), (alone["ProductName"], alone["LegacyProductId"]));
        var values = rows[TransferSchema.ProductPolicies].ToDictionary(row => row["Product"]!, row => row["Value"]);
        Assert.Equal("NotGoverned", values[alone["ProductId"]!]);
        Assert.Equal(("EnabledForSome", "", "Disabled"), (values["CFQ7TTC0ZZ01"], values["CFQ7TTC0ZZ02"], values["CFQ7TTC0H9MP"]));
    }

    [Fact]
    public async Task A_token_for_Graph_copies_all_but_the_policies_and_makes_none_up()
    {
        var token = _tenant.Server.Tokens.Issue(_tenant.Server.State.GraphResource, TenantState.User, application: null);
        var rows = await ReadAsync(_tenant.Options with { SignIn = new AccessTokenSignIn(Tenant.Secure(token)) });
        Assert.Equal("NotRead", Assert.Single(rows[TransferSchema.Policies])["DefaultValue"]);
        Assert.Empty(rows[TransferSchema.ProductPolicies]);
        Assert.NotEmpty(rows[TransferSchema.Licenses]);
    }

    [Fact]
    public async Task Whoever_came_while_it_was_copied_is_left_out()
    {
        var users = Directory.Users.Count + 1;
        _tenant.Server.Faults.Rule = request =>
        {
            if (request.QueryString.Value!.Contains("assignedLicenses", StringComparison.Ordinal) && Directory.Users.Count < users)
                Directory.Fill(1, "POWER_BI_PRO");
            return null;
        };
        var rows = await ReadAsync();
        Assert.Equal(users, Directory.Users.Count);
        Assert.Equal(11, rows[TransferSchema.Licenses].Count);
        Assert.All(rows[TransferSchema.Licenses], row => Assert.Contains(rows[TransferSchema.Users], user => user["UserId"] == row["User"]));
    }

    private static void AssertSeats(Dictionary<TransferSection, List<Dictionary<string, string?>>> rows) => Assert.All(rows[TransferSchema.Subscriptions], row => Assert.InRange(
        rows[TransferSchema.Licenses].Count(license => license["Subscription"] == row["SubscriptionId"]), 0, int.Parse(row["TotalLicenses"]!, System.Globalization.CultureInfo.InvariantCulture)));

    private static DateTimeOffset? Moment(Dictionary<string, string?> row, string column) =>
        row[column] is { } text ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) : null;

    /// <summary>All rows that a copy reads, by section, as text.</summary>
    private async Task<Dictionary<TransferSection, List<Dictionary<string, string?>>>> ReadAsync(Microsoft365Options? options = null)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await new Microsoft365StoreFactory(options ?? _tenant.Options).OpenAsync(new("m365", TenantState.Domain), new() { Clock = _tenant.Clock }, stop);
        Assert.True(store.Capabilities.HasFlag(StoreCapabilities.Transfer));
        await using var snapshot = await store.Transfer!.OpenAsync(stop);
        var feed = new TransferFeed(snapshot, await store.GetContextAsync(stop), keepUnsent: false, progress: null);
        var rows = new Dictionary<TransferSection, List<Dictionary<string, string?>>>();
        foreach (var section in feed.Sections)
        {
            var list = rows[section] = [];
            await foreach (var row in feed.ReadAsync(section, stop))
                list.Add(section.Columns.ToDictionary(column => column.Name, column => row[column.Name] is { IsNull: false } value ? value.Text ?? value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
        }

        return rows;
    }
}
