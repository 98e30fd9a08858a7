namespace MSCommerce.Cli.Tour;

/// <summary>The third job: users of a self-service subscription go to the organisation's.</summary>
internal sealed class MoveChapter(CommerceClient client, TourPage page)
{
    /// <summary>Goes through it.</summary>
    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken stop)
    {
        page.Chapter("Move the users of a self-service subscription to the organisation's");
        if (await ChooseAsync(stop) is not { } plan)
        {
            page.Check(false, "The sample has a subscription whose users can be moved.");
            return "No users were moved.";
        }

        var (source, target) = (plan.Sources[0], plan.Target);
        var line = $"Move-SelfServiceUsers -SubscriptionId {source.Subscription.SubscriptionId} -TargetProductId '{target.ProductName}'";
        page.Say($"{source.Subscription.PurchaserName} bought {source.Subscription.ProductName} for {Users(source.Users)}. The organisation has a subscription of its own, so they can all go there. First the plan:");
        page.PowerShell($"{line} -WhatIf");
        page.Table(
            [new("Users", AlignsRight: true, StaysWhole: true), new("HaveOneAlready", AlignsRight: true, StaysWhole: true), new("AccountDisabled", AlignsRight: true, StaysWhole: true), new("LicencesNeeded", AlignsRight: true, StaysWhole: true), new("Available", AlignsRight: true, StaysWhole: true)],
            [[$"{source.Users}", $"{source.UsersAlreadyLicensed}", $"{source.UsersDisabled}", $"{plan.SeatsNeeded}", $"{plan.SeatsAvailable}"]]);
        page.Check(await StatusAsync(source, stop) == SubscriptionStatus.Active, "Nothing was written: the subscription is as it was.");

        page.Say("Now for real. All of it is one transaction:");
        page.PowerShell(line);
        var before = await HoldersAsync(source.Subscription.SubscriptionId, stop);
        var results = await client.Licenses.MoveAsync(new() { SubscriptionId = [source.Subscription.SubscriptionId], TargetProduct = target.ProductName }, null, stop);
        page.Table(
            [new("ProductName"), new("TargetProductName"), new("Users", AlignsRight: true, StaysWhole: true), new("Status", StaysWhole: true)],
            results.Select(result => new[] { result.ProductName, result.TargetProductName, $"{result.Users}", result.Status.ToString() }));

        await VerifySubscriptionAsync(source, stop);
        await VerifyUsersAsync(before, source, target, stop);
        await VerifyNoticeAsync(source.Subscription, stop);
        await VerifyAuditAsync(source, stop);
        return $"{Users(source.Users)} went from {source.Subscription.PurchaserName}'s {source.Subscription.ProductName} to the organisation's, and the old subscription is cancelled.";
    }

    /// <summary>The active self-service subscription with the most users whom the organisation has room for.</summary>
    private async Task<MovePlan?> ChooseAsync(CancellationToken stop)
    {
        var active = await client.Subscriptions.GetAsync(new() { Channel = SubscriptionChannel.SelfService, Status = [SubscriptionStatus.Active] }, stop).ToListAsync(stop);
        foreach (var subscription in active.Where(subscription => subscription.AssignedLicenses > 0).OrderByDescending(subscription => subscription.AssignedLicenses))
        {
            try
            {
                return await client.Licenses.PlanMoveAsync(
                    new() { SubscriptionId = [subscription.SubscriptionId], TargetProduct = subscription.ProductName, DryRun = true }, stop);
            }
            catch (CommerceException)
            {
                // The organisation has none of this product, or too few licences: the next one.
            }
        }

        return null;
    }

    private async Task VerifySubscriptionAsync(MoveSource source, CancellationToken stop)
    {
        page.PowerShell($"Get-SelfServiceSubscription -SubscriptionId {source.Subscription.SubscriptionId} | Select-Object ProductName, Purchaser, Status");
        var status = await StatusAsync(source, stop);
        page.Table([new("ProductName"), new("Purchaser"), new("Status", StaysWhole: true)], [[source.Subscription.ProductName, source.Subscription.Purchaser!, $"{status}"]]);
        page.Check(status == SubscriptionStatus.Deleted, $"The old subscription is {status}.");
    }

    private async Task VerifyUsersAsync(List<LicensedUser> before, MoveSource source, Subscription target, CancellationToken stop)
    {
        var moved = before.Where(user => user.AccountEnabled != false).Select(user => user.UserPrincipalName).ToList();
        page.PowerShell($"Get-SelfServiceUser -SubscriptionId {target.SubscriptionId}");
        var now = await HoldersAsync(target.SubscriptionId, stop);
        var names = now.Select(user => user.UserPrincipalName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        const int Shown = 3;
        page.Table(
            [new("UserPrincipalName"), new("ProductName"), new("Purchaser")],
            now.Where(user => moved.Contains(user.UserPrincipalName, StringComparer.OrdinalIgnoreCase)).Take(Shown).Select(user => new[] { user.UserPrincipalName, user.ProductName, user.Purchaser ?? "the organisation" }));
        page.Check(moved.Count == source.Users && moved.TrueForAll(names.Contains), $"All {moved.Count} hold a licence of the organisation's {target.ProductName} (the first {Math.Min(Shown, moved.Count)} are shown).");
        page.Check((await HoldersAsync(source.Subscription.SubscriptionId, stop)).Count == 0, "Nobody holds a licence of the old one any more.");
    }

    private async Task VerifyNoticeAsync(Subscription source, CancellationToken stop)
    {
        page.PowerShell($"Get-MSCommerceNotice -Recipient {source.Purchaser}");
        var notices = await client.Notices.GetAsync(new() { Recipient = [source.Purchaser!] }, stop).ToListAsync(stop);
        page.Table([new("Subject"), new("Status", StaysWhole: true)], notices.Select(notice => new[] { notice.Subject, notice.Status.ToString() }));
        page.Check(notices.Exists(notice => notice.Kind == NoticeKind.SubscriptionCancelled && notice.Body.Contains(source.SubscriptionId, StringComparison.OrdinalIgnoreCase)), "The purchaser is told: one e-mail waits in the outbox.");
    }

    private async Task VerifyAuditAsync(MoveSource source, CancellationToken stop)
    {
        page.PowerShell($"Get-MSCommerceAuditLog -Action {AuditActions.LicenseMoved}, {AuditActions.SubscriptionCancelled} -First 5");
        var entries = await client.Audit.GetAsync(new() { Action = [AuditActions.LicenseMoved, AuditActions.SubscriptionCancelled], Outcome = AuditOutcome.Succeeded }, stop).ToListAsync(stop);
        page.Table([new("Actor"), new("Action"), new("Target")], entries.Take(5).Select(entry => new[] { entry.Actor, entry.Action, entry.Target }));
        var cancelled = entries.Find(entry => entry.Action == AuditActions.SubscriptionCancelled && entry.Target.Contains(source.Subscription.SubscriptionId, StringComparison.OrdinalIgnoreCase));
        var moves = entries.Count(entry => entry.Action == AuditActions.LicenseMoved && entry.CorrelationId == cancelled?.CorrelationId);
        page.Check(cancelled is not null && moves == source.Users, $"The audit log has the cancellation and {moves} moves, under one correlation id.");
    }

    private async Task<SubscriptionStatus?> StatusAsync(MoveSource source, CancellationToken stop) =>
        (await client.Subscriptions.GetAsync(new() { SubscriptionId = [source.Subscription.SubscriptionId] }, stop).FirstOrDefaultAsync(stop))?.Status;

    private async Task<List<LicensedUser>> HoldersAsync(string subscriptionId, CancellationToken stop) =>
        await client.Licenses.GetUsersAsync(new() { SubscriptionId = [subscriptionId] }, stop).ToListAsync(stop);

    private static string Users(int number) => number == 1 ? "1 person" : $"{number} people";
}
