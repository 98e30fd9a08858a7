using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Works out who is given a licence, or loses one (U4, T5).</summary>
internal sealed class AssignmentPlanner(GraphService service)
{
    public async Task<LicensePlan> AssignAsync(AssignLicensesRequest request, CancellationToken stop)
    {
        var book = await SubscriptionBook.ReadAsync(service, stop);
        var skus = await service.GetSkusAsync(stop);
        var target = request.SubscriptionId is { } id ? Assignable(book.Find([id])[0]) : Targets.OfProduct(book, request.Product!);
        var sku = Targets.SkuOf(skus, target);
        var off = request.DisabledService is { } names ? sku.ServiceIds(names) : null;
        var users = await DemandAsync(request.User, stop);

        var disabled = users.Where(user => user.LicenseOf(sku.SkuId) is null && user.Enabled == false).Select(user => user.Upn).ToList();
        if (disabled.Count > 0)
            throw CommerceErrors.UserDisabled(disabled);
        var needed = users.Count(user => user.LicenseOf(sku.SkuId) is null);
        if (needed > sku.Free)
            throw request.BuyShortfall ? GraphErrors.CannotBuy(needed - Math.Max(0, sku.Free), sku.Name) : GraphErrors.TooFew(sku, needed);
        return new()
        {
            Changes = [.. users.Select(user => new LicenseChange
            {
                SubscriptionId = target.Id,
                ProductName = sku.Name,
                User = user.Upn,
                Action = ActionFor(user.LicenseOf(sku.SkuId), off),
                DisabledServices = request.DisabledService,
            })],
            SeatsNeeded = needed,
            SeatsAvailable = Math.Max(0, sku.Free),
            Versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [target.Id] = target.Version },
        };
    }

    public async Task<LicensePlan> UnassignAsync(UnassignLicensesRequest request, CancellationToken stop)
    {
        var book = await SubscriptionBook.ReadAsync(service, stop);
        var licenses = request.License.Concat(request.User.Select(user => new LicenseReference(request.SubscriptionId!, user))).ToList();
        if (licenses.Find(license => string.IsNullOrEmpty(license.SubscriptionId)) is { } unclear)
            throw GraphErrors.LicenseUnclear(unclear.User);
        var subscriptions = licenses.Select(license => license.SubscriptionId).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(id => id, id => Assignable(book.Find([id])[0]), StringComparer.OrdinalIgnoreCase);
        var names = licenses.Select(license => license.User).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var users = names.Zip(await DemandAsync(names, stop)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
        return new()
        {
            Changes = [.. licenses.Select(license => (subscriptions[license.SubscriptionId], users[license.User])).DistinctBy(pair => (pair.Item1.Id, pair.Item2.Id)).Select(pair => new LicenseChange
            {
                SubscriptionId = pair.Item1.Id,
                ProductName = pair.Item1.Subscription.ProductName,
                User = pair.Item2.Upn,
                Action = pair.Item2.LicenseOf(pair.Item1.SkuId) is null ? LicenseAction.None : LicenseAction.Unassign,
            })],
            SeatsNeeded = 0,
            SeatsAvailable = 0,
            Versions = subscriptions.Values.DistinctBy(subscription => subscription.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(subscription => subscription.Id, subscription => subscription.Version, StringComparer.OrdinalIgnoreCase),
        };
    }

    private async Task<List<GraphUser>> DemandAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        var found = await new UserLookup(service).ByNameAsync(names, stop);
        var missing = names.Where((_, index) => found[index] is null).ToList();
        return missing.Count > 0 ? throw CommerceErrors.UserNotFound(missing) : [.. found.Select(user => user!)];
    }

    private static LicenseAction ActionFor(GraphLicense? held, IReadOnlyList<string>? off) =>
        held is null ? LicenseAction.Assign
        : off is null || held.DisabledPlans.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(off) ? LicenseAction.None
        : LicenseAction.ChangeServices;

    /// <summary>A subscription whose licences are the organisation's to assign (S6). The service asks for the roles.</summary>
    private static GraphSubscription Assignable(GraphSubscription subscription) =>
        SubscriptionRules.RefuseAction(subscription.Subscription, SubscriptionAction.Assign, "", [Role.GlobalAdministrator]) is { } refusal ? throw refusal : subscription;
}
