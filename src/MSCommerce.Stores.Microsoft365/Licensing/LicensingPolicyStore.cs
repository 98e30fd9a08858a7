using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Licensing;

/// <summary>Policies and their values (P), through the licensing service. It decides itself who may, and which product takes which value.</summary>
internal sealed class LicensingPolicyStore(Microsoft365Connection connection, Action<string> trace) : IPolicyStore
{
    private readonly LicensingService _service = new(connection, trace);

    public async IAsyncEnumerable<Policy> GetPoliciesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _service.GetPoliciesAsync(cancellationToken))
            yield return LicensingItems.Policy(item);
    }

    public async IAsyncEnumerable<ProductPolicy> GetProductPoliciesAsync(string policyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        policyId = Spelled(policyId);
        var products = (await ListAsync(policyId, PolicyScope.Product, cancellationToken)).Select(item => LicensingItems.Product(item, policyId));
        foreach (var product in products.OrderBy(product => product.ProductName, StringComparer.OrdinalIgnoreCase).ThenBy(product => product.ProductId, StringComparer.OrdinalIgnoreCase))
            yield return product;
    }

    public async IAsyncEnumerable<OfferTypePolicy> GetOfferTypePoliciesAsync(string policyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        policyId = Spelled(policyId);
        foreach (var item in await ListAsync(policyId, PolicyScope.OfferType, cancellationToken))
            yield return LicensingItems.OfferType(item, policyId);
    }

    public async IAsyncEnumerable<PolicyChange> SetAsync(
        IReadOnlyList<PolicyChange> changes, IProgress<OperationProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = changes.Where(change => change.IsChange).Select(change => change with { PolicyId = Spelled(change.PolicyId) }).ToArray();
        if (wanted.GroupBy(KeyOf).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw CommerceErrors.NamedTwice(twice.First().Name);

        var held = await HeldAsync(wanted, cancellationToken);
        var results = new PolicyChange[wanted.Length];
        var done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = wanted.Length == 0 ? 1 : _service.Concurrency };
        await Parallel.ForAsync(0, wanted.Length, parallel, async (index, stop) =>
        {
            results[index] = await SetAsync(wanted[index], held, stop);
            progress?.Report(new("Setting policy values", Interlocked.Increment(ref done), wanted.Length));
        });

        foreach (var result in results)
            yield return result;
    }

    /// <summary>What holds now. The service cannot compare and set: what the plan saw is looked at once more before the first write.</summary>
    private async Task<Dictionary<(PolicyScope, string, string), string>> HeldAsync(PolicyChange[] wanted, CancellationToken stop)
    {
        var held = new Dictionary<(PolicyScope, string, string), string>();
        foreach (var (policyId, scope) in wanted.Select(change => (change.PolicyId, change.Scope)).Distinct())
        {
            foreach (var item in await ListAsync(policyId, scope, stop))
                held[(scope, Key(policyId), Key(LicensingItems.Text(item, scope == PolicyScope.Product ? "productId" : "scopeId")))] = LicensingItems.Text(item, "policyValue");
        }

        return held;
    }

    /// <summary>Sets one value, and says what became of it: done only where the service says that it holds.</summary>
    private async Task<PolicyChange> SetAsync(PolicyChange change, Dictionary<(PolicyScope, string, string), string> held, CancellationToken stop)
    {
        try
        {
            if (!held.TryGetValue(KeyOf(change), out var now))
                throw NotFound(change);
            if (!now.Equals(change.Current, StringComparison.OrdinalIgnoreCase))
                throw CommerceErrors.ChangedMeanwhile(change.Name, change.Current, now);

            var answered = await WriteAsync(change, stop);
            return answered.Equals(change.Wanted, StringComparison.OrdinalIgnoreCase)
                ? change with { IsApplied = true }
                : throw Microsoft365Errors.ValueNotTaken(change.Name, change.Wanted, answered, "");
        }
        catch (CommerceException failure)
        {
            return change with { Failure = new(failure.Error, failure.ErrorId, failure.Message) };
        }
    }

    /// <summary>Writes, and where no sound answer comes looks whether the value was taken all the same.</summary>
    private async Task<string> WriteAsync(PolicyChange change, CancellationToken stop)
    {
        try
        {
            return LicensingItems.Text(await _service.SetValueAsync(change, stop), "policyValue");
        }
        catch (CommerceException refused) when (refused.Error == CommerceError.NotFound)
        {
            throw NotFound(change);
        }
        catch (CommerceException unsure) when (unsure.Error == CommerceError.StoreUnavailable)
        {
            if (await LookAsync(change, stop) is { } now && now.Equals(change.Wanted, StringComparison.OrdinalIgnoreCase))
                return now;
            throw;
        }
    }

    private async Task<string?> LookAsync(PolicyChange change, CancellationToken stop)
    {
        try
        {
            return LicensingItems.Text(await _service.GetValueAsync(change, stop), "policyValue");
        }
        catch (CommerceException)
        {
            // What is not known is not reported as done: the failure of the write stands.
            return null;
        }
    }

    private async Task<List<JsonElement>> ListAsync(string policyId, PolicyScope scope, CancellationToken stop)
    {
        var items = new List<JsonElement>();
        try
        {
            await foreach (var item in _service.GetValuesAsync(policyId, scope, stop))
                items.Add(item);
        }
        catch (CommerceException missing) when (missing.Error == CommerceError.NotFound)
        {
            throw CommerceErrors.PolicyNotFound(policyId);
        }

        return items;
    }

    private static CommerceException NotFound(PolicyChange change) =>
        change.Scope == PolicyScope.Product ? CommerceErrors.ProductNotFound([change.Id]) : CommerceErrors.OfferTypeNotFound([change.Id]);

    private static (PolicyScope, string, string) KeyOf(PolicyChange change) => (change.Scope, Key(change.PolicyId), Key(change.Id));

    private static string Key(string id) => id.ToUpperInvariant();

    /// <summary>The policy's id as the service spells it: scripts write it in any case.</summary>
    private static string Spelled(string policyId) =>
        policyId.Equals(PolicyIds.AllowSelfServicePurchase, StringComparison.OrdinalIgnoreCase) ? PolicyIds.AllowSelfServicePurchase : policyId;
}
