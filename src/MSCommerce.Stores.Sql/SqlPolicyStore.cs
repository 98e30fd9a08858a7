using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql;

/// <summary>Policies and their values (P).</summary>
internal sealed class SqlPolicyStore(SqlStore store) : IPolicyStore
{
    public IAsyncEnumerable<Policy> GetPoliciesAsync(CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ReadPolicies, ReadPoliciesAsync, cancellationToken);

    public IAsyncEnumerable<ProductPolicy> GetProductPoliciesAsync(string policyId, CancellationToken cancellationToken) =>
        store.StreamAsync(
            Permission.ReadPolicies,
            session => ListAsync(session, policyId, ReadProductsAsync, (policy, value) => new ProductPolicy
            {
                PolicyId = policy.PolicyId,
                ProductName = value.Name,
                ProductId = value.Id,
                PolicyValue = PolicyRules.Effective(value.Value, policy.DefaultValue),
                IsExplicit = value.Value is not null,
                HasTrialWithoutPaymentMethod = value.HasTrial,
            }),
            cancellationToken);

    public IAsyncEnumerable<OfferTypePolicy> GetOfferTypePoliciesAsync(string policyId, CancellationToken cancellationToken) =>
        store.StreamAsync(
            Permission.ReadPolicies,
            session => ListAsync(session, policyId, ReadOfferTypesAsync, (policy, value) => new OfferTypePolicy
            {
                PolicyId = policy.PolicyId,
                Scope = nameof(PolicyScope.OfferType),
                ScopeId = value.Id,
                PolicyValue = PolicyRules.Effective(value.Value, policy.DefaultValue),
                IsExplicit = value.Value is not null,
            }),
            cancellationToken);

