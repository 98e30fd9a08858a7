namespace MSCommerce;

/// <summary>How an audited operation ended.</summary>
public enum AuditOutcome
{
    /// <summary>The change was made.</summary>
    Succeeded,

    /// <summary>The change was refused; nothing was written but this entry.</summary>
    Refused,
}

/// <summary>One line of the audit log (N2): who, when, what, before and after.</summary>
public sealed record AuditEntry
{
    /// <summary>The entry's place in the log; it only grows.</summary>
    public required long Sequence { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who: the user principal name of the actor.</summary>
    public required string Actor { get; init; }

    /// <summary>The login that wrote the entry, as the database says and not the client; null where the store has no sign-in of its own.</summary>
    public string? Login { get; init; }

    /// <summary>What was done, for instance <c>PolicyChanged</c>; see <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>On what: a product, a subscription, a user, a file.</summary>
    public required string Target { get; init; }

    /// <summary>What was before; null where nothing was.</summary>
    public string? Before { get; init; }

    /// <summary>What is after, or why it was refused.</summary>
    public string? After { get; init; }

    /// <summary>Whether it was done or refused.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>What all entries of one operation share.</summary>
    public required Guid CorrelationId { get; init; }
}

/// <summary>The actions that the audit log knows.</summary>
public static class AuditActions
{
    /// <summary>The store was made; before and after are empty.</summary>
    public const string StoreCreated = nameof(StoreCreated);

    /// <summary>The store was made as a copy; before is the store that it is a copy of. What comes before this entry came with the copy.</summary>
    public const string StoreCopied = nameof(StoreCopied);

    /// <summary>A policy's value for a product or a type of offers.</summary>
    public const string PolicyChanged = nameof(PolicyChanged);

    /// <summary>A user's licence went from one subscription to another.</summary>
    public const string LicenseMoved = nameof(LicenseMoved);

    /// <summary>A user's licence ended.</summary>
    public const string LicenseRemoved = nameof(LicenseRemoved);

    /// <summary>A subscription was cancelled.</summary>
    public const string SubscriptionCancelled = nameof(SubscriptionCancelled);

    /// <summary>A fact of the tenant.</summary>
    public const string TenantChanged = nameof(TenantChanged);

    /// <summary>A user's account or roles.</summary>
    public const string UserChanged = nameof(UserChanged);

    /// <summary>A fact of a product: price, services, trial, capacity.</summary>
    public const string ProductChanged = nameof(ProductChanged);

    /// <summary>A subscription was bought.</summary>
    public const string SubscriptionBought = nameof(SubscriptionBought);

    /// <summary>A subscription's total, renewal or control.</summary>
    public const string SubscriptionChanged = nameof(SubscriptionChanged);

    /// <summary>A user was given a licence, or other services of it.</summary>
    public const string LicenseAssigned = nameof(LicenseAssigned);

    /// <summary>A purchaser was asked to cancel.</summary>
    public const string CancellationRequested = nameof(CancellationRequested);

    /// <summary>Which user a login is.</summary>
    public const string LoginChanged = nameof(LoginChanged);

    /// <summary>Products came from a file or a sample.</summary>
    public const string ProductsImported = nameof(ProductsImported);

    /// <summary>Users came from a file or a sample.</summary>
    public const string UsersImported = nameof(UsersImported);

    /// <summary>Subscriptions came from a file or a sample.</summary>
    public const string SubscriptionsImported = nameof(SubscriptionsImported);

    /// <summary>Assignments came from a file or a sample.</summary>
    public const string LicensesImported = nameof(LicensesImported);

    /// <summary>A card was added, changed or removed. The entry names brand and last digits, nothing else of it.</summary>
    public const string PaymentMethodChanged = nameof(PaymentMethodChanged);

    /// <summary>A billing profile's name or payment method.</summary>
    public const string BillingProfileChanged = nameof(BillingProfileChanged);

    /// <summary>The payment of an open invoice was authorised; whether it was taken, the next entry says.</summary>
    public const string PaymentAuthorized = nameof(PaymentAuthorized);

    /// <summary>An invoice was paid, or a credit note paid out.</summary>
    public const string InvoicePaid = nameof(InvoicePaid);

    /// <summary>Licences were asked for.</summary>
    public const string LicenseRequested = nameof(LicenseRequested);

    /// <summary>A licence request was approved, wholly or in part, or denied.</summary>
    public const string LicenseRequestDecided = nameof(LicenseRequestDecided);

    /// <summary>Decided licence requests whose retention is over were purged.</summary>
    public const string LicenseRequestsPurged = nameof(LicenseRequestsPurged);

    /// <summary>The organisation's own request process was set or switched off.</summary>
    public const string RequestProcessChanged = nameof(RequestProcessChanged);

    /// <summary>An e-mail was handed to the mail server, or given up.</summary>
    public const string NoticeSent = nameof(NoticeSent);
}
