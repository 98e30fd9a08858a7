using MSCommerce.Stores.Conformance;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Model;

/// <summary>One sequence of steps, on the model and on a store side by side.</summary>
internal sealed class ModelRun : IAsyncDisposable
{
    /// <summary>Entries of these tell of steps; billing's come on top of purchases.</summary>
    private static readonly string[] Actions =
    [
        AuditActions.PolicyChanged, AuditActions.SubscriptionBought, AuditActions.SubscriptionChanged, AuditActions.SubscriptionCancelled, AuditActions.LicenseAssigned,
        AuditActions.LicenseRemoved, AuditActions.LicenseMoved, AuditActions.LicenseRequested, AuditActions.LicenseRequestDecided, AuditActions.UserChanged,
    ];

    private readonly Arena _arena;
    private readonly TestClock _clock;
    private readonly ModelTenant _model = new();
    private readonly Dictionary<string, CommerceClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _cards = new(StringComparer.Ordinal);
    private readonly List<string> _ids = ["first"];
    private readonly List<Guid> _requests = [];

    private ModelRun(Arena arena, TestClock clock) => (_arena, _clock) = (arena, clock);

    private CommerceClient Administrator => _clients[ModelTenant.Admin];

    public static async Task<ModelRun> BeginAsync(Func<TimeProvider, Task<Arena>> create)
    {
        var clock = new TestClock();
        var run = new ModelRun(await create(clock), clock);
        try
        {
            await run.PrepareAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does one step on both, and compares the answers and what there is afterwards.</summary>
    public async Task StepAsync(ModelStep step)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var expected = _model.Run(step);
        CommerceError? answer = null;
        var message = "";
        try
        {
            await RunAsync(_clients[step.Actor], step);
        }
        catch (CommerceException failure)
        {
            (answer, message) = (failure.Error, $" ({failure.ErrorId}: {failure.Message})");
        }

        Assert.True(expected == answer, $"{step}: the model answers {expected?.ToString() ?? "done"}, the store {answer?.ToString() ?? "done"}{message}.");
        Assert.Equal(string.Join('\n', Expected()), string.Join('\n', await FoundAsync()));
    }

    public Task DemandWholeAsync() => Arena.DemandWholeAsync(Administrator.Store);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
        await _arena.DisposeAsync();
    }

    private async Task PrepareAsync()
    {
        await ConnectAsync(ModelTenant.Admin, letIn: false);
        var store = Administrator.Store;
        await Administrator.Tenant.SetAsync(new() { Country = "DE" }, Torture.Stop);
        await Administrator.Products.SetAsync(new() { Product = [ModelTenant.Pro, ModelTenant.Visio], ListPrice = 10, OrganizationPrice = 8, Currency = "EUR" }, Torture.Stop);
        UserRow[] users =
        [
            User(ModelTenant.Billing, Role.BillingAdministrator), User(ModelTenant.Reader, Role.GlobalReader), .. ModelTenant.People.Select(person => User(person)),
        ];
        await store.Tenant.ImportUsersAsync("model", Each(users), dryRun: false, null, Torture.Stop);
        SubscriptionRow[] first = [new() { Line = 2, SubscriptionId = _ids[0], Product = ModelTenant.Pro, TotalLicenses = 5, Term = SubscriptionTerm.Year }];
        await store.Subscriptions.ImportAsync("model", Each(first), dryRun: false, null, Torture.Stop);
        foreach (var actor in ModelTenant.Actors.Distinct().Except([ModelTenant.Admin]))
            await ConnectAsync(actor, letIn: true);
        foreach (var buyer in new[] { ModelTenant.Ann, ModelTenant.Bob })
            _cards[buyer] = (await _clients[buyer].Billing.AddPaymentMethodAsync(new() { Token = "tok_visa", ExpiryMonth = 12, ExpiryYear = 2090, CardholderName = "Buyer" }, Torture.Stop)).PaymentMethodId;
    }

    private async Task ConnectAsync(string actor, bool letIn)
    {
        if (letIn)
            await _arena.LetInAsync(actor);
        _clients[actor] = new(await _arena.OpenAsync(actor, _clock));
    }

