namespace MSCommerce;

/// <summary>Whether an account belongs to the tenant's own people.</summary>
public enum UserType
{
    /// <summary>One of the organisation's own.</summary>
    Member,

    /// <summary>Invited from elsewhere: may hold licences (U4), may never buy (E3).</summary>
    Guest,
}

/// <summary>A role that an administrator holds in the tenant (requirement A).</summary>
public enum Role
{
    /// <summary>May do everything.</summary>
    GlobalAdministrator,

    /// <summary>May buy, assign, take over and set policies; decides no requests, keeps no users.</summary>
    BillingAdministrator,

    /// <summary>Sees everything, changes nothing.</summary>
    GlobalReader,

    /// <summary>A partner's agent with delegated rights: sees everything of one tenant at a time.</summary>
    Partner,
}

/// <summary>A user of the tenant.</summary>
public sealed record TenantUser
{
    /// <summary>The user's principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The user's object id.</summary>
    public required string UserId { get; init; }

    /// <summary>Member or guest.</summary>
    public required UserType UserType { get; init; }

    /// <summary>Whether the account is enabled.</summary>
    public required bool AccountEnabled { get; init; }

    /// <summary>When the account was disabled (UTC); the purchaser's subscriptions no longer renew from then (L1).</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Where the user works (ISO 3166-1 alpha-2).</summary>
    public string? UsageLocation { get; init; }

    /// <summary>Whether the account is synchronised from on-premises.</summary>
    public bool? OnPremisesSyncEnabled { get; init; }

    /// <summary>When the account was created (UTC).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The administrator roles that the user holds; empty too where the store does not tell them (a Microsoft 365 tenant).</summary>
    public IReadOnlyList<Role> Roles { get; init => field = JoinedList<Role>.Of(value); } = JoinedList<Role>.Empty;
}
