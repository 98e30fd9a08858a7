using MSCommerce.Payments;

namespace MSCommerce.Stores.Sql;

/// <summary>Stub.</summary>
internal sealed class SqlBillingStore(SqlStore store) : IBillingStore
{
    public SqlStore Owner { get; } = store;

    public IAsyncEnumerable<PaymentMethod> GetPaymentMethodsAsync(PaymentMethodQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PaymentToken> GetTokenAsync(string paymentMethodId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PaymentMethod> AddPaymentMethodAsync(PaymentToken token, PaymentCard card, CardDetails details, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> PlanPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> SetPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PaymentMethod>> PlanRemovePaymentMethodsAsync(RemovePaymentMethodsRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PaymentMethod>> RemovePaymentMethodsAsync(IReadOnlyList<PaymentMethod> paymentMethods, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<BillingProfile> GetBillingProfilesAsync(BillingProfileQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> PlanBillingProfilesAsync(SetBillingProfileRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PropertyChange>> ApplyBillingProfilesAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<Invoice> GetInvoicesAsync(InvoiceQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PaymentPlan>> PlanPayAsync(PayInvoicesRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Invoice> AuthorizePaymentAsync(PaymentPlan payment, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Settlement>> GetSettlementsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RecordSettlementAsync(Settlement settlement, string? error, CancellationToken cancellationToken) => throw new NotSupportedException();
}
