namespace MSCommerce.Rules;

/// <summary>What needs an administrator's attention in the objects that the cmdlets return: one rule for tables, lists, and whoever else shows them.</summary>
public static class AttentionRules
{
    /// <summary>Days before an end, of a subscription or of a card, from which it is noticed.</summary>
    public const int DaysAhead = 30;

    /// <summary>Days that an invoice may be open, and a licence request wait, before it is more than a warning.</summary>
    public const int DaysOpen = 30;

    /// <summary>Hours that an e-mail may wait in the outbox before it is noticed: somebody should be sending it.</summary>
    public const int HoursUnsent = 24;

    /// <summary>Whether a property of an object needs attention.</summary>
    /// <param name="shown">The object, as a cmdlet returned it; any other needs none.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="now">The date asked about.</param>
    /// <returns>How much.</returns>
    public static Attention Of(object? shown, string property, DateTimeOffset now) => shown switch
    {
        Subscription subscription => Of(subscription, property, now),
        LicenseSummary summary => property == nameof(LicenseSummary.AvailableLicenses) ? Left(summary.AvailableLicenses, summary.TotalLicenses) : Attention.None,
        LicensedUser user => property == nameof(LicensedUser.AccountEnabled) ? Warn(user.AccountEnabled == false) : Attention.None,
        LicenseRequest request => Of(request, property, now),
        LicenseRequestDecision decision => property == nameof(LicenseRequestDecision.SeatsAvailable) ? Fail(decision.SeatsNeeded > decision.SeatsAvailable) : Attention.None,
        RequestProcess process => property == nameof(RequestProcess.PendingRequests) ? Warn(process.PendingRequests > 0) : Attention.None,
        ProductPolicy policy => OfPolicy(property, policy.PolicyValue, policy.IsExplicit),
        OfferTypePolicy policy => OfPolicy(property, policy.PolicyValue, policy.IsExplicit),
        PolicyChange change => property is nameof(PolicyChange.IsApplied) or nameof(PolicyChange.Failure) ? Fail(change.Failure is not null) : Attention.None,
        PolicyDrift drift => Of(drift, property),
        MoveResult move => Of(move, property),
        LicenseResult result => property == nameof(LicenseResult.Failures) ? Fail(result.Failures.Count > 0) : Attention.None,
        CancellationNotice notice => property == nameof(CancellationNotice.UsersNotCovered) ? Warn(notice.UsersNotCovered > 0) : Attention.None,
        Invoice invoice => Of(invoice, property, now),
        PaymentMethod card => property is nameof(PaymentMethod.ExpiryMonth) or nameof(PaymentMethod.ExpiryYear) or nameof(PaymentMethod.IsExpired)
            ? OfCard(PaymentMethodRules.Expires(card.ExpiryYear, card.ExpiryMonth), now)
            : Attention.None,
        BillingProfile profile => Of(profile, property, now),
        Notice notice => Of(notice, property, now),
        NoticeDelivery delivery => property is nameof(NoticeDelivery.Status) or nameof(NoticeDelivery.Error) ? OfNotice(delivery.Status) : Attention.None,
        AuditEntry entry => property == nameof(AuditEntry.Outcome) ? Warn(entry.Outcome == AuditOutcome.Refused) : Attention.None,
        TenantLogin login => Of(login, property),
        StoreCheck check => property is nameof(StoreCheck.Passed) or nameof(StoreCheck.Detail) ? Fail(!check.Passed) : Attention.None,
        ReportResult report => Of(report, property),
        _ => Attention.None,
    };

    private static Attention Of(Subscription subscription, string property, DateTimeOffset now) => property switch
    {
        nameof(Subscription.Status) or nameof(Subscription.ServiceStatus) => subscription.Status switch
        {
            SubscriptionStatus.Expired => Attention.Warning,
            SubscriptionStatus.Disabled => Attention.Error,
            _ => Attention.None,
        },
        // One that is known to renew does not end.
        nameof(Subscription.ExpiresAt) =>
            Warn(subscription is { Status: SubscriptionStatus.Active, AutoRenew: not true, ExpiresAt: { } end } && end <= now.AddDays(DaysAhead)),
        // A purchaser who has assigned all that he bought needs nothing; an organisation that has none left will.
        nameof(Subscription.AssignedLicenses) or nameof(Subscription.AvailableLicenses) =>
            subscription is { Status: SubscriptionStatus.Active, AvailableLicenses: { } left }
            && (left < 0 || subscription.Channel == SubscriptionChannel.Central || subscription.IsControlledByOrganization)
                ? Left(left, subscription.TotalLicenses)
                : Attention.None,
        _ => Attention.None,
    };

