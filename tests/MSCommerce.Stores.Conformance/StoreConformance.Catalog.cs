using MSCommerce.Catalog;

namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "S8")]
    public async Task A_new_tenant_knows_the_documented_products_and_no_prices()
    {
        var products = await ListAsync(Store.Catalog.GetProductsAsync(Stop));

        Assert.Equal(KnownProducts.All.Select(product => product.ProductId).Order(StringComparer.Ordinal), products.Select(product => product.ProductId).Order(StringComparer.Ordinal));
        Assert.Equal(products.Select(product => product.ProductName).Order(StringComparer.OrdinalIgnoreCase), products.Select(product => product.ProductName));
        Assert.All(products, product => Assert.Null(product.ListPrice));
        Assert.All(products, product => Assert.Equal(KnownProducts.All.Single(known => known.ProductId == product.ProductId).LegacyProductId, product.LegacyProductId));
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task Products_are_added_and_their_facts_replaced_exactly()
    {
        var pro = await ProductAsync(Pro);
        var priced = pro with { ListPrice = 13.4999m, OrganizationPrice = 0m, Currency = "EUR" };
        var made = new Product { ProductId = "CFQ7NEW", ProductName = "New Product", Family = "New", HasTrialWithoutPaymentMethod = true, Services = ["One", "Two"] };

        var result = await Store.Catalog.ImportAsync("prices", [priced, made], dryRun: false, Stop);

        Assert.Equal((2, 1, 1, 0, true), (result.Rows, result.Created, result.Updated, result.Unchanged, result.IsApplied));
        var stored = await ProductAsync(Pro);
        Assert.Equal((13.4999m, 0m, "EUR"), (stored.ListPrice, stored.OrganizationPrice, stored.Currency));
        Assert.Equal(pro.Services, stored.Services);
        Assert.Equal(["One", "Two"], (await ProductAsync("New Product")).Services);
        var entry = (await AuditAsync())[0];
        Assert.Equal((AuditActions.ProductsImported, "prices"), (entry.Action, entry.Target));
    }

    [Fact]
    public async Task Products_that_are_there_already_are_not_written_again()
    {
        var products = await ListAsync(Store.Catalog.GetProductsAsync(Stop));

        await LeavesNoTraceAsync(async () =>
        {
            var result = await Store.Catalog.ImportAsync(Source, products, dryRun: false, Stop);
            Assert.Equal((products.Count, 0, 0, products.Count), (result.Rows, result.Created, result.Updated, result.Unchanged));
        });
    }

    [Fact]
    public async Task One_product_that_cannot_be_taken_refuses_all()
    {
        var pro = await ProductAsync(Pro);

        await LeavesNoTraceAsync(() => FailAtLineAsync(2, "currency", () => Store.Catalog.ImportAsync(
            Source, [pro with { ListPrice = 1, Currency = "EUR" }, new() { ProductId = "X", ProductName = "X", Family = "X", ListPrice = 1 }], dryRun: false, Stop)));
        await LeavesNoTraceAsync(() => FailAtLineAsync(2, "twice", () => Store.Catalog.ImportAsync(Source, [pro with { Family = "Other" }, pro], dryRun: false, Stop)));
        await LeavesNoTraceAsync(() => FailAtLineAsync(1, "negative", () => Store.Catalog.ImportAsync(Source, [pro with { ListPrice = -1, Currency = "EUR" }], dryRun: false, Stop)));
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task A_service_that_is_switched_off_for_somebody_is_not_lost_by_an_import()
    {
        var pro = await ProductAsync(Pro);

        await LeavesNoTraceAsync(async () =>
        {
            var error = await FailAsync("ServiceInUse", () => Store.Catalog.ImportAsync(Source, [pro with { Services = ["Power BI", "Copilot"] }], dryRun: false, Stop));
            Assert.Equal((CommerceError.Conflict, "Paginated Reports"), (error.Error, error.Target));
        });
        await Store.Catalog.ImportAsync(Source, [pro with { Services = ["Copilot", "Paginated Reports"] }], dryRun: false, Stop);
        Assert.Equal(["Copilot", "Paginated Reports"], (await ProductAsync(Pro)).Services.Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Requirement", "S8")]
    public async Task A_dry_run_of_products_writes_nothing()
    {
        var pro = await ProductAsync(Pro);

        await LeavesNoTraceAsync(async () =>
        {
            var result = await Store.Catalog.ImportAsync(
                Source, [pro with { DatabaseCapacityMB = 50 }, await ProductAsync(Visio), new() { ProductId = "X", ProductName = "X", Family = "X" }], dryRun: true, Stop);
            Assert.Equal((3, 1, 1, 1, false), (result.Rows, result.Created, result.Updated, result.Unchanged, result.IsApplied));
        });
    }

    [Fact, Trait("Requirement", "A")]
    public async Task The_catalogue_is_everybodys_to_read_and_the_global_administrators_to_change()
    {
        Assert.NotEmpty(await ListAsync((await AsAsync(Ada)).Catalog.GetProductsAsync(Stop)));

        var billing = await AsAsync(Billing);
        var pro = await ProductAsync(Pro);
        await LeavesNoTraceAsync(() => FailAsync("RoleMissing", () => billing.Catalog.ImportAsync(Source, [pro with { Family = "Other" }], dryRun: false, Stop)));
    }

    private async Task<Product> ProductAsync(string name) => Assert.Single(await ListAsync(Store.Catalog.GetProductsAsync(Stop)), product => product.ProductName == name);
}
