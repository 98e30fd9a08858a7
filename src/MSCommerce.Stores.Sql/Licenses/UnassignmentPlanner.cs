namespace MSCommerce.Stores.Sql.Licenses;

/// <summary>Works out whose licences are taken away (U4).</summary>
internal static class UnassignmentPlanner
{
    public static async Task<LicensePlan> PlanAsync(SqlSession session, UnassignLicensesRequest request)
    {
        if (request.User.Count > 0 && request.SubscriptionId is null)
            throw CommerceErrors.InvalidRequest("SubscriptionMissing", "Users were named, and not the subscription whose licences are taken away from them. Name it; nothing was changed.");

        var wanted = request.License.Concat(request.User.Select(user => new LicenseReference(request.SubscriptionId!, user))).ToList();
        var found = await SubscriptionReader.FindAsync(session, wanted.Select(license => license.SubscriptionId));
        foreach (var stored in found.Values)
            LicenseOffer.DemandAssignable(session, stored);

        await NamedUsers.StageAsync(session, wanted.Select(license => ((long?)found[license.SubscriptionId].Key, license.User)));
        return new()
        {
            Changes = await ReadChangesAsync(session, found.Values.ToDictionary(stored => stored.Key, stored => stored.Subscription)),
            SeatsNeeded = 0,
            SeatsAvailable = (int)Math.Min(int.MaxValue, found.Values.Sum(stored => (long)stored.Subscription.AvailableLicenses!.Value)),
            Versions = found.Values.ToDictionary(stored => stored.Subscription.SubscriptionId, stored => stored.VersionText, StringComparer.OrdinalIgnoreCase),
        };
    }

    private static async Task<List<LicenseChange>> ReadChangesAsync(SqlSession session, Dictionary<long, Subscription> subscriptions)
    {
        var changes = new List<LicenseChange>();
        const string Columns =
            """
            f.subscription_key, u.upn,
            CASE WHEN EXISTS (SELECT 1 FROM license l WHERE l.tenant_id = @t AND l.subscription_key = f.subscription_key AND l.user_key = f.user_key) THEN 1 ELSE 0 END
            """;
        await foreach (var row in NamedUsers.ReadKnownAsync(session, Columns))
        {
            var subscription = subscriptions[row.GetInt64(NamedUsers.First)];
            changes.Add(new()
            {
                SubscriptionId = subscription.SubscriptionId,
                ProductName = subscription.ProductName,
                User = row.GetString(NamedUsers.First + 1),
                Action = row.GetInt64(NamedUsers.First + 2) != 0 ? LicenseAction.Unassign : LicenseAction.None,
            });
        }

        return changes;
    }
}
