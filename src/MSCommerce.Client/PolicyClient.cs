using System.Runtime.CompilerServices;
using MSCommerce.Files;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Policies: who may buy what by himself (P).</summary>
public sealed class PolicyClient
{
    private readonly Gate _gate;

    internal PolicyClient(Gate gate) => _gate = gate;

    /// <summary>The policies of the tenant (P1).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>The policies; an exact id that does not exist is <c>PolicyNotFound</c>, after those that do.</returns>
    [Operation("policy list", Permission.ReadPolicies, Summary = "Lists the policies of the tenant.", Cmdlet = "Get-MSCommercePolicy")]
    public IAsyncEnumerable<Policy> GetAsync(PolicyQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.ReadPolicies, "ReadPolicies", stop => SelectAsync(
            _gate.Store.Policies.GetPoliciesAsync(stop), query.PolicyId, policy => [policy.PolicyId], null, missing => CommerceErrors.PolicyNotFound(missing[0]), stop), cancellationToken);

    /// <summary>The products that a policy governs, with the value in force for each (P2, P5, P7).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>The values; an exact name that does not exist is <c>ProductNotFound</c>, after those that do.</returns>
    [Operation("policy product list", Permission.ReadPolicies, Summary = "Lists products with the value of the policy for each.", Cmdlet = "Get-MSCommerceProductPolicy")]
    public IAsyncEnumerable<ProductPolicy> GetProductsAsync(ProductPolicyQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.ReadPolicies, "ReadPolicies", stop => SelectAsync(
            _gate.Store.Policies.GetProductPoliciesAsync(query.PolicyId, stop),
            query.Product, product => [product.ProductId, product.ProductName], ProductIds.Replacement, CommerceErrors.ProductNotFound, stop), cancellationToken);

    /// <summary>The types of third-party offers that a policy governs, with the value in force for each (P4).</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>The values; an exact name that does not exist is <c>OfferTypeNotFound</c>, after those that do.</returns>
    [Operation("policy offer-type list", Permission.ReadPolicies, Summary = "Lists types of third-party offers with the value of the policy for each.", Cmdlet = "Get-MSCommerceProductPolicy")]
    public IAsyncEnumerable<OfferTypePolicy> GetOfferTypesAsync(OfferTypePolicyQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.ReadPolicies, "ReadPolicies", stop => SelectAsync(
            _gate.Store.Policies.GetOfferTypePoliciesAsync(query.PolicyId, stop),
            query.OfferType, offer => [offer.ScopeId], null, CommerceErrors.OfferTypeNotFound, stop), cancellationToken);

    /// <summary>What setting a value would change (P8). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry for each product and type of offers named, those that stay as they are included (<see cref="PolicyChange.IsChange"/>).</returns>
    /// <exception cref="CommerceException">A name that does not exist, a wildcard that matches nothing, a value that a product refuses.</exception>
    public Task<IReadOnlyList<PolicyChange>> PlanAsync(SetPolicyRequest request, CancellationToken cancellationToken = default) =>
        _gate.For(request).RunAsync(
            Permission.ChangePolicies, AuditActions.PolicyChanged, string.Join(", ", request.Product.Concat(request.OfferType)), request.DryRun,
            stop => BuildPlanAsync(request, stop), cancellationToken);

    /// <summary>Writes the changes of a plan, those that change something; each only while the value that the plan saw still holds.</summary>
    /// <param name="plan">The plan, or the part of it that was confirmed.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Every entry of the plan, in its order, as it stands afterwards; those that could not be written where others were have a <see cref="PolicyChange.Failure"/>.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c> and what the store reports.</exception>
    public async Task<IReadOnlyList<PolicyChange>> ApplyAsync(
        IEnumerable<PolicyChange> plan, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var entries = plan.ToList();
        var changes = entries.Where(entry => entry.IsChange).ToList();
        if (changes.Count == 0)
            return entries;

        var applied = await _gate.RunAsync(
            Permission.ChangePolicies, AuditActions.PolicyChanged, string.Join(", ", changes.Select(change => change.Id)), dryRun: false,
            async stop => await CollectAsync(_gate.Store.Policies.SetAsync(changes, progress, stop), stop), cancellationToken);
        var done = applied.ToDictionary(change => (change.Scope, change.Id));
        return [.. entries.Select(entry => done.GetValueOrDefault((entry.Scope, entry.Id), entry))];
    }

