using MSCommerce.Rules;

namespace MSCommerce.Stores.Conformance;

/// <summary>One way of using an operation of the client.</summary>
/// <param name="Command">The operation's command.</param>
/// <param name="On">On what, where that decides who may; else empty.</param>
/// <param name="Needs">The permission that it takes on that.</param>
/// <param name="RunAsync">Uses it.</param>
internal sealed record OperationCase(string Command, string On, Permission Needs, Func<CommerceClient, OperationPlace, Task> RunAsync)
{
    /// <summary>Makes what it is used on; null where the tenant has it.</summary>
    public Func<OperationPlace, Task>? PrepareAsync { get; init; }

    /// <summary>What a store must be able to do for it, beyond what every store of this suite can.</summary>
    public StoreCapabilities Takes { get; init; }

    /// <summary>Whether the actor must have cards, a billing profile and an open invoice for it, where he can.</summary>
    public bool TakesCard { get; init; }

    public string Name => On.Length == 0 ? Command : $"{Command}: {On}";

    /// <summary>All of them, over the tenant of <see cref="StoreConformance"/>.</summary>
    public static IReadOnlyList<OperationCase> All => [.. AdministratorsSide, .. BillingCases.All.Select(one => one with { TakesCard = true }), .. RequestCases.All];

    private static IReadOnlyList<OperationCase> AdministratorsSide { get; } =
    [
        Of("context", Permission.ReadCatalog, (client, place) => client.Tenant.GetContextAsync(place.Stop)),
        Of("tenant show", Permission.ReadCatalog, (client, place) => client.Tenant.GetAsync(place.Stop)),
        Of("tenant set", Permission.AdministerTenant, (client, place) => client.Tenant.SetAsync(new() { Country = "FR" }, place.Stop)),
        Of("user list", Permission.View, (client, place) => place.ReadAsync(client.Tenant.GetUsersAsync(new(), place.Stop))),
        Of("user set", Permission.AdministerTenant, (client, place) => client.Tenant.SetUsersAsync(new() { User = [StoreConformance.Eve], Role = [Role.GlobalReader] }, place.Stop)),
        Of("user import", Permission.AdministerTenant, (client, place) => client.Tenant.ImportUsersAsync(
            new() { Path = place.Write("users.csv", "UserPrincipalName\nnew@contoso.example\n") }, null, place.Stop)),
        Of("login list", Permission.AdministerTenant, (client, place) => place.ReadAsync(client.Tenant.GetLoginsAsync(new(), place.Stop))) with { Takes = StoreCapabilities.Logins },
        Of("login set", Permission.AdministerTenant, async (client, place) => await client.Tenant.SetLoginsAsync(new() { Login = [await place.LoginAsync()], User = StoreConformance.Eve }, place.Stop))
            with { Takes = StoreCapabilities.Logins },
        Of("login remove", Permission.AdministerTenant, async (client, place) => await client.Tenant.RemoveLoginsAsync(new() { Login = [await place.LoginAsync()] }, place.Stop))
            with { Takes = StoreCapabilities.Logins },
        Of("store test", Permission.View, (client, place) => place.ReadAsync(client.Tenant.CheckAsync(place.Stop))),
        Of("store copy", Permission.AdministerTenant, (client, place) => client.Tenant.CopyAsync(new() { Destination = RecordingFactory.Address }, null, place.Stop)) with { Takes = StoreCapabilities.Transfer },
        Of("product list", Permission.ReadCatalog, (client, place) => place.ReadAsync(client.Products.GetAsync(new(), place.Stop))),
        Of("product set", Permission.AdministerTenant, (client, place) => client.Products.SetAsync(new() { Product = [StoreConformance.Visio], ListPrice = 5.25m, Currency = "EUR" }, place.Stop)),
        Of("product import", Permission.AdministerTenant, (client, place) => client.Products.ImportAsync(
            new() { Path = place.Write("products.csv", "ProductId,ProductName,Family\nCFQ7TTC0NEW1,New,New\n") }, place.Stop)),
        Of("policy list", Permission.ReadPolicies, (client, place) => place.ReadAsync(client.Policies.GetAsync(new(), place.Stop))),
        Of("policy product list", Permission.ReadPolicies, (client, place) => place.ReadAsync(client.Policies.GetProductsAsync(new(), place.Stop))),
        Of("policy offer-type list", Permission.ReadPolicies, (client, place) => place.ReadAsync(client.Policies.GetOfferTypesAsync(new(), place.Stop))),
        Of("policy set", Permission.ChangePolicies, (client, place) => client.Policies.SetAsync(new() { Product = [StoreConformance.Visio], Value = PolicyValues.Disabled }, null, place.Stop)),
        Of("policy baseline export", Permission.ReadPolicies, (client, place) => client.Policies.ExportBaselineAsync(new() { Path = place.File("exported.csv") }, place.Stop)),
        Of("policy baseline compare", Permission.ReadPolicies, (client, place) => place.ReadAsync(client.Policies.CompareBaselineAsync(new() { Path = place.Baseline }, place.Stop))),
        Of("policy baseline set", Permission.ChangePolicies, (client, place) => client.Policies.SetBaselineAsync(new() { Path = place.Baseline }, null, place.Stop)),
        Of("report export", Permission.Report, (client, place) => client.Reports.ExportAsync(new() { Path = place.File("report.html"), Baseline = place.Baseline }, null, place.Stop)),
        Of("audit list", Permission.View, (client, place) => place.ReadAsync(client.Audit.GetAsync(new(), place.Stop))),
        Of("notice list", Permission.View, (client, place) => place.ReadAsync(client.Notices.GetAsync(new(), place.Stop))),
        Of("subscription list", Permission.View, (client, place) => place.ReadAsync(client.Subscriptions.GetAsync(new(), place.Stop))),
        Of("subscription import", Permission.AdministerTenant, (client, place) => client.Subscriptions.ImportAsync(
            new() { Path = place.Write("subscriptions.csv", $"SubscriptionId,ProductId,TotalLicenses\nnew-1,{StoreConformance.ProId},5\n") }, null, place.Stop)),
        Of("order list", Permission.View, (client, place) => place.ReadAsync(client.Subscriptions.GetOrdersAsync(new(), place.Stop))),
        Of("subscription buy", Permission.ManageCentral, (client, place) => client.Subscriptions.BuyAsync(new() { Product = StoreConformance.Pro, Licenses = 2 }, place.Stop)),
        Where("subscription set", "a central one", Permission.ManageCentral, (client, place) => SetAsync(client, place, StoreConformance.CentralPro, total: 12)),
        Where("subscription set", "one that was taken over", Permission.ManageCentral, (client, place) => SetAsync(client, place, StoreConformance.TakenOver, total: 3)),
        Where("subscription set", "taking control", Permission.TakeOver, (client, place) => SetAsync(client, place, StoreConformance.BobVisio, takeControl: true)),
        Where("subscription set", "taking control of one's own", Permission.TakeOver, (client, place) => SetAsync(client, place, place.Own, takeControl: true)),
        Where("subscription set", "one's own", Permission.ChangeOwn, (client, place) => SetAsync(client, place, place.Own, total: 4)),
        Where("subscription cancel", "a central one", Permission.ManageCentral, (client, place) => CancelAsync(client, place, StoreConformance.CentralPro)),
        Where("subscription cancel", "one that was taken over", Permission.ManageCentral, (client, place) => CancelAsync(client, place, StoreConformance.TakenOver)),
        Where("subscription cancel", "another's", Permission.TakeOver, (client, place) => CancelAsync(client, place, StoreConformance.BobVisio)),
        Where("subscription cancel", "one's own", Permission.ChangeOwn, (client, place) => CancelAsync(client, place, place.Own)),
        Of("subscription request-cancellation", Permission.ManageCentral, (client, place) => client.Subscriptions.RequestCancellationAsync(new() { SubscriptionId = [StoreConformance.AdaPro] }, place.Stop)),
        Of("license user list", Permission.View, (client, place) => place.ReadAsync(client.Licenses.GetUsersAsync(new(), place.Stop))),
        Of("license user export", Permission.View, (client, place) => client.Licenses.ExportUsersAsync(new() { Path = place.File("users.jsonl") }, null, place.Stop)),
        Of("license user former", Permission.View, (client, place) => place.ReadAsync(client.Licenses.GetFormerUsersAsync(new(), place.Stop))),
        Of("license user move", Permission.TakeOver, (client, place) => client.Licenses.MoveAsync(
            new() { SubscriptionId = [StoreConformance.AdaPro], TargetSubscriptionId = StoreConformance.CentralPro }, null, place.Stop)),
        Of("license summary", Permission.View, (client, place) => place.ReadAsync(client.Licenses.GetSummaryAsync(new(), place.Stop))),
        Of("capacity list", Permission.View, (client, place) => place.ReadAsync(client.Licenses.GetCapacityAsync(new(), place.Stop))),
        Of("license import", Permission.AdministerTenant, (client, place) => client.Licenses.ImportAsync(
            new() { Path = place.Write("licenses.csv", $"SubscriptionId,UserPrincipalName\n{StoreConformance.CentralPro},{StoreConformance.Carol}\n") }, null, place.Stop)),
        Where("license assign", "a product of the organisation's", Permission.ManageCentral, (client, place) => client.Licenses.AssignAsync(
            new() { Product = StoreConformance.Pro, User = [StoreConformance.Carol] }, null, place.Stop)),
        Where("license assign", "one's own", Permission.ChangeOwn, (client, place) => client.Licenses.AssignAsync(
            new() { SubscriptionId = place.Own, User = [StoreConformance.Bob] }, null, place.Stop)),
        Where("license unassign", "a central one", Permission.ManageCentral, (client, place) => client.Licenses.UnassignAsync(
            new() { SubscriptionId = StoreConformance.CentralPro, User = [StoreConformance.Eve] }, null, place.Stop)),
        Where("license unassign", "one's own", Permission.ChangeOwn, (client, place) => client.Licenses.UnassignAsync(
            new() { SubscriptionId = place.Own, User = [StoreConformance.Carol] }, null, place.Stop)),
    ];

