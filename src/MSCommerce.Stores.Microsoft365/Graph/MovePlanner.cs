using MSCommerce.Rules;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Works out what a move would do (T1): users are counted page by page, none is remembered but those who are named.</summary>
internal sealed class MovePlanner(GraphService service)
{
    private SubscriptionBook _book = null!;
    private List<GraphSku> _skus = null!;
    private GraphSubscription _target = null!;
    private GraphSku _targetSku = null!;

    public async Task<MovePlan> PlanAsync(MoveUsersRequest request, CancellationToken stop)
    {
        var wanted = Wanted(request);
        _book = await SubscriptionBook.ReadAsync(service, stop);
        _skus = await service.GetSkusAsync(stop);
        _target = request.TargetSubscriptionId is { } id ? _book.Find([id])[0] : Targets.OfProduct(_book, request.TargetProduct!);
        _targetSku = Targets.SkuOf(_skus, _target);
        var cases = wanted.ConvertAll(entry => (Subscription: _book.Find([entry.Id])[0], entry.Named));
        foreach (var (subscription, named) in cases)
            CommerceException.ThrowIf(MoveRules.RefuseSource(subscription.Subscription, _target.Subscription, usersNamed: named is not null));
        CommerceException.ThrowIf(MoveRules.RefuseTarget(_target.Subscription));
        foreach (var (subscription, _) in cases.Where(entry => entry.Named is null))
            RefuseShared(subscription, cases.ConvertAll(entry => entry.Subscription.Id));

        await DemandLicensedAsync(cases, stop);
        var seats = 0;
        var sources = new List<MoveSource>();
        for (var index = 0; index < cases.Count; index++)
        {
            var (source, needed) = await SourceAsync(cases[index].Subscription, cases[index].Named, cases[..index], stop);
            sources.Add(source);
            seats += needed;
        }

        if (seats > _targetSku.Free)
            throw GraphErrors.TooFew(_targetSku, seats);
        return new() { Target = _target.Subscription, Sources = sources, SeatsNeeded = seats, SeatsAvailable = Math.Max(0, _targetSku.Free) };
    }

    private static List<(string Id, IReadOnlyList<string>? Named)> Wanted(MoveUsersRequest request)
    {
        if (request.License.FirstOrDefault(license => string.IsNullOrEmpty(license.SubscriptionId)) is { } unclear)
            throw GraphErrors.LicenseUnclear(unclear.User);
        var licenses = request.License.ToLookup(license => license.SubscriptionId, license => license.User, StringComparer.OrdinalIgnoreCase);
        var wanted = request.SubscriptionId.Distinct(StringComparer.OrdinalIgnoreCase).Select(id => licenses.Contains(id)
            ? throw CommerceErrors.InvalidRequest("SourceNamedTwice", $"Subscription {id} is named as a whole and by single licences. Name it one way; nothing was changed.", id)
            : (id, request.User.Count > 0 ? request.User : null)).ToList();
        wanted.AddRange(licenses.Select(license => (license.Key, (IReadOnlyList<string>?)[.. license])));
        return wanted;
    }

    /// <summary>All users of one subscription cannot be told from those of another of the same SKU.</summary>
    private void RefuseShared(GraphSubscription source, List<string> sources)
    {
        if (source.SkuId.Equals(_targetSku.SkuId, StringComparison.OrdinalIgnoreCase))
            return;
        var others = _book.OfSku(source.SkuId).Where(other => !sources.Contains(other.Id)).Select(other => other.Id).ToList();
        if (others.Count > 0)
            throw GraphErrors.UsersNotTold(source.Subscription, others);
    }

    /// <summary>Who is named and holds neither a licence to move nor one of the target was named by mistake; who holds the target's has moved already.</summary>
    private async Task DemandLicensedAsync(List<(GraphSubscription Subscription, IReadOnlyList<string>? Named)> cases, CancellationToken stop)
    {
        var names = cases.SelectMany(entry => entry.Named ?? []).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var users = await new UserLookup(service).ByNameAsync(names, stop);
        var missing = names.Where((_, index) => users[index] is null).ToList();
        if (missing.Count > 0)
            throw CommerceErrors.UserNotFound(missing);
        var skus = cases.Select(entry => entry.Subscription.SkuId).Append(_targetSku.SkuId).ToList();
        var strangers = users.Where(user => !skus.Exists(sku => user!.LicenseOf(sku) is not null)).Select(user => user!.Upn).ToList();
        if (strangers.Count > 0)
            throw CommerceErrors.UserNotLicensed(strangers, cases[0].Subscription.Id);
    }

    private async Task<(MoveSource Source, int SeatsNeeded)> SourceAsync(
        GraphSubscription subscription, IReadOnlyList<string>? named, List<(GraphSubscription Subscription, IReadOnlyList<string>? Named)> earlier, CancellationToken stop)
    {
        var move = new MoveCase(Targets.SkuOf(_skus, subscription), _targetSku);
        var twin = named is null ? earlier.Find(other => other.Subscription.SkuId.Equals(subscription.SkuId, StringComparison.OrdinalIgnoreCase)).Subscription : null;
        var count = new MoveCount();
        var seats = 0;
        if (!move.IsSameSku && twin is null)
        {
            await foreach (var user in MoveWriter.UsersAsync(service, subscription.SkuId, named, stop))
            {
                var step = move.StepFor(user);
                count.Add(step);
                // Who comes from two sources needs one licence.
                if (step == MoveStep.Swap && !earlier.Exists(other => Means(other.Named, user) && new MoveCase(Targets.SkuOf(_skus, other.Subscription), _targetSku).StepFor(user) == MoveStep.Swap))
                    seats++;
            }
        }

        var note = move.IsSameSku ? MoveNotes.SameSku(subscription.Subscription, _targetSku)
            : twin is not null ? MoveNotes.CountedElsewhere(twin.Subscription)
            : MoveNotes.Remains(subscription.Subscription, named is null, count.Disabled);
        return (new()
        {
            Subscription = subscription.Subscription,
            Users = count.Users,
            UsersAlreadyLicensed = count.TakenAway,
            UsersDisabled = count.Disabled,
            UsersByGroup = count.ByGroup,
            IsCancelled = false,
            NamedUsers = named,
            Version = subscription.Version,
            Note = note,
        }, seats);
    }

    private static bool Means(IReadOnlyList<string>? named, GraphUser user) =>
        named is null || named.Contains(user.Upn, StringComparer.OrdinalIgnoreCase) || named.Contains(user.Id, StringComparer.OrdinalIgnoreCase);
}
