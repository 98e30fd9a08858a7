namespace MSCommerce.Rules;

/// <summary>Compares a baseline with the values of a tenant (P9).</summary>
public static class BaselineComparison
{
    /// <summary>Every difference, one at a time: products first, then types of offers.</summary>
    /// <param name="policyId">The policy.</param>
    /// <param name="baseline">The lines of the baseline.</param>
    /// <param name="products">The products of the tenant and their values.</param>
    /// <param name="offerTypes">The types of offers of the tenant and their values.</param>
    /// <returns>The differences; none where the tenant is as the baseline wants it.</returns>
    /// <exception cref="CommerceException"><c>BaselineNamesTwice</c>: two lines mean one product, by id and by name.</exception>
    public static IEnumerable<PolicyDrift> Compare(
        string policyId, IReadOnlyList<BaselineEntry> baseline, IReadOnlyList<ProductPolicy> products, IReadOnlyList<OfferTypePolicy> offerTypes)
    {
        var productDrift = Compare(
            policyId, PolicyScope.Product, Lines(PolicyScope.Product),
            [.. products.Select(product => new Held(product.ProductId, product.ProductName, product.PolicyValue))]);
        var offerDrift = Compare(
            policyId, PolicyScope.OfferType, Lines(PolicyScope.OfferType),
            [.. offerTypes.Select(offer => new Held(offer.ScopeId, offer.ScopeId, offer.PolicyValue))]);
        return productDrift.Concat(offerDrift);

        List<BaselineEntry> Lines(PolicyScope scope) => [.. baseline.Where(entry => entry.Scope == scope)];
    }

    private sealed record Held(string Id, string Name, string Value);

    private static IEnumerable<PolicyDrift> Compare(string policyId, PolicyScope scope, List<BaselineEntry> lines, List<Held> held)
    {
        // A baseline without a line about third-party offers says nothing of them.
        if (lines.Count == 0)
            yield break;

        var others = lines.Find(line => line.Id == BaselineEntry.EveryOther);
        var covered = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Where(line => line.Id != BaselineEntry.EveryOther))
        {
            var found = Selection.Of(held, [line.Id], item => [item.Id, item.Name], ProductIds.Replacement).Matches;
            if (found.Count == 0)
            {
                yield return Drift(DriftKind.NotInTenant, line.Id, line.Name ?? line.Id, null, line.PolicyValue);
                continue;
            }

            foreach (var item in found)
            {
                if (!covered.Add(item.Id))
                    throw CommerceErrors.BaselineNamesTwice(item.Name, line.Id);
                if (!Same(item.Value, line.PolicyValue))
                    yield return Drift(DriftKind.Different, item.Id, item.Name, item.Value, line.PolicyValue);
            }
        }

        foreach (var item in held.Where(item => !covered.Contains(item.Id)))
        {
            if (others is null)
                yield return Drift(DriftKind.NotInBaseline, item.Id, item.Name, item.Value, null);
            else if (!Same(item.Value, others.PolicyValue))
                yield return Drift(DriftKind.Different, item.Id, item.Name, item.Value, others.PolicyValue);
        }

        PolicyDrift Drift(DriftKind kind, string id, string name, string? actual, string? expected) =>
            new() { Kind = kind, PolicyId = policyId, Scope = scope, Id = id, Name = name, Actual = actual, Expected = expected };
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
