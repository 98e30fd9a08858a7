using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql.Licenses;

/// <summary>Works out who needs a licence, whose it is and what has to be bought (U4, T5).</summary>
internal static class AssignmentPlanner
{
    public static async Task<LicensePlan> PlanAsync(SqlSession session, AssignLicensesRequest request) =>
        await PlanAsync(session, await LicenseOffer.FindAsync(session, request), request);

    /// <summary>Plans with an offer that was found already.</summary>
    public static async Task<LicensePlan> PlanAsync(SqlSession session, LicenseOffer offer, AssignLicensesRequest request)
    {
        var services = request.DisabledService is { } names ? LicenseOffer.Services(await offer.ReadProductAsync(session), names) : null;
        await NamedUsers.StageAsync(session, request.User);

        var people = await ReadPeopleAsync(session, offer);
        var disabled = people.Where(person => person.Held is null && !person.Enabled).Select(person => person.Upn).ToList();
        if (disabled.Count > 0)
            throw CommerceErrors.UserDisabled(disabled);

        var needed = people.Count(person => person.Held is null);
        var (givers, purchase) = await ServeAsync(session, offer, needed, request.BuyShortfall);
        using var seats = givers.SelectMany(giver => Enumerable.Repeat(giver.SubscriptionId, giver.Seats)).GetEnumerator();
        var isAsWanted = services is null ? _ => true : await CompareServicesAsync(session, offer, services);
        var changes = people.ConvertAll(person => Change(offer, person, services, isAsWanted, seats));
        return new()
        {
            Changes = changes,
            SeatsNeeded = needed,
            SeatsAvailable = offer.Available,
            Purchase = purchase,
            Versions = offer.Subscriptions
                .Where(stored => purchase?.SubscriptionId == stored.Subscription.SubscriptionId || changes.Exists(change => change.SubscriptionId == stored.Subscription.SubscriptionId))
                .ToDictionary(stored => stored.Subscription.SubscriptionId, stored => stored.VersionText, StringComparer.OrdinalIgnoreCase),
        };
    }

    private static async Task<List<Person>> ReadPeopleAsync(SqlSession session, LicenseOffer offer)
    {
        await StagedRows.StageAsync(
            session, "offered",
            [new("ordinal", "INTEGER PRIMARY KEY", IsNumber: true), new("subscription_key", "BIGINT NOT NULL UNIQUE", IsNumber: true)],
            offer.Subscriptions.Select((stored, index) => (object?[])[(long)index, stored.Key]));

        var people = new List<Person>();
        const string Columns =
            """
            u.user_key, u.upn, u.account_enabled,
            (SELECT min(o.ordinal) FROM license l CROSS JOIN offered o WHERE l.tenant_id = @t AND l.user_key = u.user_key AND o.subscription_key = l.subscription_key)
            """;
        const int First = NamedUsers.First;
        await foreach (var row in NamedUsers.ReadKnownAsync(session, Columns))
            people.Add(new(row.GetInt64(First), row.GetString(First + 1), row.GetInt64(First + 2) != 0, row.GetInt64OrNull(First + 3) is { } held ? offer.Subscriptions[(int)held] : null));
        return people;
    }

    /// <summary>Whose licences the users get, one after the other; null is the subscription that is bought.</summary>
    private static async Task<(List<(string? SubscriptionId, int Seats)> Givers, PurchasePlan? Purchase)> ServeAsync(
        SqlSession session, LicenseOffer offer, int needed, bool buyShortfall)
    {
        if (offer.IsSingle)
        {
            var only = offer.Subscriptions[0].Subscription;
            return needed <= only.AvailableLicenses
                ? ([(only.SubscriptionId, needed)], null)
                : throw CommerceErrors.TooFewLicenses(only.SubscriptionId, only.ProductName, needed, only.AvailableLicenses!.Value);
        }

        var (shares, missing) = SeatAllocation.Allocate(offer.Subscriptions.Select(stored => stored.Subscription), needed);
        var givers = shares.Select(share => ((string?)share.SubscriptionId, share.Seats)).ToList();
        if (missing == 0)
            return (givers, null);
        var product = (await offer.ReadProductAsync(session)).Product;
        if (!buyShortfall)
            throw CommerceErrors.TooFewLicenses(product.ProductId, product.ProductName, needed, offer.Available);

        var enlarged = SeatAllocation.ToEnlarge(offer.Subscriptions.Select(stored => stored.Subscription));
        givers.Add((enlarged?.SubscriptionId, missing));
        return (givers, CentralPurchase.Plan(product, missing, enlarged?.Term ?? SubscriptionTerm.Year, enlarged?.SubscriptionId));
    }

    private static LicenseChange Change(
        LicenseOffer offer, Person person, IReadOnlyList<string>? services, Func<Person, bool> isAsWanted, IEnumerator<string?> seats)
    {
        var change = new LicenseChange { ProductName = offer.ProductName, User = person.Upn, Action = LicenseAction.Assign, DisabledServices = services };
        if (person.Held is null)
        {
            seats.MoveNext();
            return change with { SubscriptionId = seats.Current };
        }

        var same = isAsWanted(person);
        return change with
        {
            SubscriptionId = person.Held.Subscription.SubscriptionId,
            Action = same ? LicenseAction.None : LicenseAction.ChangeServices,
            DisabledServices = same ? null : services,
        };
    }

    /// <summary>Whether of those who hold a licence exactly these services are switched off.</summary>
    private static async Task<Func<Person, bool>> CompareServicesAsync(SqlSession session, LicenseOffer offer, IReadOnlyList<string> services)
    {
        var product = await offer.ReadProductAsync(session);
        var wanted = services.Select(service => product.ServiceKeys[service]).ToHashSet();
        var rows = await session.QueryAsync<ServiceOff>(
            """
            SELECT x.subscription_key AS SubscriptionKey, x.user_key AS UserKey, x.service_key AS ServiceKey
            FROM offered o JOIN license_service_off x ON x.tenant_id = @t AND x.subscription_key = o.subscription_key
            WHERE x.user_key IN (SELECT n.user_key FROM named n)
            """);
        var off = rows.ToLookup(row => (row.SubscriptionKey, row.UserKey), row => row.ServiceKey);
        return person => wanted.SetEquals(off[(person.Held!.Key, person.Key)]);
    }

    private sealed record Person(long Key, string Upn, bool Enabled, StoredSubscription? Held);

    private sealed class ServiceOff
    {
        public long SubscriptionKey { get; init; }

        public long UserKey { get; init; }

        public long ServiceKey { get; init; }
    }
}
