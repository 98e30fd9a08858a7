using static MSCommerce.Stores.Transfer.TransferKind;

namespace MSCommerce.Stores.Transfer;

/// <summary>
/// What of a tenant travels, section by section; each refers to earlier ones only. Rows refer to others by their public ids. What can be counted does not travel
/// (assigned seats), nor does what belongs to one store: logins, who is sending which notice, what a plan compares (versions), cards, and charges at the payment provider.
/// </summary>
public static class TransferSchema
{
    /// <summary>The tenant: one row.</summary>
    public static TransferSection Tenant { get; } = new(
        "Tenant", Needed("TenantId"), Needed("Name"), Needed("IsSample", Flag), Needed("CreatedAt", Moment), Maybe("Country"), Needed("Sector"), Needed("IsManaged", Flag),
        Needed("LicenseRequestRetentionDays", Number), Maybe("OwnProcessMessage"), Maybe("OwnProcessLink"));

    /// <summary>Its users, who left included.</summary>
    public static TransferSection Users { get; } = new(
        "Users", Needed("UserId"), Needed("IsUserIdMadeUp", Flag), Needed("UserPrincipalName"), Needed("DisplayName"), Needed("UserType"), Needed("AccountEnabled", Flag), Maybe("DisabledAt", Moment),
        Maybe("UsageLocation"), Maybe("OnPremisesSyncEnabled", Flag), Maybe("CreatedAt", Moment));

    /// <summary>Their administrator roles. Without this section the copy has one administrator.</summary>
    public static TransferSection UserRoles { get; } = new("UserRoles", Needed("User", Users), Needed("Role"));

    /// <summary>The catalogue. Without this section the copy has the products that Microsoft's documentation names.</summary>
    public static TransferSection Products { get; } = new(
        "Products", Needed("ProductId"), Needed("ProductName"), Needed("Family"), Maybe("LegacyProductId"), Needed("HasTrialWithoutPaymentMethod", Flag), Maybe("ListPrice", Amount),
        Maybe("OrganizationPrice", Amount), Maybe("Currency"), Maybe("DatabaseCapacityMB", Number), Maybe("FileCapacityMB", Number));

    /// <summary>The services of products; the number is the service's own within its product.</summary>
    public static TransferSection ProductServices { get; } = new("ProductServices", Needed("Product", Products), Needed("Number", Number), Needed("Name"));

    /// <summary>Policies. Without this section the copy has <c>AllowSelfServicePurchase</c>.</summary>
    public static TransferSection Policies { get; } = new("Policies", Needed("PolicyId"), Needed("Description"), Needed("DefaultValue"));

    /// <summary>What was decided for products; one without a decision has no row.</summary>
    public static TransferSection ProductPolicies { get; } = new("ProductPolicies", Needed("Policy", Policies), Needed("Product", Products), Needed("Value"));

    /// <summary>Types of third-party offers. Without this section the copy has those that are known.</summary>
    public static TransferSection OfferTypes { get; } = new("OfferTypes", Needed("Name"));

    /// <summary>What was decided for types of offers.</summary>
    public static TransferSection OfferTypePolicies { get; } = new("OfferTypePolicies", Needed("Policy", Policies), Needed("OfferType", OfferTypes), Needed("Value"));

    /// <summary>Subscriptions; one without a purchaser is the organisation's.</summary>
    public static TransferSection Subscriptions { get; } = new(
        "Subscriptions", Needed("SubscriptionId"), Needed("Product", Products), Maybe("Purchaser", Users), Needed("TotalLicenses", Number), Needed("PurchasedAt", Moment), Needed("FirstExpiresAt", Moment),
        Needed("Term"), Maybe("RenewalOffAt", Moment), Needed("IsTrial", Flag), Maybe("PricePerLicense", Amount), Maybe("Currency"), Needed("IsControlled", Flag), Maybe("ControlledAt", Moment),
        Maybe("CancelledAt", Moment), Maybe("CancellationReason"), Maybe("CancellationFeedback"));

    /// <summary>Orders, numbered from 1 within their subscription, whose total they add up to. Without this section the copy has one a subscription.</summary>
    public static TransferSection Orders { get; } = new(
        "Orders", Needed("Subscription", Subscriptions), Needed("Number", Number), Needed("OrderedAt", Moment), Needed("Quantity", Number), Maybe("PricePerLicense", Amount), Maybe("Currency"), Needed("OrderedBy"));

    /// <summary>Who holds a licence.</summary>
    public static TransferSection Licenses { get; } = new("Licenses", Needed("Subscription", Subscriptions), Needed("User", Users), Needed("AssignedAt", Moment));

    /// <summary>Services that are switched off for who holds a licence.</summary>
    public static TransferSection DisabledServices { get; } = new(
        "DisabledServices", Needed("Subscription", Subscriptions), Needed("User", Users), Needed("Product", Products), Needed("ServiceNumber", Number));

