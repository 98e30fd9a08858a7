using MSCommerce.Files;
using MSCommerce.Payments;
using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>Subscriptions (S1, U2).</summary>
public sealed class SubscriptionClient
{
    /// <summary>The longest feedback of a cancellation (characters).</summary>
    private const int MaximumFeedback = 1000;

    /// <summary>Whoever has one of these may change some subscription; which, SubscriptionRules says.</summary>
    private static readonly Permission[] Changers = [Permission.ManageCentral, Permission.TakeOver, Permission.ChangeOwn];

    private readonly Gate _gate;
    private readonly PaymentDesk _desk;

    internal SubscriptionClient(Gate gate, PaymentDesk desk) => (_gate, _desk) = (gate, desk);

    /// <summary>The subscriptions that the actor may see: an administrator all, a purchaser his own.</summary>
    /// <param name="query">Which, in what order, which page.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that does not exist is <c>SubscriptionNotFound</c>, after those that do.</returns>
    [Operation("subscription list", Permission.View, Summary = "Lists subscriptions with purchaser, price, expiry and licences.", Cmdlet = "Get-SelfServiceSubscription")]
    public IAsyncEnumerable<Subscription> GetAsync(SubscriptionQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadSubscriptions", stop => _gate.Store.Subscriptions.GetAsync(query, stop), cancellationToken);

    /// <summary>How many subscriptions a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountAsync(SubscriptionQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadSubscriptions", "", dryRun: false, stop => _gate.Store.Subscriptions.CountAsync(query, stop), cancellationToken);

    /// <summary>Imports subscriptions from a file: new ones are added, known ones changed, all or nothing; a repeat changes nothing.</summary>
    /// <param name="request">The file.</param>
    /// <param name="progress">Told how many rows were read.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>FileLineInvalid</c> with the line, <c>RoleMissing</c>.</exception>
    [Operation("subscription import", Permission.AdministerTenant, Changes = true, Summary = "Imports subscriptions from CSV or JSON lines.", Cmdlet = "Import-SelfServiceSubscription")]
    public Task<ImportResult> ImportAsync(
        ImportSubscriptionsRequest request, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _gate.For(request).RunAsync(
            Permission.AdministerTenant, AuditActions.SubscriptionsImported, request.Path, request.DryRun,
            stop => _gate.Store.Subscriptions.ImportAsync(request.Path, SubscriptionFile.ReadAsync(request.Path, stop), request.DryRun, progress, stop), cancellationToken);

    /// <summary>The orders of subscriptions (S4): an administrator sees all, a purchaser those of his own.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; the quantities of a subscription add up to its total.</returns>
    [Operation("order list", Permission.View, Summary = "Lists the orders of subscriptions.", Cmdlet = "Get-SelfServiceOrder")]
    public IAsyncEnumerable<SubscriptionOrder> GetOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).ListAsync(Permission.View, "ReadOrders", stop => _gate.Store.Subscriptions.GetOrdersAsync(query, stop), cancellationToken);

    /// <summary>How many orders a query finds, whatever its page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The number.</returns>
    public Task<long> CountOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default) =>
        _gate.For(query).RunAsync(Permission.View, "ReadOrders", "", dryRun: false, stop => _gate.Store.Subscriptions.CountOrdersAsync(query, stop), cancellationToken);