    /// <summary>Sets the value of products and types of offers (P3, P4, P8).</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The plan, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanAsync"/> and <see cref="ApplyAsync"/>.</exception>
    [Operation(
        "policy set", Permission.ChangePolicies, Changes = true, Plan = nameof(PlanAsync), Apply = nameof(ApplyAsync),
        Summary = "Sets whether users may buy products, or types of third-party offers, by themselves.", Cmdlet = "Update-MSCommerceProductPolicy")]
    public async Task<IReadOnlyList<PolicyChange>> SetAsync(
        SetPolicyRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyAsync(plan, progress, cancellationToken);
    }

    /// <summary>Writes the values of the tenant to a baseline file (P9).</summary>
    /// <param name="request">Where to, and the value for every other product.</param>
    /// <param name="cancellationToken">Stops the call; the file is then as before.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="CommerceException"><c>FileExists</c>, <c>FileUnwritable</c>, <c>PolicyValueUnknown</c>.</exception>
    [Operation("policy baseline export", Permission.ReadPolicies, Summary = "Writes the values of a policy to a baseline file.", Cmdlet = "Export-MSCommercePolicyBaseline")]
    public async Task<ExportResult> ExportBaselineAsync(ExportBaselineRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        var entries = new List<BaselineEntry>();
        if (request.OtherProducts is { } others)
            entries.Add(new() { Id = BaselineEntry.EveryOther, Name = "Every other product", PolicyValue = PolicyRules.Parse(others) });
        await foreach (var product in GetProductsAsync(new() { PolicyId = request.PolicyId }, cancellationToken))
            entries.Add(new() { Id = product.ProductId, Name = product.ProductName, PolicyValue = product.PolicyValue });
        await foreach (var offer in GetOfferTypesAsync(new() { PolicyId = request.PolicyId }, cancellationToken))
            entries.Add(new() { Scope = PolicyScope.OfferType, Id = offer.ScopeId, Name = offer.ScopeId, PolicyValue = offer.PolicyValue });
        return await BaselineFile.WriteAsync(request.Path, entries, request.Force, cancellationToken);
    }

    /// <summary>Compares the tenant with a baseline file (P9).</summary>
    /// <param name="request">The file.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>One entry a difference, new products included; none where the tenant is as the baseline wants it.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c>.</exception>
    [Operation("policy baseline compare", Permission.ReadPolicies, Summary = "Compares the tenant with a baseline file: one line a difference.", Cmdlet = "Compare-MSCommercePolicyBaseline")]
    public async IAsyncEnumerable<PolicyDrift> CompareBaselineAsync(
        CompareBaselineRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        var baseline = await BaselineFile.ReadAsync(request.Path, cancellationToken);
        var (products, offers) = await ReadAsync(request.PolicyId, cancellationToken);
        foreach (var drift in BaselineComparison.Compare(request.PolicyId, baseline, products, offers))
            yield return drift;
    }

    /// <summary>What applying a baseline would change (P9). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The file.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The differences alone, as changes.</returns>
    /// <exception cref="CommerceException">
    /// A line that names a product the tenant does not have (<c>ProductNotFound</c>: nothing is applied, for it may be a misspelling), and whatever
    /// <see cref="PlanAsync"/> throws.
    /// </exception>
    public Task<IReadOnlyList<PolicyChange>> PlanBaselineAsync(SetBaselineRequest request, CancellationToken cancellationToken = default) =>
        _gate.For(request).RunAsync(
            Permission.ChangePolicies, AuditActions.PolicyChanged, request.Path, request.DryRun, stop => BuildBaselinePlanAsync(request, stop), cancellationToken);

    /// <summary>Applies a baseline file: only differences are written (P9).</summary>
    /// <param name="request">The file.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The differences, applied unless it is a dry run; none where there were none.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanBaselineAsync"/> and <see cref="ApplyAsync"/>.</exception>
    [Operation(
        "policy baseline set", Permission.ChangePolicies, Changes = true, Plan = nameof(PlanBaselineAsync), Apply = nameof(ApplyAsync),
        Summary = "Applies a baseline file: only differences are written.", Cmdlet = "Set-MSCommercePolicyBaseline")]
    public async Task<IReadOnlyList<PolicyChange>> SetBaselineAsync(
        SetBaselineRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var plan = await PlanBaselineAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyAsync(plan, progress, cancellationToken);
    }

