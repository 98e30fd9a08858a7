using System.Globalization;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Changes settings of subscriptions: control, total, renewal (T4, U3, U8). Control first: what is taken over may then be changed.</summary>
internal static class SubscriptionChanges
{
    public static async Task<IReadOnlyList<PropertyChange>> PlanAsync(SqlSession session, SetSubscriptionRequest request)
    {
        var found = await SubscriptionReader.FindAsync(session, request.SubscriptionId);
        var plan = new List<PropertyChange>();
        foreach (var id in request.SubscriptionId.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var stored = found[id];
            if (request.TakeControl)
                stored = await PlanAsync(session, plan, stored, nameof(Subscription.IsControlledByOrganization), bool.TrueString);
            if (request.TotalLicenses is { } total)
                stored = await PlanAsync(session, plan, stored, nameof(Subscription.TotalLicenses), PropertyText.Of(total)!);
            if (request.AutoRenew is { } renew)
                await PlanAsync(session, plan, stored, nameof(Subscription.AutoRenew), PropertyText.Of(renew));
        }

        return plan;
    }

    public static async Task<IReadOnlyList<PropertyChange>> ApplyAsync(SqlSession session, IReadOnlyList<PropertyChange> changes)
    {
        var applied = new List<PropertyChange>();
        foreach (var change in PlannedChanges.Effective(changes))
        {
            // Read again for each: control that was taken before has switched renewal off.
            var stored = (await SubscriptionReader.FindAsync(session, [change.Target]))[change.Target];
            await ApproveAsync(session, stored, change);
            PlannedChanges.DemandCurrent(change, ValueOf(stored.Subscription, change.Property));
            await InvoiceWriter.WriteDueAsync(session, stored.Key);
            await WriteAsync(session, stored, change);
            applied.Add(await PlannedChanges.RecordAsync(session, AuditActions.SubscriptionChanged, change));
        }

        return applied;
    }

    /// <summary>Plans one change.</summary>
    /// <returns>The subscription as it would be after it.</returns>
    private static async Task<StoredSubscription> PlanAsync(SqlSession session, List<PropertyChange> plan, StoredSubscription stored, string property, string wanted)
    {
        var subscription = stored.Subscription;
        var change = new PropertyChange
        {
            Target = subscription.SubscriptionId,
            Name = subscription.ProductName,
            Property = property,
            Current = ValueOf(subscription, property),
            Wanted = wanted,
            Detail = Detail(subscription, property, wanted),
        };
        await ApproveAsync(session, stored, change);
        if (!change.IsChange)
            return stored;
        plan.Add(property == nameof(Subscription.TotalLicenses) ? await BilledChanges.PriceAsync(session, stored, change) : change);
        return stored with
        {
            Subscription = property switch
            {
                nameof(Subscription.TotalLicenses) => subscription with { TotalLicenses = PropertyText.ToNumber(change) },
                nameof(Subscription.IsControlledByOrganization) => subscription with { IsControlledByOrganization = true, AutoRenew = false },
                _ => subscription,
            },
        };
    }

    /// <summary>Asks the rules, before the plan and again before the change.</summary>
    private static async Task ApproveAsync(SqlSession session, StoredSubscription stored, PropertyChange change)
    {
        var (action, refusal) = change.Property switch
        {
            nameof(Subscription.TotalLicenses) => (
                SubscriptionAction.ChangeTotal,
                change.IsChange ? await RefuseTotalAsync(session, stored, PropertyText.ToNumber(change)) : null),
            nameof(Subscription.AutoRenew) => (
                SubscriptionAction.ChangeRenewal,
                change.IsChange ? SubscriptionRules.RefuseRenewal(stored.Subscription, PropertyText.ToBoolean(change), stored.PurchaserEnabled) : null),
            nameof(Subscription.IsControlledByOrganization) => (SubscriptionAction.TakeControl, SubscriptionRules.RefuseTakeControl(stored.Subscription)),
            _ => throw CommerceErrors.ValueInvalid("Property", change.Property),
        };

        // Who may not is told so first: the rest is none of his business.
        refusal = SubscriptionRules.RefuseAction(stored.Subscription, action, session.Actor.UserPrincipalName, session.Actor.Roles) ?? refusal;
        if (refusal is not null)
            throw refusal;
    }

