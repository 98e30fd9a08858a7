using System.Runtime.CompilerServices;
using MSCommerce.Catalog;
using MSCommerce.Rules;

namespace MSCommerce.Stores.JsonFile;

/// <summary>The policies of the tenant: the rules are the library's (<see cref="PolicyRules"/>), the decisions are the file's.</summary>
internal sealed class JsonFilePolicies(PolicyFile file) : IPolicyStore
{
    private static readonly Policy SelfService = new()
    {
        PolicyId = PolicyIds.AllowSelfServicePurchase,
        Description = "Whether users may buy, or try, products by themselves.",
        DefaultValue = PolicyValues.Enabled,
    };

    public async IAsyncEnumerable<Policy> GetPoliciesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await file.ReadAsync(cancellationToken);
        yield return SelfService;
    }

    public async IAsyncEnumerable<ProductPolicy> GetProductPoliciesAsync(string policyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DemandPolicy(policyId);
        var document = await file.ReadAsync(cancellationToken);
        foreach (var product in KnownProducts.All.OrderBy(product => product.ProductName, StringComparer.OrdinalIgnoreCase))
            yield return ValueOf(product, document);
    }

    public async IAsyncEnumerable<OfferTypePolicy> GetOfferTypePoliciesAsync(string policyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DemandPolicy(policyId);
        var document = await file.ReadAsync(cancellationToken);
        foreach (var offerType in KnownProducts.OfferTypes)
        {
            var decided = document.Decisions.GetValueOrDefault(offerType);
            yield return new()
            {
                PolicyId = SelfService.PolicyId,
                Scope = nameof(PolicyScope.OfferType),
                ScopeId = offerType,
                PolicyValue = PolicyRules.Effective(decided, SelfService.DefaultValue),
                IsExplicit = decided is not null,
            };
        }
    }

    public async IAsyncEnumerable<PolicyChange> SetAsync(
        IReadOnlyList<PolicyChange> changes, IProgress<OperationProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = changes.Where(change => change.IsChange).ToList();
        if (wanted.Count == 0)
            yield break;

        var made = new List<PolicyChange>();
        await file.ChangeAsync(
            document =>
            {
                // Looked at again under the lock: since the plan was made, somebody else may have decided.
                var decisions = new Dictionary<string, string>(document!.Decisions, StringComparer.OrdinalIgnoreCase);
                foreach (var change in wanted)
                {
                    if (made.Exists(other => (other.Scope, other.Id) == (change.Scope, change.Id)))
                        throw CommerceErrors.NamedTwice(change.Name);
                    var (id, value) = Approve(change, document);
                    decisions[id] = value;
                    made.Add(change with { Wanted = value, IsApplied = true });
                    progress?.Report(new("Setting policy values", made.Count, wanted.Count));
                }

                return document with { Decisions = decisions };
            },
            cancellationToken);

        foreach (var change in made)
            yield return change;
    }

    /// <summary>What is to be written for a change, after everything that could be against it.</summary>
    private static (string Id, string Value) Approve(PolicyChange change, PolicyDocument document)
    {
        DemandPolicy(change.PolicyId);
        var value = PolicyRules.Parse(change.Wanted);
        if (change.Scope == PolicyScope.OfferType)
        {
            var offerType = KnownProducts.OfferTypes.FirstOrDefault(known => known.Equals(change.Id, StringComparison.OrdinalIgnoreCase))
                ?? throw CommerceErrors.OfferTypeNotFound([change.Id]);
            DemandUnchanged(change, PolicyRules.Effective(document.Decisions.GetValueOrDefault(offerType), SelfService.DefaultValue));
            return PolicyRules.RefuseForOfferTypes(value, [offerType]) is { } offerRefusal ? throw offerRefusal : (offerType, value);
        }

        var product = KnownProducts.All.FirstOrDefault(known => known.ProductId.Equals(change.Id, StringComparison.OrdinalIgnoreCase))
            ?? throw CommerceErrors.ProductNotFound([change.Id]);
        var now = ValueOf(product, document);
        DemandUnchanged(change, now.PolicyValue);
        return PolicyRules.Refuse(value, [now]) is { } refusal ? throw refusal : (product.ProductId, value);
    }

    private static ProductPolicy ValueOf(Product product, PolicyDocument document)
    {
        var decided = document.Decisions.GetValueOrDefault(product.ProductId);
        return new()
        {
            PolicyId = SelfService.PolicyId,
            ProductId = product.ProductId,
            ProductName = product.ProductName,
            PolicyValue = PolicyRules.Effective(decided, SelfService.DefaultValue),
            IsExplicit = decided is not null,
            HasTrialWithoutPaymentMethod = product.HasTrialWithoutPaymentMethod,
        };
    }

    private static void DemandPolicy(string policyId)
    {
        if (!policyId.Equals(SelfService.PolicyId, StringComparison.OrdinalIgnoreCase))
            throw CommerceErrors.PolicyNotFound(policyId);
    }

    private static void DemandUnchanged(PolicyChange change, string now)
    {
        if (!now.Equals(change.Current, StringComparison.OrdinalIgnoreCase))
            throw CommerceErrors.ChangedMeanwhile(change.Name, change.Current, now);
    }
}
