using System.Text.Json.Nodes;
using MSCommerce.ServiceDouble;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>What a test of Graph begins with: a tenant, and a client in it.</summary>
public abstract class GraphTests : IAsyncLifetime
{
    private protected const string Visio = "VISIO_PLAN2_DEPT", VisioCentral = "VISIOCLIENT", PowerBI = "POWER_BI_PRO", Project = "PROJECT_PLAN3_DEPT", ProjectCentral = "PROJECTPROFESSIONAL";

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected Tenant Tenant { get; private set; } = null!;

    private protected CommerceClient Client { get; private set; } = null!;

    private protected DirectoryState Directory => Tenant.Server.State.Directory;

    public async ValueTask InitializeAsync()
    {
        Tenant = await Tenant.StartAsync();
        Client = await Tenant.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Tenant.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The id of a subscription of the fixtures.</summary>
    private protected static string Id(int number) => $"dddddddd-0000-4000-8000-{number:D12}";

    private protected static string Upn(string name) => $"{name}@contoso.onmicrosoft.com";

    private protected JsonObject User(string name) => Directory.Find(Upn(name))!;

    /// <summary>The part numbers of what somebody holds.</summary>
    private protected string[] Held(string name) => Directory.Licenses()[Upn(name)];

    /// <summary>The names of the services that are off for somebody.</summary>
    private protected string[] Off(string name, string partNumber)
    {
        var sku = Directory.Skus[Directory.SkuOf(partNumber)];
        var license = User(name)["assignedLicenses"]!.AsArray().Single(license => (string)license!["skuId"]! == (string)sku["skuId"]!);
        return [.. license!["disabledPlans"]!.AsArray().Select(plan => (string)sku["servicePlans"]!.AsArray().Single(service => (string)service!["servicePlanId"]! == (string)plan!)!["servicePlanName"]!)];
    }
}
