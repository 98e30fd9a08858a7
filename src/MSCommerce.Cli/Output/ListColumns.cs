namespace MSCommerce.Cli.Output;

/// <summary>The columns that a table shows of a wide row, the rest being for json and csv. A type without an entry shows its first six.</summary>
internal static class ListColumns
{
    private const int Most = 6;

    private static readonly Dictionary<Type, string[]> Chosen = new()
    {
        [typeof(ProductPolicy)] = [nameof(ProductPolicy.ProductId), nameof(ProductPolicy.ProductName), nameof(ProductPolicy.PolicyValue), nameof(ProductPolicy.IsExplicit)],
        [typeof(OfferTypePolicy)] = [nameof(OfferTypePolicy.ScopeId), nameof(OfferTypePolicy.PolicyValue), nameof(OfferTypePolicy.IsExplicit)],
        [typeof(PolicyChange)] = [nameof(PolicyChange.Id), nameof(PolicyChange.Name), nameof(PolicyChange.Current), nameof(PolicyChange.Wanted), nameof(PolicyChange.IsApplied), nameof(PolicyChange.Failure)],
        [typeof(PolicyDrift)] = [nameof(PolicyDrift.Kind), nameof(PolicyDrift.Id), nameof(PolicyDrift.Name), nameof(PolicyDrift.Expected), nameof(PolicyDrift.Actual)],
        [typeof(Subscription)] =
        [
            nameof(Subscription.SubscriptionId), nameof(Subscription.ProductName), nameof(Subscription.Purchaser), nameof(Subscription.Status),
            nameof(Subscription.TotalLicenses), nameof(Subscription.AssignedLicenses), nameof(Subscription.ExpiresAt),
        ],
        [typeof(LicensedUser)] = [nameof(LicensedUser.Purchaser), nameof(LicensedUser.UserPrincipalName), nameof(LicensedUser.ProductName), nameof(LicensedUser.SubscriptionId)],
        [typeof(MoveResult)] =
        [
            nameof(MoveResult.SubscriptionId), nameof(MoveResult.ProductName), nameof(MoveResult.TargetProductName), nameof(MoveResult.Users),
            nameof(MoveResult.SeatsNeeded), nameof(MoveResult.SeatsAvailable), nameof(MoveResult.UsersDisabled),
            nameof(MoveResult.Status), nameof(MoveResult.IsApplied),
        ],
        [typeof(TenantUser)] = [nameof(TenantUser.UserPrincipalName), nameof(TenantUser.DisplayName), nameof(TenantUser.UserType), nameof(TenantUser.AccountEnabled), nameof(TenantUser.Roles)],
        [typeof(AuditEntry)] = [nameof(AuditEntry.OccurredAt), nameof(AuditEntry.Actor), nameof(AuditEntry.Action), nameof(AuditEntry.Target), nameof(AuditEntry.Outcome), nameof(AuditEntry.After)],
        [typeof(Eligibility)] =
        [
            nameof(Eligibility.ProductId), nameof(Eligibility.ProductName), nameof(Eligibility.UserPrincipalName), nameof(Eligibility.IsEligible),
            nameof(Eligibility.Refusals), nameof(Eligibility.Advice),
        ],
        [typeof(PaymentMethod)] =
        [
            nameof(PaymentMethod.PaymentMethodId), nameof(PaymentMethod.Name), nameof(PaymentMethod.ExpiryMonth), nameof(PaymentMethod.ExpiryYear),
            nameof(PaymentMethod.CardholderName), nameof(PaymentMethod.BillingProfiles),
        ],
        [typeof(BillingProfile)] =
        [
            nameof(BillingProfile.BillingProfileId), nameof(BillingProfile.Name), nameof(BillingProfile.PaymentMethod), nameof(BillingProfile.PaymentMethodExpires),
            nameof(BillingProfile.Subscriptions), nameof(BillingProfile.OpenInvoices),
        ],
        [typeof(Invoice)] =
        [
            nameof(Invoice.InvoiceId), nameof(Invoice.IssuedAt), nameof(Invoice.ProductName), nameof(Invoice.Total), nameof(Invoice.Currency), nameof(Invoice.Status),
            nameof(Invoice.Lines),
        ],
        [typeof(LicenseRequest)] =
        [
            nameof(LicenseRequest.RequestId), nameof(LicenseRequest.RequestedAt), nameof(LicenseRequest.ProductName), nameof(LicenseRequest.Requester),
            nameof(LicenseRequest.Status), nameof(LicenseRequest.Users),
        ],
        [typeof(LicenseRequestDecision)] =
        [
            nameof(LicenseRequestDecision.Request), nameof(LicenseRequestDecision.ProductName), nameof(LicenseRequestDecision.Approved), nameof(LicenseRequestDecision.Refused),
            nameof(LicenseRequestDecision.SeatsNeeded), nameof(LicenseRequestDecision.SeatsAvailable), nameof(LicenseRequestDecision.IsApplied),
        ],
        [typeof(PropertyChange)] =
        [
            nameof(PropertyChange.Target), nameof(PropertyChange.Name), nameof(PropertyChange.Property), nameof(PropertyChange.Current), nameof(PropertyChange.Wanted),
            nameof(PropertyChange.Detail), nameof(PropertyChange.IsApplied),
        ],
        [typeof(Notice)] = [nameof(Notice.CreatedAt), nameof(Notice.Recipient), nameof(Notice.Subject), nameof(Notice.Status)],
    };

    /// <summary>The columns of a table of this type.</summary>
    public static IReadOnlyList<Column> Of(Type type)
    {
        var all = Column.Of(type);
        return Chosen.TryGetValue(type, out var names) ? [.. names.Select(name => all.First(column => column.Name == name))] : [.. all.Take(Most)];
    }
}
