using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Licenses;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Works out what deciding requests does (R4, R5): who is given a licence and whose, and whether there are enough for all of them together.</summary>
internal static class DecisionPlanner
{
    public static async Task<IReadOnlyList<LicenseRequestDecision>> PlanApproveAsync(SqlSession session, ApproveLicenseRequest request)
    {
        DemandMessage(request.Message);
        var requests = await FindPendingAsync(session, request.RequestId);
        var chosen = await ChooseAsync(session, requests, request.User);
        var decisions = requests.Select(stored => Make(stored, user => chosen is null || chosen.Contains(user), request.Message) with
        {
            SubscriptionId = request.SubscriptionId,
            ProductId = request.Product ?? stored.Request.ProductId,
            DisabledService = request.DisabledService,
        }).ToList();

        // Requests for one product share its seats.
        var planned = new Dictionary<Guid, LicenseRequestDecision>();
        foreach (var group in decisions.GroupBy(decision => decision.ProductId, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var decision in await PlanSeatsAsync(session, [.. group]))
                planned.Add(decision.Request.RequestId, decision);
        }

        return [.. decisions.Select(decision => planned[decision.Request.RequestId])];
    }

    public static async Task<IReadOnlyList<LicenseRequestDecision>> PlanDenyAsync(SqlSession session, DenyLicenseRequest request)
    {
        DemandMessage(request.Message);
        return [.. (await FindPendingAsync(session, request.RequestId)).Select(stored => Make(stored, _ => false, request.Message))];
    }

    /// <summary>Refuses a message that cannot be kept.</summary>
    public static void DemandMessage(string? message)
    {
        if (LicenseRequestRules.RefuseMessage(message) is { } refusal)
            throw refusal;
    }

    /// <summary>Requests that wait for their decision.</summary>
    /// <exception cref="CommerceException"><c>RequestNotFound</c>, <c>RequestDecided</c>.</exception>
    public static async Task<IReadOnlyList<StoredRequest>> FindPendingAsync(SqlSession session, IReadOnlyList<Guid> ids)
    {
        var requests = await RequestReader.FindAsync(session, ids);
        foreach (var stored in requests)
        {
            if (LicenseRequestRules.RefuseDecision(stored.Request) is { } refusal)
                throw refusal;
        }

        return requests;
    }

    /// <summary>Whose licences serve the approved users of a decision.</summary>
    public static async Task<(LicenseOffer Offer, AssignLicensesRequest Assignment)> OfferAsync(SqlSession session, LicenseRequestDecision decision, IReadOnlyList<string> users)
    {
        var assignment = new AssignLicensesRequest
        {
            SubscriptionId = decision.SubscriptionId,
            Product = decision.SubscriptionId is null ? decision.ProductId ?? decision.Request.ProductId : null,
            User = users,
            DisabledService = decision.DisabledService.Count > 0 ? decision.DisabledService : null,
        };
        var offer = await LicenseOffer.FindAsync(session, assignment);
        return offer.IsSingle && LicenseRequestRules.RefuseTarget(offer.Subscriptions[0].Subscription) is { } refusal ? throw refusal : (offer, assignment);
    }

    private static LicenseRequestDecision Make(StoredRequest stored, Func<long, bool> isApproved, string? message)
    {
        var verdicts = stored.Request.Users.Zip(stored.UserKeys, (user, key) => (user.UserPrincipalName, IsApproved: isApproved(key))).ToLookup(user => user.IsApproved, user => user.UserPrincipalName);
        return new()
        {
            Request = stored.Request,
            Approved = [.. verdicts[true]],
            Refused = [.. verdicts[false]],
            SeatsNeeded = 0,
            SeatsAvailable = 0,
            Message = string.IsNullOrWhiteSpace(message) ? null : message,
        };
    }

    /// <summary>Plans decisions that take from the same licences: as if they were one.</summary>
    private static async Task<IEnumerable<LicenseRequestDecision>> PlanSeatsAsync(SqlSession session, IReadOnlyList<LicenseRequestDecision> decisions)
    {
        var (offer, assignment) = await OfferAsync(session, decisions[0], [.. decisions.SelectMany(decision => decision.Approved)]);
        var plan = await AssignmentPlanner.PlanAsync(session, offer, assignment);
        var product = await offer.ReadProductAsync(session);
        var needing = plan.Changes.Where(change => change.Action == LicenseAction.Assign).Select(change => change.User).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return decisions.Select(decision => decision with
        {
            SubscriptionId = offer.IsSingle ? offer.Subscriptions[0].Subscription.SubscriptionId : null,
            ProductId = product.Product.ProductId,
            ProductName = product.Product.ProductName,
            DisabledService = LicenseOffer.Services(product, decision.DisabledService),
            // Somebody for whom two ask needs one licence.
            SeatsNeeded = decision.Approved.Count(needing.Remove),
            SeatsAvailable = plan.SeatsAvailable,
        }).ToList();
    }

    /// <summary>The keys of the users who were named; null where nobody was, and all are meant.</summary>
    /// <exception cref="CommerceException"><c>RequestUserNotFound</c>: nobody asks for one of them, or a request asks for none of them, and approving would deny it.</exception>
    private static async Task<HashSet<long>?> ChooseAsync(SqlSession session, IReadOnlyList<StoredRequest> requests, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return null;

        await NamedUsers.StageAsync(session, names);
        var named = new List<(string Name, long? Key)>();
        await foreach (var row in session.ReadAsync("SELECT name, user_key FROM named ORDER BY place"))
            named.Add((row.GetString(0), row.GetInt64OrNull(1)));

        var asked = requests.SelectMany(stored => stored.UserKeys).ToHashSet();
        var unknown = named.Where(user => user.Key is not { } key || !asked.Contains(key)).Select(user => user.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
            throw CommerceErrors.RequestUserNotFound(unknown, requests[0].Request.RequestId);

        var chosen = named.Select(user => user.Key!.Value).ToHashSet();
        return requests.FirstOrDefault(stored => !stored.UserKeys.Any(chosen.Contains)) is { } other
            ? throw CommerceErrors.RequestUserNotFound([.. names], other.Request.RequestId)
            : chosen;
    }
}
