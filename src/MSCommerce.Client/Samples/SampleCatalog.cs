using MSCommerce.Catalog;

namespace MSCommerce.Samples;

/// <summary>The catalogue of a sample tenant. Its prices and services are fictitious: they show what a real catalogue would.</summary>
internal static class SampleCatalog
{
    /// <summary>The currency of every sample price.</summary>
    public const string Currency = "EUR";

    private static readonly Dictionary<string, (decimal ListPrice, string[] Services)> Facts = new(StringComparer.Ordinal)
    {
        ["Clipchamp Premium"] = (11.00m, ["Clipchamp"]),
        ["Microsoft 365 Copilot"] = (29.00m, ["Copilot Chat", "Copilot in Office", "Graph Connectors"]),
        ["Microsoft 365 F3"] = (8.50m, ["Exchange", "SharePoint", "Teams"]),
        ["Microsoft Purview Discovery"] = (11.50m, ["eDiscovery"]),
        ["Power Apps per user"] = (19.00m, ["Power Apps", "Power Automate for Power Apps", "Dataverse"]),
        ["Power Automate per user"] = (14.50m, ["Power Automate", "Dataverse"]),
        ["Power Automate RPA"] = (38.00m, ["Power Automate", "Desktop Flows", "Dataverse"]),
        ["Power BI Premium (standalone)"] = (20.50m, ["Power BI", "Power BI Premium"]),
        ["Power BI Pro"] = (13.50m, ["Power BI", "Paginated Reports"]),
        ["Planner Plan 1"] = (9.50m, ["Planner", "Roadmap"]),
        ["Project Plan 3"] = (28.50m, ["Planner", "Project Desktop", "Roadmap"]),
        ["Python in Excel"] = (6.00m, ["Python Compute"]),
        ["Teams Exploratory"] = (0.00m, ["Teams", "Exchange"]),
        ["Teams Premium Introductory Pricing"] = (9.50m, ["Teams Premium", "Intelligent Recap"]),
        ["Visio Plan 1"] = (5.00m, ["Visio Web"]),
        ["Visio Plan 2"] = (15.50m, ["Visio Web", "Visio Desktop"]),
        ["Viva Goals"] = (5.50m, ["Viva Goals"]),
    };

    private static readonly Dictionary<string, (int? Database, int? File)> Capacity = new(StringComparer.Ordinal)
    {
        ["Power Apps per user"] = (250, 2048),
        ["Power Automate per user"] = (50, 200),
        ["Power Automate RPA"] = (50, 200),
    };

    public static IReadOnlyList<Product> Products { get; } =
    [
        .. KnownProducts.All.Select(product => product with
        {
            ListPrice = Facts[product.ProductName].ListPrice,
            OrganizationPrice = decimal.Round(Facts[product.ProductName].ListPrice * 0.8m, 2),
            Currency = Currency,
            Services = Facts[product.ProductName].Services,
            DatabaseCapacityMB = Capacity.GetValueOrDefault(product.ProductName).Database,
            FileCapacityMB = Capacity.GetValueOrDefault(product.ProductName).File,
        }),
    ];

    public static Product Product(string name) => Products.First(product => product.ProductName == name);
}
