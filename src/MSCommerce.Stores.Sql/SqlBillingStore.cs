using MSCommerce.Payments;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;

namespace MSCommerce.Stores.Sql;

/// <summary>Payment methods, billing profiles and invoices (U6, U7): the actor's own alone, an administrator's too.</summary>
internal sealed class SqlBillingStore(SqlStore store) : IBillingStore
{
    public IAsyncEnumerable<PaymentMethod> GetPaymentMethodsAsync(PaymentMethodQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ChangeOwn, session => PaymentMethodReader.ListAsync(session, query), cancellationToken);

    public Task<PaymentToken> GetTokenAsync(string paymentMethodId, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ChangeOwn, session => PaymentMethodReader.TokenAsync(session, paymentMethodId), cancellationToken);

    public Task<PaymentMethod> AddPaymentMethodAsync(PaymentToken token, PaymentCard card, CardDetails details, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.ChangeOwn, session => PaymentMethodChanges.AddAsync(session, token, card, details), dryRun: false, cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ChangeOwn, session => PaymentMethodChanges.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> SetPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.ChangeOwn, session => PaymentMethodChanges.ApplyAsync(session, request), dryRun: false, cancellationToken);

    public Task<IReadOnlyList<PaymentMethod>> PlanRemovePaymentMethodsAsync(RemovePaymentMethodsRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ChangeOwn, session => PaymentMethodChanges.PlanRemoveAsync(session, request.PaymentMethodId), cancellationToken);

    public Task<IReadOnlyList<PaymentMethod>> RemovePaymentMethodsAsync(IReadOnlyList<PaymentMethod> paymentMethods, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.ChangeOwn, session => PaymentMethodChanges.RemoveAsync(session, paymentMethods), dryRun: false, cancellationToken);

    public IAsyncEnumerable<BillingProfile> GetBillingProfilesAsync(BillingProfileQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ChangeOwn, session => BillingProfiles.ListAsync(session, query), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> PlanBillingProfilesAsync(SetBillingProfileRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ChangeOwn, session => BillingProfiles.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<PropertyChange>> ApplyBillingProfilesAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.ChangeOwn, session => BillingProfiles.ApplyAsync(session, changes), dryRun: false, cancellationToken);

    public IAsyncEnumerable<Invoice> GetInvoicesAsync(InvoiceQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.ChangeOwn, session => InvoicePayments.ListAsync(session, query), cancellationToken);

    public Task<IReadOnlyList<PaymentPlan>> PlanPayAsync(PayInvoicesRequest request, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.ChangeOwn, session => InvoicePayments.PlanAsync(session, request), cancellationToken);

    public Task<Invoice> AuthorizePaymentAsync(PaymentPlan payment, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.ChangeOwn, session => InvoicePayments.AuthorizeAsync(session, payment), dryRun: false, cancellationToken);

    // Whoever made the change that follows does what is left to do: it was decided by changes that were committed, and is nobody's to decide again.
    public Task<IReadOnlyList<Settlement>> GetSettlementsAsync(CancellationToken cancellationToken) => store.ReadAsync(Settlements.DueAsync, cancellationToken);

    public Task<bool> RecordSettlementAsync(Settlement settlement, string? error, CancellationToken cancellationToken) =>
        store.ChangeAsync(permission: null, session => Settlements.RecordAsync(session, settlement, error), dryRun: false, cancellationToken);
}
