using System.Text.Json;

namespace MSCommerce.Notices;

/// <summary>The facts of a notice, as the outbox keeps them: what a template fills its places with. What does not concern its kind is null or empty.</summary>
public sealed record NoticeFacts
{
    /// <summary>The organisation.</summary>
    public required string TenantName { get; init; }

    /// <summary>Who it goes to, as a person is called.</summary>
    public required string RecipientName { get; init; }

    /// <summary>The product it is about; of a licence request, the one asked for.</summary>
    public required string ProductName { get; init; }

    /// <summary>The subscription it is about; null where it is about none, such as a licence request.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Where the users went; null where they went nowhere.</summary>
    public string? TargetProductName { get; init; }

    /// <summary>How many users it concerns.</summary>
    public int Users { get; init; }

    /// <summary>Of these, users whom the organisation does not cover yet.</summary>
    public int UsersNotCovered { get; init; }

    /// <summary>The licence request it is about (R6); null for none.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>Who asked for licences, as a person is called; null where nobody did.</summary>
    public string? RequesterName { get; init; }

    /// <summary>Who was given a licence, each as a person is called with the principal name; told to the requester alone.</summary>
    public IReadOnlyList<string> Approved { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Who was refused, written the same way; told to the requester alone.</summary>
    public IReadOnlyList<string> Refused { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>Whether the recipient himself was given a licence; null where none was asked for him.</summary>
    public bool? IsRecipientApproved { get; init; }

    /// <summary>The product whose licences were given, where it is not the one asked for; null otherwise.</summary>
    public string? GrantedProductName { get; init; }

    /// <summary>Services that were switched off in the licences that were given.</summary>
    public IReadOnlyList<string> DisabledServices { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>What whoever decided wrote; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>The facts as the outbox keeps them.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads facts that the outbox kept.</summary>
    /// <param name="json">JSON.</param>
    /// <returns>The facts.</returns>
    public static NoticeFacts FromJson(string json) => JsonSerializer.Deserialize<NoticeFacts>(json)!;
}
