namespace MSCommerce.Notices;

/// <summary>The texts of the e-mails. Nothing in them invites anyone to buy (P10).</summary>
public static class NoticeTemplates
{
    /// <summary>Writes a notice.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="facts">Its facts.</param>
    /// <returns>Subject and text.</returns>
    public static (string Subject, string Body) Render(NoticeKind kind, NoticeFacts facts) => kind switch
    {
        NoticeKind.SubscriptionCancelled => (
            $"Your {facts.ProductName} subscription was cancelled",
            $"""
            Hello {facts.RecipientName},

            an administrator of {facts.TenantName} {(facts.TargetProductName is null ? "" : "took over and ")}cancelled your subscription of {facts.ProductName}.
            {(facts.TargetProductName is { } target
                ? $"Its users ({facts.Users}) were moved to the organisation's {target} and keep their access."
                : $"Its users ({facts.Users}) have lost their access.")}

            Subscription: {facts.SubscriptionId}
            Please turn to your administrator with any question.
            """),
        NoticeKind.CancellationRequested => (
            $"Please cancel your {facts.ProductName} subscription",
            $"""
            Hello {facts.RecipientName},

            {facts.TenantName} now provides {facts.ProductName} itself. Please cancel your own subscription of it.
            {(facts.UsersNotCovered == 0
                ? $"All of its users ({facts.Users}) have the organisation's licence already."
                : $"Please wait a little: {facts.UsersNotCovered} of its {facts.Users} users do not have the organisation's licence yet, and would lose their access.")}

            Subscription: {facts.SubscriptionId}
            Please turn to your administrator with any question.
            """),
        NoticeKind.ControlTaken => (
            $"{facts.TenantName} has taken control of your {facts.ProductName} subscription",
            $"""
            Hello {facts.RecipientName},

            an administrator of {facts.TenantName} has taken control of your subscription of {facts.ProductName}.
            You still see it; its licences are managed by the organisation from now on. Payment stays as it is until the term ends, and it does not
            renew unless the organisation decides so. Its users ({facts.Users}) keep their access.

            Subscription: {facts.SubscriptionId}
            Please turn to your administrator with any question.
            """),
        NoticeKind.LicenseRequestDecided => (
            $"Your request for licences of {facts.ProductName} was {Outcome(facts)}",
            Text(
                $"Hello {facts.RecipientName},",
                $"an administrator of {facts.TenantName} has decided your request for licences of {facts.ProductName}: it was {Outcome(facts)}.",
                Names("A licence was given to", facts.Approved),
                Names("No licence was given to", facts.Refused),
                Granted(facts), Off(facts), Written(facts), About(facts))),
        NoticeKind.LicenseGranted => (
            $"You were given a licence of {facts.GrantedProductName ?? facts.ProductName}",
            Text(
                $"Hello {facts.RecipientName},",
                $"{facts.RequesterName ?? "Somebody"} asked for a licence of {facts.ProductName} for you, and an administrator of {facts.TenantName} has given you one. There is nothing that you have to do.",
                Granted(facts), Off(facts), Written(facts), About(facts))),
        NoticeKind.LicenseRefused => (
            $"The request for a licence of {facts.ProductName} was refused",
            Text(
                $"Hello {facts.RecipientName},",
                $"{facts.RequesterName ?? "Somebody"} asked for a licence of {facts.ProductName} for you, and an administrator of {facts.TenantName} has refused it.",
                Written(facts), About(facts))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Outcome(NoticeFacts facts) => facts.Approved.Count == 0 ? "refused" : facts.Refused.Count == 0 ? "approved" : "approved in part";

    private static string? Names(string what, IReadOnlyList<string> names) => names.Count > 0 ? $"{what}:\n{string.Join('\n', names.Select(name => $"  {name}"))}" : null;

    private static string? Granted(NoticeFacts facts) => facts.GrantedProductName is { } granted ? $"It is a licence of {granted}, in place of {facts.ProductName}." : null;

    private static string? Off(NoticeFacts facts) => facts.DisabledServices.Count > 0 ? $"Switched off in it: {string.Join(", ", facts.DisabledServices)}." : null;

    private static string? Written(NoticeFacts facts) => facts.Message is { } message ? $"The administrator writes:\n{message}" : null;

    private static string About(NoticeFacts facts) =>
        $"{(facts.SubscriptionId is { } subscription ? $"Subscription: {subscription}\n" : "")}{(facts.RequestId is { } request ? $"Request: {request}\n" : "")}Please turn to your administrator with any question.";

    private static string Text(params ReadOnlySpan<string?> paragraphs)
    {
        var said = new List<string>();
        foreach (var paragraph in paragraphs)
        {
            if (paragraph is not null)
                said.Add(paragraph);
        }

        return string.Join("\n\n", said);
    }
}
