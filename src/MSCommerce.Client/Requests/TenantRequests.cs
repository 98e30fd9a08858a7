namespace MSCommerce;

/// <summary>Which users of the tenant.</summary>
public sealed record UserQuery
{
    /// <summary>
    /// Users by principal name, display name or object id, with wildcards; all where empty. Somebody's principal name or object id means him, even where it is
    /// another's display name.
    /// </summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>Members or guests alone; both where null.</summary>
    public UserType? UserType { get; init; }

    /// <summary>Enabled or disabled accounts alone; both where null.</summary>
    public bool? AccountEnabled { get; init; }

    /// <summary>Holders of one of these roles alone; everybody where empty.</summary>
    public IReadOnlyList<Role> Role { get; init => field = value ?? []; } = [];
}

/// <summary>Users to be imported from a file.</summary>
public sealed record ImportUsersRequest
{
    /// <summary>
    /// The file: CSV with the columns of the admin centre's <i>Export users</i>, of Entra's <i>Download users</i> or of this module, or JSON lines
    /// (<c>.jsonl</c>) with this module's.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Check everything and write nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Which notices (N1).</summary>
public sealed record NoticeQuery
{
    /// <summary>Recipients, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Recipient { get; init => field = value ?? []; } = [];

    /// <summary>These kinds alone; all where empty.</summary>
    public IReadOnlyList<NoticeKind> Kind { get; init => field = value ?? []; } = [];

    /// <summary>These statuses alone; all where empty.</summary>
    public IReadOnlyList<NoticeStatus> Status { get; init => field = value ?? []; } = [];

    /// <summary>How many at most, the newest; all where null.</summary>
    public long? First { get; init; }
}

/// <summary>Which entries of the audit log (N2).</summary>
public sealed record AuditQuery : IPeriod
{
    /// <summary>Written at or after this moment (UTC).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Written before this moment (UTC).</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who, with wildcards; everybody where empty.</summary>
    public IReadOnlyList<string> Actor { get; init => field = value ?? []; } = [];

    /// <summary>What was done, with wildcards; everything where empty.</summary>
    public IReadOnlyList<string> Action { get; init => field = value ?? []; } = [];

    /// <summary>On what, with wildcards; everything where empty.</summary>
    public IReadOnlyList<string> Target { get; init => field = value ?? []; } = [];

    /// <summary>Done or refused alone; both where null.</summary>
    public AuditOutcome? Outcome { get; init; }

    /// <summary>Of one operation alone; of all where null.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>How many at most, the newest; all where null.</summary>
    public long? First { get; init; }
}