    /// <summary>What a purchase by the organisation costs (T5). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase at the organisation's price.</returns>
    /// <exception cref="CommerceException"><c>ProductNotFound</c>, <c>LicensesInvalid</c>, <c>RoleMissing</c>.</exception>
    public Task<PurchasePlan> PlanBuyAsync(BuySubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.Licenses < 1)
            throw CommerceErrors.InvalidRequest("LicensesInvalid", "A subscription has at least 1 licence. Say how many to buy.");
        return _gate.RunAsync(
            Permission.ManageCentral, AuditActions.SubscriptionBought, request.Product, request.DryRun, stop => _gate.Store.Subscriptions.PlanPurchaseAsync(request, stop), cancellationToken,
            advice: "To buy for yourself, name your own card: New-SelfServiceSubscription -PaymentMethodId; or begin with New-SelfServiceSubscription -Trial.");
    }

    /// <summary>Buys what was planned, at the price that was shown.</summary>
    /// <param name="plan">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The new subscription, active at once.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> where the price is another by now, <c>RoleMissing</c>.</exception>
    public Task<Subscription> ApplyBuyAsync(PurchasePlan plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.ManageCentral, AuditActions.SubscriptionBought, plan.ProductId, dryRun: false, stop => _gate.Store.Subscriptions.PurchaseAsync(plan, stop), cancellationToken);

    /// <summary>Buys a central subscription (T5).</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase; with the subscription's id unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanBuyAsync"/> and <see cref="ApplyBuyAsync"/>.</exception>
    [Operation(
        "subscription buy", Permission.ManageCentral, Changes = true, TakesAway = true, Plan = nameof(PlanBuyAsync), Apply = nameof(ApplyBuyAsync),
        Summary = "Buys a subscription for the organisation.", Cmdlet = "New-SelfServiceSubscription")]
    public async Task<PurchasePlan> BuyAsync(BuySubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanBuyAsync(request, cancellationToken);
        return request.DryRun ? plan : plan with { SubscriptionId = (await ApplyBuyAsync(plan, cancellationToken)).SubscriptionId };
    }

    /// <summary>What a purchase, or a trial, through self-service costs (U1, E). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase at the list price, with what is charged at once.</returns>
    /// <exception cref="CommerceException"><c>ProductNotFound</c>, <c>LicensesInvalid</c>, the refusals of E1 to E5, <c>PaymentMethodNotFound</c>, <c>PaymentMethodExpired</c>, <c>RoleMissing</c>.</exception>
    public Task<PurchasePlan> PlanPurchaseAsync(PurchaseRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.Licenses < 1)
            throw CommerceErrors.InvalidRequest("LicensesInvalid", "A subscription has at least 1 licence. Say how many to buy.");
        if (request is { Trial: true, Licenses: > EligibilityRules.MaximumTrialLicenses })
            throw CommerceErrors.InvalidRequest("LicensesInvalid", $"A trial has at most {PropertyText.Of(EligibilityRules.MaximumTrialLicenses)} licences. Ask for fewer, or buy.");
        if (request is { Trial: true, PaymentMethodId: not null })
            throw CommerceErrors.InvalidRequest("TrialNeedsNoCard", "A trial costs nothing and takes no payment method. Leave it out, or buy.");
        PaymentMethodRules.DemandIds(request.PaymentMethodId);
        return _gate.RunAsync(
            Permission.BuySelfService, AuditActions.SubscriptionBought, request.Product, request.DryRun, stop => _gate.Store.Subscriptions.PlanSelfServicePurchaseAsync(request, stop), cancellationToken);
    }

    /// <summary>Buys what was planned: the card's provider authorises the charge, the subscription is active, the charge is taken (U1).</summary>
    /// <param name="plan">The purchase that was confirmed.</param>
    /// <param name="cancellationToken">Stops the call; nothing is charged then.</param>
    /// <returns>The new subscription.</returns>
    /// <exception cref="CommerceException"><c>PaymentDeclined</c>, <c>ChangedMeanwhile</c>, and whatever <see cref="PlanPurchaseAsync"/> throws.</exception>
    public Task<Subscription> ApplyPurchaseAsync(PurchasePlan plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.BuySelfService, AuditActions.SubscriptionBought, plan.ProductId, dryRun: false,
        stop => _desk.RunAsync(
            plan.Charge is { } charge ? [charge] : [],
            charges => _gate.Store.Subscriptions.PurchaseAsync(plan with { Charge = charges.Count > 0 ? charges[0] : null }, stop), stop),
        cancellationToken);

    /// <summary>Buys a subscription, or starts a trial, through self-service (U1).</summary>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The purchase; with the subscription's id unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanPurchaseAsync"/> and <see cref="ApplyPurchaseAsync"/>.</exception>
    [Operation(
        "subscription purchase", Permission.BuySelfService, Changes = true, TakesAway = true, Plan = nameof(PlanPurchaseAsync), Apply = nameof(ApplyPurchaseAsync),
        Summary = "Buys a subscription with your own card, or starts a trial.", Cmdlet = "New-SelfServiceSubscription")]
    public async Task<PurchasePlan> PurchaseAsync(PurchaseRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanPurchaseAsync(request, cancellationToken);
        return request.DryRun ? plan : plan with { SubscriptionId = (await ApplyPurchaseAsync(plan, cancellationToken)).SubscriptionId };
    }

    /// <summary>What changing settings of subscriptions would do (U3, U8, T4). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">The settings.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription and property; those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>SubscriptionNotFound</c>, <c>TotalBelowAssigned</c>, <c>TotalTooSmall</c>, <c>SubscriptionNotControlled</c>, <c>PurchaseDisabled</c>, <c>RoleMissing</c> and the like.</exception>
    public Task<IReadOnlyList<PropertyChange>> PlanSetAsync(SetSubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.SubscriptionId.Count == 0)
            throw CommerceErrors.NothingNamed("subscription");
        if (request is { TotalLicenses: null, AutoRenew: null, TakeControl: false })
            throw CommerceErrors.NothingToSet("the total of licences, whether it renews, or taking control");
        return _gate.RunAsync(
            Changers, AuditActions.SubscriptionChanged, string.Join(", ", request.SubscriptionId), request.DryRun,
            stop => _gate.Store.Subscriptions.PlanAsync(request, stop), cancellationToken);
    }

    /// <summary>Writes changes of subscriptions.</summary>
    /// <param name="plan">The changes that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> and whatever <see cref="PlanSetAsync"/> throws.</exception>
    public Task<IReadOnlyList<PropertyChange>> ApplySetAsync(IReadOnlyList<PropertyChange> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Changers, AuditActions.SubscriptionChanged, string.Join(", ", plan.Select(change => change.Target).Distinct(StringComparer.OrdinalIgnoreCase)), dryRun: false,
        stop => _desk.RunAsync(
            [.. plan.Where(change => change.Charge is not null).Select(change => change.Charge!)],
            charges => _gate.Store.Subscriptions.ApplyAsync(Authorized(plan, charges), stop), stop),
        cancellationToken);

    /// <summary>Changes settings of subscriptions: total, renewal, control (U3, U8, T4).</summary>
    /// <param name="request">The settings.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The changes, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanSetAsync"/> and <see cref="ApplySetAsync"/>.</exception>
    [Operation(
        "subscription set", Permission.ManageCentral, Permission.TakeOver, Permission.ChangeOwn, Changes = true, TakesAway = true, Plan = nameof(PlanSetAsync), Apply = nameof(ApplySetAsync),
        Summary = "Changes a subscription's total, its renewal, or takes control of it.", Cmdlet = "Set-SelfServiceSubscription")]
    public async Task<IReadOnlyList<PropertyChange>> SetAsync(SetSubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanSetAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplySetAsync(plan, cancellationToken);
    }

    /// <summary>What cancelling subscriptions would do (T3, U5). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which, and why.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription.</returns>
    /// <exception cref="CommerceException"><c>SubscriptionNotFound</c>, <c>SubscriptionDeleted</c>, <c>FeedbackTooLong</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<SubscriptionCancellation>> PlanCancelAsync(CancelSubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        DemandReason(request);
        Gate.Demand(request);
        if (request.SubscriptionId.Count == 0)
            throw CommerceErrors.NothingNamed("subscription to cancel");
        if ((TextRules.RefuseControls("The feedback", request.Feedback) ?? CardNumbers.Refuse(("The feedback", request.Feedback))) is { } unfit)
            throw unfit;
        if (request.Feedback?.Length > MaximumFeedback)
            throw CommerceErrors.InvalidRequest("FeedbackTooLong", $"The feedback has {request.Feedback.Length} characters and may have {MaximumFeedback}. Shorten it.");
        return _gate.RunAsync(
            Changers, AuditActions.SubscriptionCancelled, string.Join(", ", request.SubscriptionId), request.DryRun,
            stop => _gate.Store.Subscriptions.PlanCancelAsync(request, stop), cancellationToken);
    }

    /// <summary>Cancels subscriptions as planned.</summary>
    /// <param name="plan">The cancellations that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The cancellations, applied.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<SubscriptionCancellation>> ApplyCancelAsync(IReadOnlyList<SubscriptionCancellation> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Changers, AuditActions.SubscriptionCancelled, string.Join(", ", plan.Select(entry => entry.Subscription.SubscriptionId)), dryRun: false,
        stop => _desk.RunAsync([], _ => _gate.Store.Subscriptions.CancelAsync(plan, stop), stop), cancellationToken);

    /// <summary>Cancels subscriptions: users lose their licences, which stay on record; a purchaser is written to (T3, U5).</summary>
    /// <param name="request">Which, and why.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription, applied unless it is a dry run.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanCancelAsync"/> and <see cref="ApplyCancelAsync"/>.</exception>
    [Operation(
        "subscription cancel", Permission.ManageCentral, Permission.TakeOver, Permission.ChangeOwn, Changes = true, TakesAway = true, Plan = nameof(PlanCancelAsync), Apply = nameof(ApplyCancelAsync),
        Summary = "Cancels subscriptions: their users lose the licences.", Cmdlet = "Remove-SelfServiceSubscription")]
    public async Task<IReadOnlyList<SubscriptionCancellation>> CancelAsync(CancelSubscriptionRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanCancelAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyCancelAsync(plan, cancellationToken);
    }

    /// <summary>Which purchasers would be asked to cancel, and who is not covered by the organisation yet (T5). Writes nothing, but records a refusal unless it is a dry run.</summary>
    /// <param name="request">Which subscriptions.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription.</returns>
    /// <exception cref="CommerceException"><c>SubscriptionNotFound</c>, <c>SubscriptionIsCentral</c>, <c>SubscriptionDeleted</c>, <c>RoleMissing</c>.</exception>
    public Task<IReadOnlyList<CancellationNotice>> PlanCancellationRequestAsync(RequestCancellationRequest request, CancellationToken cancellationToken = default)
    {
        Gate.Demand(request);
        if (request.SubscriptionId.Count == 0)
            throw CommerceErrors.NothingNamed("subscription");
        return _gate.RunAsync(
            Permission.ManageCentral, AuditActions.CancellationRequested, string.Join(", ", request.SubscriptionId), request.DryRun,
            stop => _gate.Store.Subscriptions.PlanCancellationNoticesAsync(request, stop), cancellationToken);
    }

    /// <summary>Writes the notices of a plan to the outbox.</summary>
    /// <param name="plan">The notices that were confirmed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The notices, written.</returns>
    public Task<IReadOnlyList<CancellationNotice>> ApplyCancellationRequestAsync(IReadOnlyList<CancellationNotice> plan, CancellationToken cancellationToken = default) => _gate.RunAsync(
        Permission.ManageCentral, AuditActions.CancellationRequested, string.Join(", ", plan.Select(notice => notice.SubscriptionId)), dryRun: false,
        stop => _gate.Store.Subscriptions.WriteCancellationNoticesAsync(plan, stop), cancellationToken);

    /// <summary>Asks purchasers by e-mail to cancel their subscriptions, now that the organisation provides the product (T5).</summary>
    /// <param name="request">Which subscriptions.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a subscription; <see cref="CancellationNotice.UsersNotCovered"/> warns of users who would lose access.</returns>
    /// <exception cref="CommerceException">See <see cref="PlanCancellationRequestAsync"/>.</exception>
    [Operation(
        "subscription request-cancellation", Permission.ManageCentral, Changes = true, Plan = nameof(PlanCancellationRequestAsync), Apply = nameof(ApplyCancellationRequestAsync),
        Summary = "Asks purchasers by e-mail to cancel their subscriptions.", Cmdlet = "Request-SelfServiceCancellation")]
    public async Task<IReadOnlyList<CancellationNotice>> RequestCancellationAsync(RequestCancellationRequest request, CancellationToken cancellationToken = default)
    {
        var plan = await PlanCancellationRequestAsync(request, cancellationToken);
        return request.DryRun ? plan : await ApplyCancellationRequestAsync(plan, cancellationToken);
    }

    /// <summary>Has an error of its own, for a reason is chosen from a list that people know.</summary>
    private static void DemandReason(CancelSubscriptionRequest? request)
    {
        if (request?.Reason is { } reason && !Enum.IsDefined(reason))
            throw CommerceErrors.InvalidRequest("ReasonUnknown", $"'{reason}' is no reason of the list: {string.Join(", ", Enum.GetNames<CancellationReason>())}.");
    }

    private static List<PropertyChange> Authorized(IReadOnlyList<PropertyChange> plan, IReadOnlyList<Charge> charges)
    {
        var next = 0;
        return [.. plan.Select(change => change.Charge is null ? change : change with { Charge = charges[next++] })];
    }
}
