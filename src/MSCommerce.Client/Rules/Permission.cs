namespace MSCommerce.Rules;

/// <summary>The rows of the role table (requirement A): what an operation needs.</summary>
public enum Permission
{
    /// <summary>See subscriptions, users, orders, requests, notices and the audit log.</summary>
    View,

    /// <summary>Make a report of the whole tenant, of everything that <see cref="View"/> shows and of the policies (X5).</summary>
    Report,

    /// <summary>Read policies and the request process.</summary>
    ReadPolicies,

    /// <summary>Read the catalogue; ask whether a user may buy.</summary>
    ReadCatalog,

    /// <summary>Change policies.</summary>
    ChangePolicies,

    /// <summary>Buy, enlarge, assign and cancel central subscriptions; assign after take-over; centralise.</summary>
    ManageCentral,

    /// <summary>Take over and cancel the subscriptions of others.</summary>
    TakeOver,

    /// <summary>Buy through self-service, if eligible.</summary>
    BuySelfService,

    /// <summary>Change, assign and cancel one's own; one's own billing.</summary>
    ChangeOwn,

    /// <summary>Raise a licence request.</summary>
    RequestLicense,

    /// <summary>Decide licence requests; set the organisation's own process.</summary>
    DecideRequests,

    /// <summary>Keep users, roles, tenant facts and prices; import; copy out.</summary>
    AdministerTenant,

    /// <summary>Send notices.</summary>
    SendNotices,
}

/// <summary>How far a permission reaches.</summary>
public enum Reach
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>One's own: what one bought, holds, did, or was sent.</summary>
    Own,

    /// <summary>Everything in the tenant.</summary>
    All,
}