    private async Task RunAsync(CommerceClient client, ModelStep step)
    {
        var stop = Torture.Stop;
        switch (step)
        {
            case SetPolicy policy:
                await client.Policies.SetAsync(new() { Product = [policy.Product], Value = policy.Value }, null, stop);
                break;
            case BuyCentral buy:
                _ids.Add((await client.Subscriptions.BuyAsync(new() { Product = buy.Product, Licenses = buy.Licenses }, stop)).SubscriptionId!);
                break;
            case Purchase purchase:
                var card = purchase.Trial ? null : _cards.GetValueOrDefault(purchase.Actor);
                _ids.Add((await client.Subscriptions.PurchaseAsync(new() { Product = purchase.Product, Licenses = purchase.Licenses, Trial = purchase.Trial, PaymentMethodId = card }, stop)).SubscriptionId!);
                break;
            case SetTotal total:
                await client.Subscriptions.SetAsync(new() { SubscriptionId = [Id(total.Subscription)], TotalLicenses = total.Total }, stop);
                break;
            case TakeControl control:
                await client.Subscriptions.SetAsync(new() { SubscriptionId = [Id(control.Subscription)], TakeControl = true }, stop);
                break;
            case Assign assign:
                await client.Licenses.AssignAsync(new() { SubscriptionId = Id(assign.Subscription), User = [assign.First, assign.Second] }, null, stop);
                break;
            case Unassign unassign:
                await client.Licenses.UnassignAsync(new() { SubscriptionId = Id(unassign.Subscription), User = [unassign.User] }, null, stop);
                break;
            case Cancel cancel:
                await client.Subscriptions.CancelAsync(new() { SubscriptionId = [Id(cancel.Subscription)], Reason = CancellationReason.Other }, stop);
                break;
            case Move move:
                var named = move.User is { } user ? new[] { new LicenseReference(Id(move.Source), user) } : [];
                await client.Licenses.MoveAsync(new() { SubscriptionId = move.User is null ? [Id(move.Source)] : [], License = named, TargetSubscriptionId = Id(move.Target) }, null, stop);
                break;
            case Ask ask:
                await client.LicenseRequests.RaiseAsync(new() { Product = ask.Product }, stop);
                var known = await Arena.ListAsync(Administrator.LicenseRequests.GetAsync(new(), stop));
                _requests.Add(known.Select(request => request.RequestId).Single(id => !_requests.Contains(id)));
                break;
            case Decide decide when _requests.Count > 0:
                var id = _requests[decide.Request % _requests.Count];
                if (decide.Approve)
                    await client.LicenseRequests.ApproveAsync(new() { RequestId = [id], SubscriptionId = Id(decide.Subscription) }, stop);
                else
                    await client.LicenseRequests.DenyAsync(new() { RequestId = [id] }, stop);
                break;
            case SetAccount account:
                await client.Tenant.SetUsersAsync(new() { User = [account.User], AccountEnabled = account.Enabled }, stop);
                break;
            case Look look:
                Assert.Equal(_model.CountSeenBy(look.Actor), await client.Subscriptions.CountAsync(new(), stop));
                break;
        }
    }

    private string Id(int number) => _ids[number % _ids.Count];

    private IEnumerable<string> Expected() =>
    [
        .. _model.Subscriptions.Select((subscription, number) => FormattableString.Invariant(
            $"subscription {number}: {subscription.Product} of {subscription.Purchaser ?? "all"}, {subscription.Total}, controlled {subscription.IsControlled}, deleted {subscription.IsDeleted}, held by {string.Join(' ', subscription.Holders)}")),
        .. _model.Policies.OrderBy(policy => policy.Key, StringComparer.Ordinal).Select(policy => $"{policy.Key}: {policy.Value}"),
        .. _model.Requests.Select((request, number) => FormattableString.Invariant($"request {number}: {request.Requester} {request.Status}")),
        .. _model.Notices.Order(StringComparer.Ordinal),
        FormattableString.Invariant($"audit: {_model.Changes} changes, {_model.Refusals} refusals"),
    ];

    private async Task<IEnumerable<string>> FoundAsync()
    {
        var (store, stop) = (Administrator.Store, Torture.Stop);
        var holders = (await Arena.ListAsync(store.Licenses.GetUsersAsync(new(), stop))).ToLookup(user => user.SubscriptionId, user => user.UserPrincipalName);
        var subscriptions = (await Arena.ListAsync(store.Subscriptions.GetAsync(new(), stop))).ToDictionary(subscription => subscription.SubscriptionId);
        var policies = await Arena.ListAsync(store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, stop));
        var requests = (await Arena.ListAsync(store.LicenseRequests.GetAsync(new(), stop))).ToDictionary(request => request.RequestId);
        var notices = await Arena.ListAsync(store.Notices.GetAsync(new(), stop));
        var entries = await Arena.ListAsync(store.Audit.GetAsync(new(), stop));
        Assert.Equal(subscriptions.Count, _ids.Count);
        Assert.All(subscriptions.Values, subscription => Assert.Equal(holders[subscription.SubscriptionId].Count(), subscription.AssignedLicenses));
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number), entries.Select(entry => entry.Sequence).Order());
        return
        [
            .. _ids.Select((id, number) => FormattableString.Invariant(
                $"subscription {number}: {subscriptions[id].ProductName} of {subscriptions[id].Purchaser ?? "all"}, {subscriptions[id].TotalLicenses}, controlled {subscriptions[id].IsControlledByOrganization}, deleted {subscriptions[id].Status == SubscriptionStatus.Deleted}, held by {string.Join(' ', holders[id].Order(StringComparer.Ordinal))}")),
            .. policies.Where(policy => policy.ProductName is ModelTenant.Pro or ModelTenant.Visio).OrderBy(policy => policy.ProductName, StringComparer.Ordinal).Select(policy => $"{policy.ProductName}: {policy.PolicyValue}"),
            .. _requests.Select((id, number) => FormattableString.Invariant($"request {number}: {requests[id].Requester} {requests[id].Status}")),
            .. notices.Select(notice => $"{notice.Kind} {notice.Recipient}").Order(StringComparer.Ordinal),
            FormattableString.Invariant(
                $"audit: {entries.Count(entry => entry.Outcome == AuditOutcome.Succeeded && Actions.Contains(entry.Action))} changes, {entries.Count(entry => entry.Outcome == AuditOutcome.Refused)} refusals"),
        ];
    }

    private static UserRow User(string name, params Role[] roles) => new() { Line = 2, UserPrincipalName = name, DisplayName = name.Split('@')[0], Roles = roles };

    private static async IAsyncEnumerable<T> Each<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
        await Task.CompletedTask;
    }
}
