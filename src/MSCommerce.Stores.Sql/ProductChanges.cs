using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Changes facts of products: prices, services, trial, capacity (S8).</summary>
internal static class ProductChanges
{
    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetProductRequest request)
    {
        var selection = ProductReader.Select(await ProductReader.ReadAsync(session), request.Product);
        if (selection.Missing.Count > 0)
            throw CommerceErrors.ProductNotFound(selection.Missing);
        if (selection.Unmatched.Count > 0)
            throw CommerceErrors.PatternMatchedNothing(selection.Unmatched[0], "product");

        var plan = new List<PropertyChange>();
        foreach (var stored in selection.Matches)
        {
            var product = With(stored.Product, request);
            await ApproveAsync(session, stored, product);
            AddChanges(plan, stored.Product, product);
        }

        return plan;
    }

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var held = (await ProductReader.ReadAsync(session)).ToDictionary(product => product.Product.ProductId, StringComparer.OrdinalIgnoreCase);
        var applied = new List<PropertyChange>();
        foreach (var group in PlannedChanges.Effective(changes).GroupBy(change => change.Target, StringComparer.OrdinalIgnoreCase))
        {
            var stored = held.GetValueOrDefault(group.Key) ?? throw CommerceErrors.ProductNotFound([group.Key]);
            var product = stored.Product;
            foreach (var change in group)
            {
                PlannedChanges.DemandCurrent(change, ValueOf(stored.Product, change.Property));
                product = With(product, Request(change));
            }

            await ApproveAsync(session, stored, product);
            await ProductWriter.ReplaceAsync(session, stored, product);
            foreach (var change in group)
                applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.ProductChanged, change));
        }

        return applied;
    }

    private static async Task ApproveAsync(SqlSession session, StoredProduct stored, Product product)
    {
        if (TenantRules.RefusePrices(product) is { } refusal)
            throw refusal;
        if (Money.Refuse(product.ListPrice) is { } listPrice)
            throw CommerceErrors.InvalidRequest("PriceInvalid", $"{product.ProductName}: {listPrice}. Give another; nothing was changed.", product.ProductId);
        if (Money.Refuse(product.OrganizationPrice) is { } organizationPrice)
            throw CommerceErrors.InvalidRequest("PriceInvalid", $"{product.ProductName}: {organizationPrice}. Give another; nothing was changed.", product.ProductId);
        await ProductWriter.DemandServicesUnusedAsync(session, stored, product.Services);
    }

    private static Product With(Product product, SetProductRequest request) => product with
    {
        ListPrice = request.ListPrice ?? product.ListPrice,
        OrganizationPrice = request.OrganizationPrice ?? product.OrganizationPrice,
        Currency = request.Currency ?? product.Currency,
        Services = request.Service is { } services && !SameServices(services, product.Services) ? [.. services.Distinct(StringComparer.OrdinalIgnoreCase)] : product.Services,
        HasTrialWithoutPaymentMethod = request.HasTrialWithoutPaymentMethod ?? product.HasTrialWithoutPaymentMethod,
        DatabaseCapacityMB = request.DatabaseCapacityMB ?? product.DatabaseCapacityMB,
        FileCapacityMB = request.FileCapacityMB ?? product.FileCapacityMB,
    };

    private static bool SameServices(IReadOnlyList<string> left, IReadOnlyList<string> right) => left.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(right);

    private static void AddChanges(List<PropertyChange> plan, Product now, Product wanted)
    {
        foreach (var property in Properties)
        {
            var detail = property switch
            {
                nameof(Product.Currency) when now.Currency is not null => $"the prices keep their numbers and are in {wanted.Currency} from now on",
                nameof(Product.ListPrice) => PriceRules.UnitInWords(now.ListPrice, now.Currency, wanted.Currency),
                nameof(Product.OrganizationPrice) => PriceRules.UnitInWords(now.OrganizationPrice, now.Currency, wanted.Currency),
                _ => null,
            };
            PlannedChanges.AddTo(plan, now.ProductId, now.ProductName, property, ValueOf(now, property), ValueOf(wanted, property), detail);
        }
    }

    private static readonly string[] Properties =
    [
        nameof(Product.Currency), nameof(Product.ListPrice), nameof(Product.OrganizationPrice), nameof(Product.Services),
        nameof(Product.HasTrialWithoutPaymentMethod), nameof(Product.DatabaseCapacityMB), nameof(Product.FileCapacityMB),
    ];

    private static string? ValueOf(Product product, string property) => property switch
    {
        nameof(Product.Currency) => product.Currency,
        nameof(Product.ListPrice) => PropertyText.Of(product.ListPrice),
        nameof(Product.OrganizationPrice) => PropertyText.Of(product.OrganizationPrice),
        nameof(Product.Services) => PropertyText.Of(product.Services),
        nameof(Product.HasTrialWithoutPaymentMethod) => PropertyText.Of(product.HasTrialWithoutPaymentMethod),
        nameof(Product.DatabaseCapacityMB) => PropertyText.Of(product.DatabaseCapacityMB),
        nameof(Product.FileCapacityMB) => PropertyText.Of(product.FileCapacityMB),
        _ => throw CommerceErrors.ValueInvalid("Property", property),
    };

    /// <summary>A change as the request that asked for it; the rules are asked again, for the plan may be another's.</summary>
    private static SetProductRequest Request(PropertyChange change)
    {
        SetProductRequest request = change.Property switch
        {
            nameof(Product.Currency) => new() { Currency = change.Wanted ?? "" },
            nameof(Product.ListPrice) => new() { ListPrice = PropertyText.ToAmount(change) },
            nameof(Product.OrganizationPrice) => new() { OrganizationPrice = PropertyText.ToAmount(change) },
            nameof(Product.Services) => new() { Service = PropertyText.ToList(change) },
            nameof(Product.HasTrialWithoutPaymentMethod) => new() { HasTrialWithoutPaymentMethod = PropertyText.ToBoolean(change) },
            nameof(Product.DatabaseCapacityMB) => new() { DatabaseCapacityMB = PropertyText.ToNumber(change) },
            _ => new() { FileCapacityMB = PropertyText.ToNumber(change) },
        };
        return TenantRules.Refuse(request) is { } refusal ? throw refusal : request;
    }
}