    /// <summary>Who held a licence that was moved, or that ended.</summary>
    public static TransferSection FormerLicenses { get; } = new(
        "FormerLicenses", Needed("Subscription", Subscriptions), Needed("User", Users), Needed("EndedAt", Moment), Needed("AssignedAt", Moment), Maybe("TargetSubscription", Subscriptions));

    /// <summary>The outbox. What was not sent yet is held in the copy, see <see cref="Rules.TransferRules.Ready"/>.</summary>
    public static TransferSection Notices { get; } = new(
        "Notices", Needed("NoticeId"), Needed("Kind"), Needed("Recipient"), Needed("RecipientUser", Users), Needed("Facts"), Needed("CreatedAt", Moment), Needed("Status"), Needed("Attempts", Number),
        Maybe("SentAt", Moment), Maybe("LastError"), Needed("CorrelationId"), Maybe("Subscription", Subscriptions), Maybe("LastAttemptAt", Moment), Maybe("NextAttemptAt", Moment));

    /// <summary>Licence requests.</summary>
    public static TransferSection LicenseRequests { get; } = new(
        "LicenseRequests", Needed("RequestId"), Needed("Product", Products), Needed("Requester", Users), Needed("RequestedAt", Moment), Maybe("Message"), Needed("Status"), Maybe("DecidedAt", Moment),
        Maybe("DecidedBy", Users), Maybe("DecisionMessage"), Maybe("GrantedProduct", Products));

    /// <summary>For whom licences were requested.</summary>
    public static TransferSection LicenseRequestUsers { get; } = new(
        "LicenseRequestUsers", Needed("Request", LicenseRequests), Needed("User", Users), Needed("Place", Number), Maybe("IsApproved", Flag));

    /// <summary>What was switched off for those who were approved.</summary>
    public static TransferSection LicenseRequestServices { get; } = new("LicenseRequestServices", Needed("Request", LicenseRequests), Needed("Place", Number), Needed("Name"));

    /// <summary>Billing profiles, without their cards.</summary>
    public static TransferSection BillingProfiles { get; } = new("BillingProfiles", Needed("ProfileId"), Needed("Owner", Users), Needed("Name"), Needed("CreatedAt", Moment));

    /// <summary>Which subscriptions are billed to a profile, and until when.</summary>
    public static TransferSection BilledSubscriptions { get; } = new(
        "BilledSubscriptions", Needed("Subscription", Subscriptions), Needed("BillingProfile", BillingProfiles), Needed("InvoicedUntil", Moment));

    /// <summary>Invoices. What the payment provider was to do by itself it is not asked to do for a copy, see <see cref="Rules.TransferRules.Ready"/>.</summary>
    public static TransferSection Invoices { get; } = new(
        "Invoices", Needed("Subscription", Subscriptions), Needed("Number", Number), Needed("IssuedAt", Moment), Needed("Currency"), Needed("Total", Amount), Needed("Status"), Maybe("PaidAt", Moment),
        Maybe("PaidWith"), Needed("Settlement"), Maybe("LastError"));

    /// <summary>The lines of invoices; days are written like <c>2026-03-15</c>.</summary>
    public static TransferSection InvoiceLines { get; } = new(
        "InvoiceLines", Needed("Subscription", Subscriptions), Needed("InvoiceNumber", Number), Needed("LineNumber", Number), Needed("Description"), Needed("Licenses", Number), Needed("PricePerLicense", Amount),
        Needed("PeriodStart"), Needed("PeriodEnd"), Needed("DaysInTerm", Number), Needed("Amount", Amount));

    /// <summary>The audit log, numbered from 1 without a gap. The copy adds an entry of itself.</summary>
    public static TransferSection AuditLog { get; } = new(
        "AuditLog", Needed("Sequence", Number), Needed("OccurredAt", Moment), Needed("Actor"), Maybe("ActorUser", Users), Needed("Action"), Needed("Target"), Maybe("Before"), Maybe("After"),
        Needed("Outcome"), Needed("CorrelationId"), Maybe("Login"), Maybe("RecordedAt", Moment));

    /// <summary>Every section, in an order in which each refers to earlier ones only.</summary>
    public static IReadOnlyList<TransferSection> Sections { get; } =
    [
        Tenant, Users, UserRoles, Products, ProductServices, Policies, ProductPolicies, OfferTypes, OfferTypePolicies, Subscriptions, Orders, Licenses, DisabledServices, FormerLicenses, Notices,
        LicenseRequests, LicenseRequestUsers, LicenseRequestServices, BillingProfiles, BilledSubscriptions, Invoices, InvoiceLines, AuditLog,
    ];

    private static TransferColumn Needed(string name, TransferKind kind = Text) => new(name, kind, isRequired: true);

    private static TransferColumn Needed(string name, TransferSection references) => new(name, Text, isRequired: true, references);

    private static TransferColumn Maybe(string name, TransferKind kind = Text) => new(name, kind, isRequired: false);

    private static TransferColumn Maybe(string name, TransferSection references) => new(name, Text, isRequired: false, references);
}
