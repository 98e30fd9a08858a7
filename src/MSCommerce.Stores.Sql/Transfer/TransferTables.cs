using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.Transfer;

/// <summary>Which table keeps which section. What of the schema is neither here nor in <see cref="Staying"/> would be lost in a copy: a test looks.</summary>
internal static class TransferTables
{
    /// <summary>Every section's table.</summary>
    public static IReadOnlyList<TransferTable> All { get; } =
    [
        new(TransferSchema.Tenant, "tenant", null, "tenant_guid", "name", "is_sample", "created_at", "country", "sector", "is_managed", "license_request_retention_days", "own_process_message", "own_process_link"),
        new(TransferSchema.Users, "tenant_user", "user_key", "user_id", "user_id_is_made_up", "upn", "display_name", "user_type", "account_enabled", "disabled_at", "usage_location", "is_synced", "created_at")
        {
            NameKey = "upn_key",
        },
        new(TransferSchema.UserRoles, "user_role", null, "user_key", "role"),
        new(TransferSchema.Products, "product", "product_key", "product_id", "name", "family", "legacy_product_id", "has_trial_without_payment_method", "list_price_e4", "organization_price_e4", "currency", "database_capacity_mb", "file_capacity_mb"),
        new(TransferSchema.ProductServices, "product_service", null, "product_key", "service_key", "name"),
        new(TransferSchema.Policies, "policy", "policy_key", "policy_id", "description", "default_value"),
        new(TransferSchema.ProductPolicies, "product_policy", null, "policy_key", "product_key", "value"),
        new(TransferSchema.OfferTypes, "offer_type", "offer_type_key", "name"),
        new(TransferSchema.OfferTypePolicies, "offer_type_policy", null, "policy_key", "offer_type_key", "value"),
        new(TransferSchema.Subscriptions, "subscription", "subscription_key", "subscription_id", "product_key", "purchaser_key", "total", "purchased_at", "first_expires_at", "term", "renewal_off_at", "is_trial",
            "price_per_license_e4", "currency", "is_controlled", "controlled_at", "cancelled_at", "cancellation_reason", "cancellation_feedback")
        {
            Constants = [("assigned", "0"), ("version", "1")],
        },
        new(TransferSchema.Orders, "subscription_order", null, "subscription_key", "order_number", "ordered_at", "quantity", "price_per_license_e4", "currency", "ordered_by"),
        new(TransferSchema.Licenses, "license", null, "subscription_key", "user_key", "assigned_at"),
        new(TransferSchema.DisabledServices, "license_service_off", null, "subscription_key", "user_key", "product_key", "service_key"),
        new(TransferSchema.FormerLicenses, "former_license", "former_key", "subscription_key", "user_key", "ended_at", "assigned_at", "target_subscription_key"),
        new(TransferSchema.Notices, "outbox", "notice_key", "notice_id", "kind", "recipient", "recipient_key", "facts", "created_at", "status", "attempts", "sent_at", "last_error", "correlation_id", "subscription_key",
            "last_attempt_at", "next_attempt_at"),
        new(TransferSchema.LicenseRequests, "license_request", "request_key", "request_id", "product_key", "requester_key", "requested_at", "message", "status", "decided_at", "decided_by_key", "decision_message", "granted_product_key"),
        new(TransferSchema.LicenseRequestUsers, "license_request_user", null, "request_key", "user_key", "place", "is_approved"),
        new(TransferSchema.LicenseRequestServices, "license_request_service", null, "request_key", "place", "name"),
        new(TransferSchema.BillingProfiles, "billing_profile", "profile_key", "profile_id", "owner_key", "name", "created_at"),
        new(TransferSchema.BilledSubscriptions, "subscription_billing", null, "subscription_key", "profile_key", "invoiced_until"),
        new(TransferSchema.Invoices, "invoice", null, "subscription_key", "invoice_number", "issued_at", "currency", "total_e4", "status", "paid_at", "paid_with", "settlement", "last_error"),
        new(TransferSchema.InvoiceLines, "invoice_line", null, "subscription_key", "invoice_number", "line_number", "description", "licenses", "price_per_license_e4", "period_start", "period_end", "days_in_term", "amount_e4"),
        new(TransferSchema.AuditLog, "audit", null, "sequence", "occurred_at", "actor", "actor_key", "action", "target", "before", "after", "outcome", "correlation_id", "login", "recorded_at")
        {
            Nobody = "0",
        },
    ];

    /// <summary>Tables, and columns of others, that stay where they are, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Staying { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["key_counter"] = "keys are each store's own; the copy counts its own",
        ["tenant_login"] = "logins are the database's; the copy's administrator gets one, who maps the others",
        ["change_turn"] = "whose turn it is lasts as long as a transaction",
        ["schema_version"] = "the schema is the database's",
        ["payment_method"] = "a card is its owner's; not even an administrator reads it, and a copy has nothing to charge",
        ["billing_profile.method_key"] = "cards stay",
        ["invoice.method_key"] = "cards stay",
        ["invoice.charge_id"] = "the payment provider's name for a charge: a copy must not capture or pay out what the source will",
        ["invoice.authorization_id"] = "as the charge",
        ["invoice.due_at"] = "what is due is the source's to settle",
        ["outbox.claim_id"] = "who is sending it is sending it from the source",
        ["outbox.claimed_until"] = "as the claim",
        ["subscription.assigned"] = "counted from the licences",
        ["subscription.version"] = "what plans compare; no plan outlives its store",
    };

    private static readonly Dictionary<TransferSection, TransferTable> BySection = All.ToDictionary(table => table.Section);

    /// <summary>The table of a section.</summary>
    public static TransferTable Of(TransferSection section) => BySection[section];
}
