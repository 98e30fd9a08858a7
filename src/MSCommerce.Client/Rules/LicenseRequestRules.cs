using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>Who may ask for licences, how a request ends and how long it is kept (R).</summary>
public static class LicenseRequestRules
{
    /// <summary>The longest message (characters).</summary>
    public const int MaximumMessage = 1000;

    /// <summary>The most users of one request.</summary>
    public const int MaximumUsers = 1000;

    /// <summary>Whether somebody may request licences of a product (R1, R7): what <see cref="RefuseRaise"/> decides, told beforehand.</summary>
    /// <param name="refusals">Why he may not buy it; none where he may.</param>
    /// <param name="ownProcess">The organisation's own process; null where requests are taken here.</param>
    /// <returns>True where a request would be taken.</returns>
    public static bool MayRequest(IReadOnlyList<EligibilityRefusal> refusals, RequestProcess? ownProcess) =>
        refusals.Count > 0 && refusals.All(IsOfPolicy) && ownProcess is not { IsOwnProcess: true };

    /// <summary>Refuses a request that is not to be raised (R1, R7).</summary>
    /// <param name="eligibility">Whether the requester may buy the product.</param>
    /// <param name="process">How people of the tenant ask for licences.</param>
    /// <returns>The refusal; null where it may be raised.</returns>
    public static CommerceException? RefuseRaise(Eligibility eligibility, RequestProcess process)
    {
        if (eligibility.IsEligible)
        {
            return new(CommerceError.Conflict, "RequestNotNeeded",
                $"Nothing keeps {eligibility.UserPrincipalName} from getting {eligibility.ProductName} ({eligibility.ProductId}) himself: the policy is '{eligibility.PolicyValue}', and requests are for what it blocks. Use New-SelfServiceSubscription -PaymentMethodId, or -Trial; nothing was requested.",
                eligibility.ProductId);
        }

        if (MayRequest(eligibility.Refusals, process))
            return null;
        var others = eligibility.Refusals.Where(refusal => !IsOfPolicy(refusal)).ToList();
        return others.Count > 0
            ? EligibilityRules.ToException(eligibility.ProductName, others)
            : new(CommerceError.Conflict, "OwnRequestProcess", $"The organisation takes requests by a process of its own. {InWords(process)} Nothing was requested here.", eligibility.ProductId);
    }

    private static bool IsOfPolicy(EligibilityRefusal refusal) => refusal.Rule == "E4";

    /// <summary>Refuses to decide what is decided.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The refusal; null where it is pending.</returns>
    public static CommerceException? RefuseDecision(LicenseRequest request) =>
        request.Status == LicenseRequestStatus.Pending
            ? null
            : new(CommerceError.Conflict, "RequestDecided",
                $"Request {request.RequestId} ({request.ProductName}) was decided on {request.DecidedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} by {request.DecidedBy}: {request.Status}. Get-SelfServiceLicenseRequest -Pending lists those that wait; nothing was changed.",
                request.RequestId.ToString());

    /// <summary>Refuses a message that cannot be kept.</summary>
    /// <param name="message">The message; null for none.</param>
    /// <returns>The refusal; null where it can.</returns>
    public static CommerceException? RefuseMessage(string? message) =>
        message?.Length > MaximumMessage
            ? CommerceErrors.InvalidRequest("MessageTooLong", string.Create(CultureInfo.InvariantCulture, $"The message has {message.Length} characters and may have {MaximumMessage}. Shorten it."))
            : TextRules.RefuseControls("The message", message) ?? CardNumbers.Refuse(("The message", message));

    /// <summary>Refuses the organisation's own process (R7).</summary>
    /// <param name="request">Message and link.</param>
    /// <returns>The refusal; null where it is sound.</returns>
    public static CommerceException? RefuseProcess(SetRequestProcessRequest request)
    {
        if (request is { Message: null, Link: null })
            return CommerceErrors.NothingToSet("the message, or the link");
        if (request.Message is { } message && string.IsNullOrWhiteSpace(message))
            return MessageMissing();
        return string.IsNullOrEmpty(request.Link) || (Uri.TryCreate(request.Link, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp))
            ? RefuseMessage(request.Message)
            : CommerceErrors.InvalidRequest("LinkInvalid", $"'{request.Link}' is no address of a page. Write it with https://, such as https://intranet.contoso.example/licences.", request.Link);
    }

    /// <summary>The refusal of an own process that tells people nothing (R7).</summary>
    /// <returns>The failure.</returns>
    public static CommerceException MessageMissing() => CommerceErrors.InvalidRequest(
        "MessageMissing", "The organisation's own process has no message. Say with -Message what people are to do, or switch the process off with Clear-SelfServiceRequestProcess.");

    /// <summary>Refuses a request for too many users.</summary>
    /// <param name="count">How many were named.</param>
    /// <returns>The refusal; null where it may be raised.</returns>
    public static CommerceException? RefuseUsers(int count) =>
        count > MaximumUsers
            ? CommerceErrors.InvalidRequest("TooManyUsers", $"A request is for at most {PropertyText.Of(MaximumUsers)} users; {PropertyText.Of(count)} were named. Raise several.")
            : null;

    /// <summary>Refuses a subscription whose licences an administrator has not to give (R4).</summary>
    /// <param name="subscription">The subscription.</param>
    /// <returns>The refusal; null where the organisation controls it.</returns>
    public static CommerceException? RefuseTarget(Subscription subscription) =>
        subscription.IsControlledByOrganization
            ? null
            : CommerceErrors.SubscriptionState("SubscriptionNotControlled", subscription.SubscriptionId,
                $"{subscription.ProductName} ({subscription.SubscriptionId}) is {subscription.Purchaser}'s own, and requests are served with the organisation's licences. Name a central subscription, or take control with Set-SelfServiceSubscription -TakeControl; nothing was changed.");

    /// <summary>How a request ends.</summary>
    /// <param name="approved">Users who are given a licence.</param>
    /// <param name="refused">Users who are not.</param>
    /// <returns>The status.</returns>
    public static LicenseRequestStatus StatusOf(int approved, int refused) =>
        approved == 0 ? LicenseRequestStatus.Denied : refused == 0 ? LicenseRequestStatus.Approved : LicenseRequestStatus.PartiallyApproved;

    /// <summary>When a decided request is purged (R3).</summary>
    /// <param name="decidedAt">When it was decided; null while it is pending, and then it stays.</param>
    /// <param name="retentionDays">How many days decided requests are kept.</param>
    /// <returns>The moment; null for never.</returns>
    public static DateTimeOffset? PurgedAt(DateTimeOffset? decidedAt, int retentionDays) => decidedAt?.AddDays(retentionDays);

    /// <summary>The latest decision that is past its retention (R3): the counterpart of <see cref="PurgedAt"/>.</summary>
    /// <param name="now">The present moment.</param>
    /// <param name="retentionDays">How many days decided requests are kept.</param>
    /// <returns>What was decided then or before is purged.</returns>
    public static DateTimeOffset PurgedIfDecidedBy(DateTimeOffset now, int retentionDays) => now.AddDays(-retentionDays);

    /// <summary>The organisation's own process as whoever would raise a request is told it (R7).</summary>
    /// <param name="process">The process.</param>
    /// <returns>Message and link.</returns>
    public static string InWords(RequestProcess process) => process.Link is { } link ? $"{process.Message} {link}" : process.Message ?? "";
}
