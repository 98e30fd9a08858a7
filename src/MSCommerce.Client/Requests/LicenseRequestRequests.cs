namespace MSCommerce;

/// <summary>Which licence requests (R2).</summary>
public sealed record LicenseRequestQuery
{
    /// <summary>Exact ids; all where empty.</summary>
    public IReadOnlyList<Guid> RequestId { get; init => field = value ?? []; } = [];

    /// <summary>Products by id, name or old id, with wildcards.</summary>
    public IReadOnlyList<string> Product { get; init => field = value ?? []; } = [];

    /// <summary>Requesters by principal name, display name or object id, with wildcards.</summary>
    public IReadOnlyList<string> Requester { get; init => field = value ?? []; } = [];

    /// <summary>Pending (false) or decided (true) alone; both where null.</summary>
    public bool? IsDecided { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>How many at most, the newest; all where null.</summary>
    public long? First { get; init; }
}

/// <summary>Licences to be asked for (R1).</summary>
public sealed record RaiseLicenseRequest
{
    /// <summary>The product by id, name or old id.</summary>
    public required string Product { get; init; }

    /// <summary>For whom, by principal name or object id; for the requester himself where empty.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>What to tell whoever decides, up to 1,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Licence requests to be approved, wholly or in part (R4).</summary>
public sealed record ApproveLicenseRequest
{
    /// <summary>The requests.</summary>
    public IReadOnlyList<Guid> RequestId { get; init => field = value ?? []; } = [];

    /// <summary>The users of the requests who are given a licence, by principal name or object id; the others are refused. All where empty. Each request asks for one of them at least.</summary>
    public IReadOnlyList<string> User { get; init => field = value ?? []; } = [];

    /// <summary>The subscription whose licences are given; one that the organisation controls.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The product whose free licences are given, where it is not the one asked for.</summary>
    public string? Product { get; init; }

    /// <summary>Services of the product that are switched off for those who are approved.</summary>
    public IReadOnlyList<string> DisabledService { get; init => field = value ?? []; } = [];

    /// <summary>What to write to requester and users, up to 1,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Licence requests to be denied (R5).</summary>
public sealed record DenyLicenseRequest
{
    /// <summary>The requests.</summary>
    public IReadOnlyList<Guid> RequestId { get; init => field = value ?? []; } = [];

    /// <summary>What to write to requester and users, up to 1,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>The organisation's own request process (R7).</summary>
public sealed record SetRequestProcessRequest
{
    /// <summary>What whoever would raise a request is told, up to 1,000 characters; null leaves it, where there is one.</summary>
    public string? Message { get; init; }

    /// <summary>Where the process is described: an address with http or https; null leaves it, empty takes it away.</summary>
    public string? Link { get; init; }

    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}

/// <summary>The end of the organisation's own request process (R7): requests are taken here again.</summary>
public sealed record ClearRequestProcessRequest
{
    /// <summary>Plan alone: nothing is written, a refusal neither.</summary>
    public bool DryRun { get; init; }
}
