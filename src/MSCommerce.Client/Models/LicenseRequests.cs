namespace MSCommerce;

/// <summary>Where a licence request stands (R2).</summary>
public enum LicenseRequestStatus
{
    /// <summary>Waiting for a decision.</summary>
    Pending,

    /// <summary>Decided: every user was given a licence.</summary>
    Approved,

    /// <summary>Decided: some users were given a licence, the others were refused.</summary>
    PartiallyApproved,

    /// <summary>Decided: every user was refused.</summary>
    Denied,
}

/// <summary>One user of a licence request.</summary>
public sealed record LicenseRequestUser
{
    /// <summary>The user's principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Whether the user was given a licence; null while nothing was decided.</summary>
    public bool? IsApproved { get; init; }

    /// <inheritdoc/>
    public override string ToString() => UserPrincipalName;
}

/// <summary>A request for licences of a product that the policy keeps people from buying (R1, R2).</summary>
public sealed record LicenseRequest
{
    /// <summary>The request's id.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The product asked for.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>Who asks: a user principal name.</summary>
    public required string Requester { get; init; }

    /// <summary>Who asks, as a person is called.</summary>
    public required string RequesterName { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>What the requester wrote; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Where it stands.</summary>
    public required LicenseRequestStatus Status { get; init; }

    /// <summary>For whom licences are asked.</summary>
    public required IReadOnlyList<LicenseRequestUser> Users { get; init => field = JoinedList<LicenseRequestUser>.Of(value); }

    /// <summary>When it was decided (UTC); null while it is pending.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided: a user principal name.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>What was written with the decision; null for nothing.</summary>
    public string? DecisionMessage { get; init; }

    /// <summary>The product whose licences were given: another one where the administrator chose so; null where none was.</summary>
    public string? GrantedProductName { get; init; }

    /// <summary>The services that were switched off for those who were approved.</summary>
    public IReadOnlyList<string> DisabledServices { get; init => field = JoinedList<string>.Of(value); } = JoinedList<string>.Empty;

    /// <summary>When it is purged (UTC): its retention counts from the decision (R3); null while it is pending.</summary>
    public DateTimeOffset? PurgedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RequestId.ToString();
}

/// <summary>A licence request as it will be raised (R1): its plan.</summary>
public sealed record LicenseRequestPlan
{
    /// <summary>The product asked for.</summary>
    public required string ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>For whom: principal names.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    /// <summary>What the requester writes; null for nothing.</summary>
    public string? Message { get; init; }
}

/// <summary>The decision of one licence request (R4, R5): what it will do and, once applied, its record.</summary>
public sealed record LicenseRequestDecision
{
    /// <summary>The request as the plan saw it; applied, as it is afterwards.</summary>
    public required LicenseRequest Request { get; init; }

    /// <summary>Who is given a licence: principal names.</summary>
    public required IReadOnlyList<string> Approved { get; init; }

    /// <summary>Who is refused: principal names.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    /// <summary>
    /// The subscription whose licences are given. Null in a plan where the product's free licences are, and applied where several subscriptions gave them.
    /// </summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The product whose licences are given; null for a refusal.</summary>
    public string? ProductId { get; init; }

    /// <summary>The product's name.</summary>
    public string? ProductName { get; init; }

    /// <summary>Services switched off for those who are approved.</summary>
    public IReadOnlyList<string> DisabledService { get; init; } = [];

    /// <summary>Licences needed (seats): who holds one already needs none.</summary>
    public required int SeatsNeeded { get; init; }

    /// <summary>Licences available when the plan was made (seats).</summary>
    public required int SeatsAvailable { get; init; }

    /// <summary>What is written to requester and users; null for nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool IsApplied { get; init; }
}

/// <summary>How people of the tenant ask for licences (R7).</summary>
public sealed record RequestProcess
{
    /// <summary>Whether the organisation has a process of its own: no request is taken here while it has.</summary>
    public required bool IsOwnProcess { get; init; }

    /// <summary>What whoever would raise a request is told; null where requests are taken here.</summary>
    public string? Message { get; init; }

    /// <summary>Where the process is described; null for nowhere.</summary>
    public Uri? Link { get; init; }

    /// <summary>Licence requests that still wait for a decision.</summary>
    public required int PendingRequests { get; init; }
}
