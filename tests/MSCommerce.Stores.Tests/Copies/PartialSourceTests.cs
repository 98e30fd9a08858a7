using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Transfer;
using static MSCommerce.Stores.Tests.Copies.ListedSource;

namespace MSCommerce.Stores.Tests.Copies;

/// <summary>Sources that know less than everything, and such as are broken (X4).</summary>
[Trait("Requirement", "X4")]
public sealed class PartialSourceTests : SqliteTestBase
{
    private string Copy => InFolder("copy.db");

    [Fact]
    public async Task A_source_that_knows_users_alone_becomes_a_whole_tenant_administered_by_who_copied_it()
    {
        await ReceiveAsync(Small());

        await using var store = await OpenCopyAsync();
        Assert.Equal("ada@contoso.example", (await store.GetContextAsync(Stop)).Actor);
        Assert.Equal(2, (await ListAsync(store.Tenant.GetUsersAsync(new(), Stop))).Count);
        Assert.NotEmpty(await ListAsync(store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, Stop)));
        Assert.Equal(AuditActions.StoreCopied, Assert.Single(await ListAsync(store.Audit.GetAsync(new(), Stop))).Action);
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task What_the_source_does_not_know_follows_from_what_it_knows()
    {
        var source = Small().AddProduct("P1").AddSubscription("S1", "p1", "ID-BOB", 3).AddSubscription("S2", "P1", null, 5).AddLicense("s1", "id-ada").AddLicense("S1", "ID-bob");

        await ReceiveAsync(source);

        await using var store = await OpenCopyAsync();
        var bought = await SubscriptionAsync(store, "S1");
        Assert.Equal((3, 2, "bob@contoso.example"), (bought.TotalLicenses, bought.AssignedLicenses, bought.Purchaser));
        Assert.Equal(["bob@contoso.example", "ada@contoso.example"], (await ListAsync(store.Subscriptions.GetOrdersAsync(new(), Stop))).OrderBy(order => order.SubscriptionId).Select(order => order.OrderedBy));
        await AssertWholeAsync(store);
    }

    [Fact]
    public async Task An_administrator_whom_the_source_does_not_know_is_added()
    {
        await ReceiveAsync(Small(), administrator: "runner@contoso.example");

        await using var store = await OpenCopyAsync();
        Assert.Equal("runner@contoso.example", (await store.GetContextAsync(Stop)).Actor);
    }

    [Fact]
    public async Task An_administrator_who_is_none_in_a_source_that_tells_roles_is_refused()
    {
        var source = Small().Add(TransferSchema.UserRoles, row => row.Set("User", Text("id-ada")).Set("Role", Text("GlobalAdministrator")));

        await RefuseAsync("ActorRefused", source, "bob@contoso.example", "not an enabled global administrator");
    }

    [Fact]
    public Task A_row_that_refers_to_nothing_is_named() =>
        RefuseAsync("TransferReferenceMissing", Small().AddProduct("P1").AddSubscription("S1", "P1", null, 3).AddLicense("S1", "id-nobody"), null, "Licenses, User 'id-nobody' is not there");

    [Fact]
    public Task A_purchaser_who_is_not_there_is_named_and_does_not_become_the_organisation() =>
        RefuseAsync("TransferReferenceMissing", Small().AddProduct("P1").AddSubscription("S1", "P1", "id-nobody", 3), null, "Purchaser 'id-nobody'");

    [Fact]
    public Task More_licences_held_than_bought_are_refused() =>
        RefuseAsync("TransferRowRefused", Small().AddProduct("P1").AddSubscription("S1", "P1", null, 1).AddLicense("S1", "id-ada").AddLicense("S1", "id-bob"), null, "Licenses");

    [Fact]
    public Task Two_users_of_one_name_are_refused() => RefuseAsync("TransferRowRefused", Small().AddUser("id-other", "ADA@contoso.example"), null, "Users");

    [Fact]
    public Task A_gap_in_the_orders_is_refused()
    {
        var source = Small().AddProduct("P1").AddSubscription("S1", "P1", null, 3).Add(TransferSchema.Orders, row => row
            .Set("Subscription", Text("S1")).Set("Number", TransferValue.Of(1L)).Set("OrderedAt", At(2025)).Set("Quantity", TransferValue.Of(2L)).Set("OrderedBy", Text("ada")));
        return RefuseAsync("TransferUnsound", source, null, "Orders: ");
    }

    [Fact]
    public Task A_value_that_is_missing_is_named() =>
        RefuseAsync("TransferRowInvalid", Small().Add(TransferSchema.Products, row => row.Set("ProductId", Text("P1"))), null, "Products, row 1: ProductName is empty");

    [Fact]
    public async Task A_section_without_what_it_refers_to_is_refused()
    {
        var source = Small().AddSubscription("S1", "P1", null, 1);

        Assert.Contains("it leaves out Products", (await FailAsync("TransferIncomplete", () => ReceiveAsync(source))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_is_not_what_was_sent_is_refused_before_anybody_sees_it()
    {
        var feed = new TransferFeed(Small(), Context, keepUnsent: false, null);
        await foreach (var _ in feed.ReadAsync(TransferSchema.Users, Stop))
        {
            // To its end.
        }

        var found = new TransferSummary();
        found.Add(new TransferRow(TransferSchema.Users));
        await FailAsync("TransferDiffers", () => Task.Run(() => feed.Demand("copy", TransferSchema.Users, found)));
    }

    private async Task ReceiveAsync(ListedSource source, string? administrator = null)
    {
        var feed = new TransferFeed(source, Context, keepUnsent: false, null);
        await using var target = await new SqliteStoreFactory().OpenTargetAsync(new("sqlite", Copy), new() { Actor = administrator, Clock = Clock }, Stop);
        await target.ReceiveAsync(feed, Stop);
    }

    private async Task RefuseAsync(string errorId, ListedSource source, string? administrator, string why)
    {
        var refusal = await FailAsync(errorId, () => ReceiveAsync(source, administrator));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Copy)!));
    }

    private Task<ICommerceStore> OpenCopyAsync() => new SqliteStoreFactory().OpenAsync(new("sqlite", Copy), new() { Clock = Clock }, Stop);
}
