using System.Text.Json;

namespace MSCommerce.Notices;

/// <summary>The facts of a notice, as the outbox keeps them: what a template fills its places with.</summary>
public sealed record NoticeFacts
{
    /// <summary>The organisation.</summary>
    public required string TenantName { get; init; }

    /// <summary>Who it goes to, as a person is called.</summary>
    public required string RecipientName { get; init; }

    /// <summary>The product it is about.</summary>
    public required string ProductName { get; init; }

    /// <summary>The subscription it is about.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Where the users went; null where they went nowhere.</summary>
    public string? TargetProductName { get; init; }

    /// <summary>How many users it concerns.</summary>
    public int Users { get; init; }

    /// <summary>Of these, users whom the organisation does not cover yet.</summary>
    public int UsersNotCovered { get; init; }

    /// <summary>The facts as the outbox keeps them.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads facts that the outbox kept.</summary>
    /// <param name="json">JSON.</param>
    /// <returns>The facts.</returns>
    public static NoticeFacts FromJson(string json) => JsonSerializer.Deserialize<NoticeFacts>(json)!;
}

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
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
