using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>The actor's billing profiles (U6).</summary>
internal static class BillingProfiles
{
    public static async IAsyncEnumerable<BillingProfile> ListAsync(SqlSession session, BillingProfileQuery query)
    {
        var all = await AllAsync(session);
        foreach (var stored in all.Where(stored => query.BillingProfileId.Count == 0 || query.BillingProfileId.Contains(stored.Profile.BillingProfileId, StringComparer.OrdinalIgnoreCase)))
            yield return stored.Profile;
        DemandAllFound(all, query.BillingProfileId);
    }

    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetBillingProfileRequest request)
    {
        if (PaymentMethodRules.RefuseProfileName(request.Name) is { } refusal)
            throw refusal;
        var all = await AllAsync(session);
        DemandAllFound(all, request.BillingProfileId);
        var card = request.PaymentMethodId is { } id ? await PaymentMethodReader.FindValidAsync(session, id) : null;
        var plan = new List<PropertyChange>();
        foreach (var profile in request.BillingProfileId.Distinct(StringComparer.OrdinalIgnoreCase).Select(one => Find(all, one)!.Profile))
        {
            if (request.Name is { } name)
                PlannedChanges.AddTo(plan, profile.BillingProfileId, profile.Name, nameof(BillingProfile.Name), profile.Name, name);
            if (card?.Method is { } wanted)
            {
                PlannedChanges.AddTo(
                    plan, profile.BillingProfileId, profile.Name, nameof(BillingProfile.PaymentMethodId), profile.PaymentMethodId, wanted.PaymentMethodId,
                    $"{wanted.Name} is charged from now on{(profile.PaymentMethod is { } old ? $", and {old} no more" : "")}");
            }
        }

        return plan;
    }

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var wanted = PlannedChanges.Effective(changes);
        var all = await AllAsync(session);
        DemandAllFound(all, [.. wanted.Select(change => change.Target)]);
        var applied = new List<PropertyChange>();
        foreach (var change in wanted)
        {
            var stored = Find(all, change.Target)!;
            switch (change.Property)
            {
                case nameof(BillingProfile.Name):
                    PlannedChanges.DemandCurrent(change, stored.Profile.Name);
                    if (PaymentMethodRules.RefuseProfileName(change.Wanted ?? "") is { } refusal)
                        throw refusal;
                    await session.ExecuteAsync("UPDATE billing_profile SET name = @name WHERE tenant_id = @t AND profile_key = @key", new { key = stored.Key, name = change.Wanted });
                    break;
                case nameof(BillingProfile.PaymentMethodId):
                    PlannedChanges.DemandCurrent(change, stored.Profile.PaymentMethodId);
                    await SetCardAsync(session, stored.Key, await PaymentMethodReader.FindValidAsync(session, change.Wanted ?? ""));
                    break;
                default:
                    throw CommerceErrors.ValueInvalid("Property", change.Property);
            }

            applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.BillingProfileChanged, change));
        }

        return applied;
    }

    /// <summary>The billing profile of a card of the actor's: the oldest there is, or a new one.</summary>
    /// <returns>Its key.</returns>
    public static async Task<long> ForCardAsync(SqlSession session, StoredMethod card)
    {
        if (await session.FirstOrDefaultAsync<long?>(
                "SELECT min(profile_key) FROM billing_profile WHERE tenant_id = @t AND owner_key = @actor AND method_key = @card", new { actor = session.Actor.UserKey, card = card.Key }) is { } held)
            return held;

        var key = await session.TakeKeysAsync("billing_profile", 1) + 1;
        var id = Guid.NewGuid().ToString();
        await session.ExecuteAsync(
            "INSERT INTO billing_profile (tenant_id, profile_key, profile_id, owner_key, name, method_key, created_at) VALUES (@t, @key, @id, @actor, @name, @card, @now)",
            new { key, id, actor = session.Actor.UserKey, name = card.Method.Name, card = card.Key, now = session.Now });
        await AuditLog.AddAsync(session, AuditActions.BillingProfileChanged, id, before: null, card.Method.Name);
        return key;
    }

    /// <summary>Leaves the actor's billing profiles without a card that is removed.</summary>
    public static async Task LoseCardAsync(SqlSession session, StoredMethod card)
    {
        foreach (var profile in (await AllAsync(session)).Where(stored => stored.MethodKey == card.Key))
        {
            await session.ExecuteAsync("UPDATE billing_profile SET method_key = NULL WHERE tenant_id = @t AND profile_key = @key", new { key = profile.Key });
            await PlannedChanges.RecordAsync(session, AuditActions.BillingProfileChanged, new()
            {
                Target = profile.Profile.BillingProfileId,
                Name = profile.Profile.Name,
                Property = nameof(BillingProfile.PaymentMethodId),
                Current = profile.Profile.PaymentMethodId,
            });
        }
    }

    /// <summary>Changes a profile's card. Credit notes that could not be paid out so far are due again, to the new one.</summary>
    private static async Task SetCardAsync(SqlSession session, long profileKey, StoredMethod card)
    {
        await session.ExecuteAsync("UPDATE billing_profile SET method_key = @card WHERE tenant_id = @t AND profile_key = @profileKey", new { profileKey, card = card.Key });
        var waiting = await session.QueryAsync<CreditRow>(
            """
            SELECT i.subscription_key AS SubscriptionKey, i.invoice_number AS Number
            FROM subscription_billing b JOIN invoice i ON i.tenant_id = b.tenant_id AND i.subscription_key = b.subscription_key
            WHERE b.tenant_id = @t AND b.profile_key = @profileKey AND i.status = 'Open' AND i.total_e4 < 0 AND i.settlement <> 'Due'
            """,
            new { profileKey });
        foreach (var credit in waiting)
            await InvoiceWriter.SetDueAsync(session, credit.SubscriptionKey, credit.Number, Guid.NewGuid(), authorizationId: null, card.Key);
    }

    private static async Task<List<StoredProfile>> AllAsync(SqlSession session)
    {
        var rows = await session.QueryAsync<ProfileRow>(
            """
            SELECT profile_key AS ProfileKey, profile_id AS ProfileId, name AS Name, method_key AS MethodKey, created_at AS CreatedAt
            FROM billing_profile WHERE tenant_id = @t AND owner_key = @actor ORDER BY profile_key
            """,
            new { actor = session.Actor.UserKey });
        var cards = (await PaymentMethodReader.AllAsync(session)).ToDictionary(card => card.Key, card => card.Method);
        var accounts = await BilledAccounts.OfOwnerAsync(session, session.Actor.UserKey);
        var subscriptions = await SubscriptionReader.FindAsync(session, accounts.Select(account => account.SubscriptionId));
        var live = accounts.Where(account => subscriptions[account.SubscriptionId].Subscription.Status != SubscriptionStatus.Deleted).ToLookup(account => account.ProfileId, StringComparer.Ordinal);
        var open = (await InvoiceReader.ReadAsync(session, accounts)).Where(invoice => invoice.Invoice.Status == InvoiceStatus.Open).ToLookup(invoice => invoice.Account.ProfileId, StringComparer.Ordinal);
        return
        [
            .. rows.Select(row =>
            {
                var card = row.MethodKey is { } key ? cards[key] : null;
                return new StoredProfile(row.ProfileKey, row.MethodKey, new()
                {
                    BillingProfileId = row.ProfileId,
                    Name = row.Name,
                    Owner = session.Actor.UserPrincipalName,
                    PaymentMethodId = card?.PaymentMethodId,
                    PaymentMethod = card?.Name,
                    PaymentMethodExpires = card is null ? null : PaymentMethodRules.Expires(card.ExpiryYear, card.ExpiryMonth),
                    Subscriptions = live[row.ProfileId].Count(),
                    OpenInvoices = open[row.ProfileId].Count(),
                    CreatedAt = row.CreatedAt.Value,
                });
            }),
        ];
    }

    private static StoredProfile? Find(List<StoredProfile> all, string id) => all.Find(stored => stored.Profile.BillingProfileId.Equals(id, StringComparison.OrdinalIgnoreCase));

    private static void DemandAllFound(List<StoredProfile> all, IReadOnlyList<string> ids)
    {
        var missing = ids.Where(id => Find(all, id) is null).ToList();
        if (missing.Count > 0)
            throw CommerceErrors.BillingProfileNotFound(missing);
    }

    private sealed record StoredProfile(long Key, long? MethodKey, BillingProfile Profile);

    private sealed class ProfileRow
    {
        public long ProfileKey { get; init; }

        public string ProfileId { get; init; } = "";

        public string Name { get; init; } = "";

        public long? MethodKey { get; init; }

        public UtcTime CreatedAt { get; init; }
    }

    private sealed class CreditRow
    {
        public long SubscriptionKey { get; init; }

        public int Number { get; init; }
    }
}
