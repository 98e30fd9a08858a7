namespace MSCommerce.PowerShell;

/// <summary>What was named of policies, on the command line and by the pipeline: products and types of offers, by policy.</summary>
internal sealed class PolicySelection
{
    private readonly Dictionary<string, Names> _policies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The policies that were named, with what was named of each, in that order.</summary>
    public IEnumerable<(string PolicyId, Names Names)> Policies => _policies.Select(policy => (policy.Key, policy.Value));

    /// <summary>Takes what one object of the pipeline, or the command line, names.</summary>
    public void Add(string policyId, string?[]? products, string?[]? offerTypes)
    {
        if (!_policies.TryGetValue(policyId, out var names))
            _policies[policyId] = names = new();

        var before = names.Products.Count + names.OfferTypes.Count;
        names.Products.AddRange((products ?? []).OfType<string>());
        names.OfferTypes.AddRange((offerTypes ?? []).OfType<string>());
        names.IsWhole |= names.Products.Count + names.OfferTypes.Count == before;
    }

    /// <summary>What was named of one policy.</summary>
    internal sealed class Names
    {
        /// <summary>Products, as the user wrote them.</summary>
        public List<string> Products { get; } = [];

        /// <summary>Types of offers, as the user wrote them.</summary>
        public List<string> OfferTypes { get; } = [];

        /// <summary>Whether the policy was named and nothing of it.</summary>
        public bool IsWhole { get; set; }

        /// <summary>Whether one of the names is a wildcard.</summary>
        public bool HasWildcard => Products.Concat(OfferTypes).Any(WildcardPattern.ContainsWildcardCharacters);
    }
}