    public async IAsyncEnumerable<PolicyChange> SetAsync(
        IReadOnlyList<PolicyChange> changes, IProgress<OperationProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = changes.Where(change => change.IsChange).ToList();
        if (wanted.Count == 0)
            yield break;
        if (wanted.GroupBy(change => (change.Scope, change.PolicyId.ToUpperInvariant(), change.Id.ToUpperInvariant())).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw CommerceErrors.InvalidRequest("NamedTwice", $"'{twice.First().Name}' is to be set twice. Name it once; nothing was changed.", twice.First().Id);

        var applied = await store.ChangeAsync(
            Permission.ChangePolicies,
            async session =>
            {
                var done = new List<PolicyChange>();
                foreach (var group in wanted.GroupBy(change => change.PolicyId, StringComparer.OrdinalIgnoreCase))
                    done.AddRange(await SetAsync(session, group.Key, [.. group], progress, cancellationToken));
                return done;
            },
            dryRun: false, cancellationToken);

        // All of them are made by now, whether or not the caller reads to the end; in the order given.
        var made = applied.ToDictionary(change => (change.PolicyId, change.Scope, change.Id));
        foreach (var change in wanted)
            yield return made[(change.PolicyId, change.Scope, change.Id)];
    }

    /// <summary>The value of a policy that holds for a product.</summary>
    public static async Task<string> EffectiveAsync(SqlSession session, string policyId, long productKey)
    {
        var policy = await FindAsync(session, policyId);
        var decided = await session.FirstOrDefaultAsync<string?>(
            "SELECT value FROM product_policy WHERE tenant_id = @t AND policy_key = @policy AND product_key = @productKey", new { policy = policy.PolicyKey, productKey });
        return PolicyRules.Effective(decided, policy.DefaultValue);
    }

    /// <summary>The values of a policy that hold, by the keys of all products.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> EffectiveAsync(SqlSession session, string policyId)
    {
        var policy = await FindAsync(session, policyId);
        return (await ReadProductsAsync(session, policy)).ToDictionary(product => product.Key, product => PolicyRules.Effective(product.Value, policy.DefaultValue));
    }

    private static async Task<List<PolicyChange>> SetAsync(
        SqlSession session, string policyId, List<PolicyChange> changes, IProgress<OperationProgress>? progress, CancellationToken stop)
    {
        var policy = await FindAsync(session, policyId);
        var products = await ReadProductsAsync(session, policy);
        var offerTypes = await ReadOfferTypesAsync(session, policy);
        Approve(policy, changes, products);

        var done = new List<PolicyChange>();
        foreach (var change in changes)
        {
            stop.ThrowIfCancellationRequested();
            done.Add(await SetAsync(session, policy, change, change.Scope == PolicyScope.Product ? products : offerTypes));
            progress?.Report(new("Setting policy values", done.Count, changes.Count));
        }

        return done;
    }

    /// <summary>Asks the rules again: the plan may be another's, or old.</summary>
    private static void Approve(PolicyRow policy, List<PolicyChange> changes, List<ValueRow> products)
    {
        foreach (var group in changes.GroupBy(change => (change.Scope, Value: PolicyRules.Parse(change.Wanted))))
        {
            var ids = group.Select(change => change.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var refusal = group.Key.Scope == PolicyScope.OfferType
                ? PolicyRules.RefuseForOfferTypes(group.Key.Value, [.. ids])
                : PolicyRules.Refuse(group.Key.Value, products.Where(product => ids.Contains(product.Id)).Select(product => new ProductPolicy
                {
                    PolicyId = policy.PolicyId,
                    ProductId = product.Id,
                    ProductName = product.Name,
                    PolicyValue = PolicyRules.Effective(product.Value, policy.DefaultValue),
                    HasTrialWithoutPaymentMethod = product.HasTrial,
                }));
            if (refusal is not null)
                throw refusal;
        }
    }

    private static async Task<PolicyChange> SetAsync(SqlSession session, PolicyRow policy, PolicyChange change, List<ValueRow> values)
    {
        var held = values.Find(value => value.Id.Equals(change.Id, StringComparison.OrdinalIgnoreCase))
            ?? throw (change.Scope == PolicyScope.Product ? CommerceErrors.ProductNotFound([change.Id]) : CommerceErrors.OfferTypeNotFound([change.Id]));
        var now = PolicyRules.Effective(held.Value, policy.DefaultValue);
        if (!now.Equals(change.Current, StringComparison.OrdinalIgnoreCase))
            throw CommerceErrors.ChangedMeanwhile(held.Name, change.Current, now);

        var (table, key) = change.Scope == PolicyScope.Product ? ("product_policy", "product_key") : ("offer_type_policy", "offer_type_key");
        var value = PolicyRules.Parse(change.Wanted);
        await session.ExecuteAsync(
            $"""
            INSERT INTO {table} (tenant_id, policy_key, {key}, value) VALUES (@t, @policy, @held, @value)
            ON CONFLICT (tenant_id, policy_key, {key}) DO UPDATE SET value = excluded.value
            """,
            new { policy = policy.PolicyKey, held = held.Key, value });
        await AuditLog.AddAsync(
            session, AuditActions.PolicyChanged, change.Scope == PolicyScope.Product ? $"{held.Id} {held.Name}" : held.Id, now, value);
        return change with { Id = change.Id, Name = held.Name, Wanted = value, IsApplied = true };
    }

    private static async IAsyncEnumerable<Policy> ReadPoliciesAsync(SqlSession session)
    {
        foreach (var policy in await session.QueryAsync<PolicyRow>($"{PolicyColumns} WHERE tenant_id = @t ORDER BY policy_id"))
            yield return new Policy { PolicyId = policy.PolicyId, Description = policy.Description, DefaultValue = policy.DefaultValue };
    }

    private static async IAsyncEnumerable<T> ListAsync<T>(
        SqlSession session, string policyId, Func<SqlSession, PolicyRow, Task<List<ValueRow>>> read, Func<PolicyRow, ValueRow, T> make)
    {
        var policy = await FindAsync(session, policyId);
        foreach (var value in await read(session, policy))
            yield return make(policy, value);
    }

    private static async Task<PolicyRow> FindAsync(SqlSession session, string policyId) =>
        await session.FirstOrDefaultAsync<PolicyRow>($"{PolicyColumns} WHERE tenant_id = @t AND policy_id = @policyId", new { policyId })
        ?? throw CommerceErrors.PolicyNotFound(policyId);

    private static async Task<List<ValueRow>> ReadProductsAsync(SqlSession session, PolicyRow policy)
    {
        var rows = await session.QueryAsync<ValueRow>(
            """
            SELECT p.product_key AS "Key", p.product_id AS Id, p.name AS Name, p.has_trial_without_payment_method AS HasTrial, v.value AS Value
            FROM product p
            LEFT JOIN product_policy v ON v.tenant_id = p.tenant_id AND v.policy_key = @policy AND v.product_key = p.product_key
            WHERE p.tenant_id = @t
            """,
            new { policy = policy.PolicyKey });
        return [.. rows.OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.Id, StringComparer.OrdinalIgnoreCase)];
    }

    private static Task<List<ValueRow>> ReadOfferTypesAsync(SqlSession session, PolicyRow policy) => session.QueryAsync<ValueRow>(
        """
        SELECT o.offer_type_key AS "Key", o.name AS Id, o.name AS Name, v.value AS Value
        FROM offer_type o
        LEFT JOIN offer_type_policy v ON v.tenant_id = o.tenant_id AND v.policy_key = @policy AND v.offer_type_key = o.offer_type_key
        WHERE o.tenant_id = @t
        ORDER BY o.offer_type_key
        """,
        new { policy = policy.PolicyKey });

    private const string PolicyColumns =
        "SELECT policy_key AS PolicyKey, policy_id AS PolicyId, description AS Description, default_value AS DefaultValue FROM policy";

    private sealed class PolicyRow
    {
        public long PolicyKey { get; init; }

        public string PolicyId { get; init; } = "";

        public string Description { get; init; } = "";

        public string DefaultValue { get; init; } = "";
    }

    private sealed class ValueRow
    {
        public long Key { get; init; }

        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public bool? HasTrial { get; init; }

        public string? Value { get; init; }
    }
}