    private async Task<IReadOnlyList<PolicyChange>> BuildPlanAsync(SetPolicyRequest request, CancellationToken stop)
    {
        var value = PolicyRules.Parse(request.Value);
        if (request.Product.Count == 0 && request.OfferType.Count == 0)
            throw CommerceErrors.NothingNamed("product or type of offers");

        var plan = new List<PolicyChange>();
        if (request.Product.Count > 0)
        {
            var all = await CollectAsync(_gate.Store.Policies.GetProductPoliciesAsync(request.PolicyId, stop), stop);
            var found = Demand(
                Selection.Of(all, request.Product, product => [product.ProductId, product.ProductName], ProductIds.Replacement), "product", CommerceErrors.ProductNotFound);
            plan.AddRange(found.Select(product => Change(product, value)));
            CommerceException.ThrowIf(PolicyRules.Refuse(value, found));
        }

        if (request.OfferType.Count > 0)
        {
            var all = await CollectAsync(_gate.Store.Policies.GetOfferTypePoliciesAsync(request.PolicyId, stop), stop);
            var found = Demand(Selection.Of(all, request.OfferType, offer => [offer.ScopeId]), "type of offers", CommerceErrors.OfferTypeNotFound);
            plan.AddRange(found.Select(offer => Change(offer, value)));
            CommerceException.ThrowIf(PolicyRules.RefuseForOfferTypes(value, [.. found.Select(offer => offer.ScopeId)]));
        }

        return plan;
    }

    private async Task<IReadOnlyList<PolicyChange>> BuildBaselinePlanAsync(SetBaselineRequest request, CancellationToken stop)
    {
        var baseline = await BaselineFile.ReadAsync(request.Path, stop);
        var (products, offers) = await ReadAsync(request.PolicyId, stop);
        var drift = BaselineComparison.Compare(request.PolicyId, baseline, products, offers).ToList();
        foreach (var scope in Enum.GetValues<PolicyScope>())
        {
            var missing = drift.Where(entry => entry.Kind == DriftKind.NotInTenant && entry.Scope == scope).Select(entry => entry.Id).ToList();
            if (missing.Count > 0)
                throw scope == PolicyScope.Product ? CommerceErrors.ProductNotFound(missing) : CommerceErrors.OfferTypeNotFound(missing);
        }

        var plan = drift.Where(entry => entry.Kind == DriftKind.Different).Select(entry => new PolicyChange
        {
            PolicyId = entry.PolicyId,
            Scope = entry.Scope,
            Id = entry.Id,
            Name = entry.Name,
            Current = entry.Actual!,
            Wanted = PolicyRules.Parse(entry.Expected!),
        }).ToList();

        foreach (var group in plan.GroupBy(change => (change.Scope, change.Wanted)))
        {
            var ids = group.Select(change => change.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
            CommerceException.ThrowIf(group.Key.Scope == PolicyScope.Product
                ? PolicyRules.Refuse(group.Key.Wanted, products.Where(product => ids.Contains(product.ProductId)))
                : PolicyRules.RefuseForOfferTypes(group.Key.Wanted, [.. ids]));
        }

        return plan;
    }

    private async Task<(List<ProductPolicy> Products, List<OfferTypePolicy> Offers)> ReadAsync(string policyId, CancellationToken stop)
    {
        var products = await CollectAsync(GetProductsAsync(new() { PolicyId = policyId }, stop), stop);
        var offers = await CollectAsync(GetOfferTypesAsync(new() { PolicyId = policyId }, stop), stop);
        return (products, offers);
    }

    private static PolicyChange Change(ProductPolicy product, string value) => new()
    {
        PolicyId = product.PolicyId,
        Scope = PolicyScope.Product,
        Id = product.ProductId,
        Name = product.ProductName,
        Current = product.PolicyValue,
        Wanted = value,
    };

    private static PolicyChange Change(OfferTypePolicy offer, string value) => new()
    {
        PolicyId = offer.PolicyId,
        Scope = PolicyScope.OfferType,
        Id = offer.ScopeId,
        Name = offer.ScopeId,
        Current = offer.PolicyValue,
        Wanted = value,
    };

    private static IReadOnlyList<T> Demand<T>(Selection<T> selection, string what, Func<IReadOnlyList<string>, CommerceException> notFound)
    {
        if (selection.Missing.Count > 0)
            throw notFound(selection.Missing);
        return selection.Unmatched.Count == 0 ? selection.Matches : throw CommerceErrors.PatternMatchedNothing(selection.Unmatched[0], what);
    }

    private static async IAsyncEnumerable<T> SelectAsync<T>(
        IAsyncEnumerable<T> items, IReadOnlyList<string> names, Func<T, IEnumerable<string?>> identities, Func<string, string?>? alias,
        Func<IReadOnlyList<string>, CommerceException> notFound, [EnumeratorCancellation] CancellationToken stop)
    {
        var selection = Selection.Of(await CollectAsync(items, stop), names, identities, alias);
        foreach (var item in selection.Matches)
            yield return item;
        if (selection.Missing.Count > 0)
            throw notFound(selection.Missing);
    }

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items, CancellationToken stop)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(stop))
            list.Add(item);
        return list;
    }
}