    private static OperationCase Of(string command, Permission needs, Func<CommerceClient, OperationPlace, Task> run) => new(command, "", needs, run);

    private static OperationCase Where(string command, string on, Permission needs, Func<CommerceClient, OperationPlace, Task> run) => new(command, on, needs, run);

    private static Task<IReadOnlyList<PropertyChange>> SetAsync(CommerceClient client, OperationPlace place, string id, int? total = null, bool takeControl = false) =>
        client.Subscriptions.SetAsync(new() { SubscriptionId = [id], TotalLicenses = total, TakeControl = takeControl }, place.Stop);

    private static Task<IReadOnlyList<SubscriptionCancellation>> CancelAsync(CommerceClient client, OperationPlace place, string id) =>
        client.Subscriptions.CancelAsync(new() { SubscriptionId = [id], Reason = CancellationReason.Other }, place.Stop);
}

/// <summary>What the uses of operations share: files of their own, and a subscription that the actor bought himself.</summary>
internal sealed class OperationPlace(Func<string, Task<CommerceClient>> connect, Func<Task<string>> login, CancellationToken stop) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mscommerce-");

    public CancellationToken Stop => stop;

    /// <summary>The id of a subscription that the actor bought himself; Carol holds a licence of it.</summary>
    public string Own => "22222222-0000-0000-0000-00000000000f";

    /// <summary>A card of the actor's that nothing is charged to; no id at all where he can have none.</summary>
    public string Card { get; private set; } = "none";

    /// <summary>A billing profile of the actor's, which has another card.</summary>
    public string Profile { get; private set; } = "none";

    /// <summary>An open invoice of it.</summary>
    public string Invoice { get; private set; } = "none";

    /// <summary>Gives the actor what only he himself can have: cards, a billing profile and an open invoice.</summary>
    public async Task BillAsync(CommerceClient client)
    {
        var cards = new List<string>();
        foreach (var token in new[] { "tok_capture_fails", "tok_visa" })
            cards.Add((await client.Billing.AddPaymentMethodAsync(new() { Token = token, ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Somebody" }, stop)).PaymentMethodId);
        await client.Subscriptions.PurchaseAsync(new() { Product = StoreConformance.Visio, Licenses = 1, PaymentMethodId = cards[0] }, stop);
        Card = cards[1];
        await foreach (var invoice in client.Billing.GetInvoicesAsync(new(), stop))
            (Invoice, Profile) = (invoice.InvoiceId, invoice.BillingProfileId);
    }

    /// <summary>The id of a licence request that waits.</summary>
    public Guid Request { get; set; }

    /// <summary>The tenant, as somebody else.</summary>
    public Task<CommerceClient> AsAsync(string actor) => connect(actor);

    /// <summary>A login that is Carol, in a store that has logins.</summary>
    public Task<string> LoginAsync() => login();

    public string Baseline => Write("baseline.csv", $"ProductId,PolicyValue\n{StoreConformance.Visio},Disabled\n*,Enabled\n");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public async Task ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items.WithCancellation(stop))
        {
            // To its end.
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
