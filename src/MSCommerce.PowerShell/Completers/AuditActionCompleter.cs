namespace MSCommerce.PowerShell;

/// <summary>Completes an action of the audit log.</summary>
internal sealed class AuditActionCompleter() : WordCompleter(
    (AuditActions.PolicyChanged, "A policy's value for a product or a type of offers."),
    (AuditActions.LicenseMoved, "A user's licence went from one subscription to another."),
    (AuditActions.LicenseRemoved, "A user's licence ended."),
    (AuditActions.SubscriptionCancelled, "A subscription was cancelled."),
    (AuditActions.SubscriptionBought, "A subscription was bought."),
    (AuditActions.SubscriptionChanged, "A subscription's total, renewal or control."),
    (AuditActions.CancellationRequested, "A purchaser was asked to cancel."),
    (AuditActions.LicenseAssigned, "A user was given a licence, or other services of it."),
    (AuditActions.TenantChanged, "A fact of the tenant."),
    (AuditActions.UserChanged, "A user's account or roles."),
    (AuditActions.ProductChanged, "A product's price, services, trial or capacity."),
    (AuditActions.PaymentMethodChanged, "A card was added, changed or removed."),
    (AuditActions.BillingProfileChanged, "A billing profile's name or card."),
    (AuditActions.PaymentAuthorized, "The payment of an open invoice was authorised."),
    (AuditActions.InvoicePaid, "An invoice was paid, or a credit note paid out."),
    (AuditActions.LicenseRequested, "Licences were asked for."),
    (AuditActions.LicenseRequestDecided, "A licence request was approved, wholly or in part, or denied."),
    (AuditActions.LicenseRequestsPurged, "Decided licence requests whose retention was over were purged."),
    (AuditActions.RequestProcessChanged, "The organisation's own request process."),
    (AuditActions.NoticeSent, "An e-mail was handed to the mail server, or given up."),
    (AuditActions.UsersImported, "Users came from a file or a sample."),
    (AuditActions.SubscriptionsImported, "Subscriptions came from a file or a sample."),
    (AuditActions.LicensesImported, "Assignments came from a file or a sample."),
    (AuditActions.ProductsImported, "Products came from a file or a sample."),
    (AuditActions.StoreCreated, "The store was made."));