    private static async Task<CommerceException?> RefuseTotalAsync(SqlSession session, StoredSubscription stored, int wanted)
    {
        var policy = await SqlPolicyStore.EffectiveAsync(session, PolicyIds.AllowSelfServicePurchase, stored.ProductKey);
        IReadOnlyList<EligibilityRefusal> buyer = [];
        if (SubscriptionRules.BuysMore(stored.Subscription, wanted))
        {
            var product = (await ProductReader.ReadAsync(session)).Single(product => product.Key == stored.ProductKey).Product;
            buyer = EligibilityRules.RefuseBuyer(await TenantFacts.ReadAsync(session), (await EligibilityReader.ActorAsync(session)).User, product);
        }

        return SubscriptionRules.RefuseTotal(stored.Subscription, wanted, policy, buyer);
    }

    private static async Task WriteAsync(SqlSession session, StoredSubscription stored, PropertyChange change)
    {
        var subscription = stored.Subscription;
        switch (change.Property)
        {
            case nameof(Subscription.TotalLicenses):
                await BilledChanges.WriteTotalAsync(session, stored, change);
                await SubscriptionWriter.SetTotalAsync(session, stored, PropertyText.ToNumber(change), subscription.PricePerLicense, subscription.Currency);
                break;
            case nameof(Subscription.AutoRenew):
                await session.ExecuteAsync(
                    "UPDATE subscription SET renewal_off_at = @offAt, version = version + 1 WHERE tenant_id = @t AND subscription_key = @key",
                    new { key = stored.Key, offAt = PropertyText.ToBoolean(change) ? (UtcTime?)null : session.Now });
                break;
            default:
                if (!PropertyText.ToBoolean(change))
                    throw CommerceErrors.ValueInvalid(change.Property, change.Wanted);
                await session.ExecuteAsync(
                    """
                    UPDATE subscription SET is_controlled = 1, controlled_at = @now, version = version + 1,
                           renewal_off_at = CASE WHEN renewal_off_at < @now THEN renewal_off_at ELSE @now END
                    WHERE tenant_id = @t AND subscription_key = @key
                    """,
                    new { key = stored.Key, now = session.Now });
                await SqlNoticeStore.AddForPurchaserAsync(session, NoticeKind.ControlTaken, stored, subscription.AssignedLicenses!.Value);
                break;
        }
    }

    private static string? ValueOf(Subscription subscription, string property) => property switch
    {
        nameof(Subscription.TotalLicenses) => PropertyText.Of(subscription.TotalLicenses),
        nameof(Subscription.AutoRenew) => PropertyText.Of(subscription.AutoRenew == true),
        nameof(Subscription.IsControlledByOrganization) => PropertyText.Of(subscription.IsControlledByOrganization),
        _ => throw CommerceErrors.ValueInvalid("Property", property),
    };

    /// <summary>What a change costs or ends, for whoever confirms it.</summary>
    private static string? Detail(Subscription subscription, string property, string wanted)
    {
        var end = subscription.ExpiresAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        switch (property)
        {
            case nameof(Subscription.TotalLicenses):
                var difference = int.Parse(wanted, CultureInfo.InvariantCulture) - subscription.TotalLicenses;
                var words = PriceRules.InWords(Math.Abs(difference), subscription.PricePerLicense, subscription.Currency, subscription.Term);
                return difference > 0 ? words : $"gives back {words}";
            case nameof(Subscription.AutoRenew):
                return wanted == bool.TrueString
                    ? $"renews on {end}: {PriceRules.InWords(subscription.TotalLicenses, subscription.PricePerLicense, subscription.Currency, subscription.Term)}"
                    : $"ends on {end}";
            default:
                return $"{subscription.Purchaser} sees it and no more, and is written to; it does not renew on {end} unless renewal is switched on again";
        }
    }
}