    private static Attention Of(LicenseRequest request, string property, DateTimeOffset now)
    {
        if (request.Status != LicenseRequestStatus.Pending || property is not (nameof(LicenseRequest.Status) or nameof(LicenseRequest.RequestedAt)))
            return Attention.None;
        return request.RequestedAt <= now.AddDays(-DaysOpen) ? Attention.Error : Attention.Warning;
    }

    // What nobody decided is open to every buyer, and so is each new product.
    private static Attention OfPolicy(string property, string value, bool? isExplicit) =>
        property is "PolicyValue" or "IsExplicit" ? Warn(isExplicit == false && PolicyRules.AllowsPurchase(value)) : Attention.None;

    private static Attention Of(PolicyDrift drift, string property)
    {
        if (property is not (nameof(PolicyDrift.Kind) or nameof(PolicyDrift.Actual)))
            return Attention.None;
        return drift is { Actual: { } actual, Expected: { } expected } && IsMoreOpen(actual, expected) ? Attention.Error : Attention.Warning;
    }

    private static bool IsMoreOpen(string actual, string expected) =>
        (PolicyRules.AllowsPurchase(actual) && !PolicyRules.AllowsPurchase(expected)) || (PolicyRules.AllowsTrial(actual) && !PolicyRules.AllowsTrial(expected));

    private static Attention Of(MoveResult move, string property) => property switch
    {
        nameof(MoveResult.IsApplied) or nameof(MoveResult.Failures) => Fail(move.Failures.Count > 0),
        nameof(MoveResult.SeatsAvailable) => Fail(move.SeatsNeeded > move.SeatsAvailable),
        nameof(MoveResult.UsersDisabled) => Warn(move.UsersDisabled > 0),
        nameof(MoveResult.Note) => Warn(move.Note is not null),
        _ => Attention.None,
    };

    private static Attention Of(Invoice invoice, string property, DateTimeOffset now)
    {
        if (invoice.Status != InvoiceStatus.Open || property is not (nameof(Invoice.Status) or nameof(Invoice.LastError)))
            return Attention.None;
        return invoice.LastError is not null || invoice.IssuedAt <= now.AddDays(-DaysOpen) ? Attention.Error : Attention.Warning;
    }

    private static Attention OfCard(string expires, DateTimeOffset now)
    {
        if (string.CompareOrdinal(expires, Month(now)) < 0)
            return Attention.Error;
        return Warn(string.CompareOrdinal(expires, Month(now.AddDays(DaysAhead))) < 0);
    }

    private static string Month(DateTimeOffset date) => PaymentMethodRules.Expires(date.UtcDateTime.Year, date.UtcDateTime.Month);

    private static Attention Of(BillingProfile profile, string property, DateTimeOffset now) => property switch
    {
        nameof(BillingProfile.PaymentMethodExpires) when profile.PaymentMethodExpires is { } expires => OfCard(expires, now),
        nameof(BillingProfile.OpenInvoices) => Warn(profile.OpenInvoices > 0),
        _ => Attention.None,
    };

    private static Attention Of(Notice notice, string property, DateTimeOffset now)
    {
        if (property is not (nameof(Notice.Status) or nameof(Notice.LastError)))
            return Attention.None;
        return notice.Status == NoticeStatus.Pending ? Warn(notice.CreatedAt <= now.AddHours(-HoursUnsent)) : OfNotice(notice.Status);
    }

    private static Attention OfNotice(NoticeStatus status) => status switch
    {
        NoticeStatus.Failed => Attention.Warning,
        NoticeStatus.Undeliverable => Attention.Error,
        _ => Attention.None,
    };

    private static Attention Of(TenantLogin login, string property) => property switch
    {
        nameof(TenantLogin.AccountEnabled) => Warn(!login.AccountEnabled),
        nameof(TenantLogin.Access) => Warn(login.Access is null or LoginAccess.None),
        _ => Attention.None,
    };

    private static Attention Of(ReportResult report, string property) => property switch
    {
        nameof(ReportResult.ExpiringIn30Days) => Warn(report.ExpiringIn30Days > 0),
        nameof(ReportResult.Drift) => Warn(report.Drift > 0),
        nameof(ReportResult.PendingRequests) => Warn(report.PendingRequests > 0),
        nameof(ReportResult.Gaps) => Warn(report.Gaps.Count > 0),
        _ => Attention.None,
    };

    private static Attention Left(long left, long total) => left < 0 ? Attention.Error : Warn(left == 0 && total > 0);

    private static Attention Warn(bool needed) => needed ? Attention.Warning : Attention.None;

    private static Attention Fail(bool failed) => failed ? Attention.Error : Attention.None;
}
