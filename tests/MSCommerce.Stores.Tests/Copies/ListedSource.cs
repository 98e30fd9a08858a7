using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Tests.Copies;

/// <summary>A source that knows some sections only, as a service does, and says of them what a test wants.</summary>
internal sealed class ListedSource : ITransferSnapshot
{
    private readonly Dictionary<TransferSection, List<TransferRow>> _rows = [];

    /// <summary>The tenant and two users, Ada and Bob; nothing else.</summary>
    public static ListedSource Small() => new ListedSource()
        .Add(TransferSchema.Tenant, row => row
            .Set("TenantId", Text("44444444-0000-0000-0000-000000000001")).Set("Name", Text("Contoso")).Set("IsSample", Flag(false)).Set("CreatedAt", At(2024)).Set("Sector", Text("Commercial"))
            .Set("IsManaged", Flag(true)).Set("LicenseRequestRetentionDays", TransferValue.Of(30L)))
        .AddUser("id-ada", "ada@contoso.example")
        .AddUser("id-bob", "bob@contoso.example");

    public static StoreContext Context { get; } = new() { Store = "listed:", TenantId = "44444444-0000-0000-0000-000000000001", TenantName = "Contoso", IsSample = false, Actor = "ada@contoso.example", Roles = [] };

    public IReadOnlyCollection<TransferSection> Sections => _rows.Keys;

    public static TransferValue Text(string? text) => TransferValue.Of(text);

    public static TransferValue Flag(bool flag) => TransferValue.Of(flag);

    public static TransferValue At(int year) => TransferValue.Of(new DateTimeOffset(year, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ListedSource Add(TransferSection section, Func<TransferRow, TransferRow> fill)
    {
        Know(section);
        _rows[section].Add(fill(new(section)));
        return this;
    }

    /// <summary>Knows a section, if only that it is empty.</summary>
    public ListedSource Know(TransferSection section)
    {
        _rows.TryAdd(section, []);
        return this;
    }

    public ListedSource AddUser(string id, string name) => Add(TransferSchema.Users, row => row
        .Set("UserId", Text(id)).Set("IsUserIdMadeUp", Flag(false)).Set("UserPrincipalName", Text(name)).Set("DisplayName", Text(name)).Set("UserType", Text("Member")).Set("AccountEnabled", Flag(true)));

    public ListedSource AddProduct(string id) => Add(TransferSchema.Products, row => row
        .Set("ProductId", Text(id)).Set("ProductName", Text(id)).Set("Family", Text("Power BI")).Set("HasTrialWithoutPaymentMethod", Flag(false)).Set("ListPrice", TransferValue.Of(9.99m)).Set("Currency", Text("EUR")));

    public ListedSource AddSubscription(string id, string product, string? purchaser, int total) => Add(TransferSchema.Subscriptions, row => row
        .Set("SubscriptionId", Text(id)).Set("Product", Text(product)).Set("Purchaser", Text(purchaser)).Set("TotalLicenses", TransferValue.Of((long)total)).Set("PurchasedAt", At(2025))
        .Set("FirstExpiresAt", At(2030)).Set("Term", Text("Year")).Set("IsTrial", Flag(false)).Set("IsControlled", Flag(purchaser is null)));

    public ListedSource AddLicense(string subscription, string user) => Add(TransferSchema.Licenses, row => row
        .Set("Subscription", Text(subscription)).Set("User", Text(user)).Set("AssignedAt", At(2025)));

    public async IAsyncEnumerable<TransferRow> ReadAsync(TransferSection section, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in _rows[section])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }

        await Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
