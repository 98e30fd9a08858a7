using MSCommerce.Payments;

namespace MSCommerce.Stores;

/// <summary>
/// Payment methods, billing profiles and invoices (U6, U7): everybody's own, an administrator's too. A store without <see cref="StoreCapabilities.Billing"/>
/// answers every call with <c>NotSupportedByStore</c>.
/// </summary>
public interface IBillingStore
{
    /// <summary>The actor's payment methods, by the date they were added.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>PaymentMethodNotFound</c>, after those that are.</returns>
    IAsyncEnumerable<PaymentMethod> GetPaymentMethodsAsync(PaymentMethodQuery query, CancellationToken cancellationToken);

    /// <summary>The provider's token of one of the actor's payment methods. No front door shows it.</summary>
    /// <param name="paymentMethodId">The payment method.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The token.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>.</exception>
    Task<PaymentToken> GetTokenAsync(string paymentMethodId, CancellationToken cancellationToken);

    /// <summary>Keeps a card that the provider has registered.</summary>
    /// <param name="token">The provider's token.</param>
    /// <param name="card">What the provider says of the card.</param>
    /// <param name="details">Expiry, cardholder and address. Its security code is not kept.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The payment method.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodExists</c> where the token is kept already.</exception>
    Task<PaymentMethod> AddPaymentMethodAsync(PaymentToken token, PaymentCard card, CardDetails details, CancellationToken cancellationToken);

    /// <summary>What changing a card would change. Writes nothing. The security code is no property: it is not kept.</summary>
    /// <param name="request">The card, and what is to be changed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a property (<c>Expires</c> as <c>2028-04</c>, <c>CardholderName</c>, <c>BillingAddress</c>); those that stay are left out.</returns>
    Task<IReadOnlyList<PropertyChange>> PlanPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken);

    /// <summary>Changes a card: makes the changes that the same request plans at this moment.</summary>
    /// <param name="request">The card, and what is to be changed.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The changes, applied.</returns>
    Task<IReadOnlyList<PropertyChange>> SetPaymentMethodAsync(SetPaymentMethodRequest request, CancellationToken cancellationToken);

    /// <summary>Which cards a removal would remove. Writes nothing.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The cards.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>, <c>PaymentMethodInUse</c>.</exception>
    Task<IReadOnlyList<PaymentMethod>> PlanRemovePaymentMethodsAsync(RemovePaymentMethodsRequest request, CancellationToken cancellationToken);

    /// <summary>Removes cards; all or none. What was paid with them stays on the invoices.</summary>
    /// <param name="paymentMethods">The plan.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The cards that were removed.</returns>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>, <c>PaymentMethodInUse</c>.</exception>
    Task<IReadOnlyList<PaymentMethod>> RemovePaymentMethodsAsync(IReadOnlyList<PaymentMethod> paymentMethods, CancellationToken cancellationToken);

    /// <summary>The actor's billing profiles, by the date they were made.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>BillingProfileNotFound</c>, after those that are.</returns>
    IAsyncEnumerable<BillingProfile> GetBillingProfilesAsync(BillingProfileQuery query, CancellationToken cancellationToken);

    /// <summary>What changing billing profiles would change. Writes nothing.</summary>
    /// <param name="request">The profiles, and what is to be changed.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry a profile and property (<c>Name</c>, <c>PaymentMethodId</c>); those that stay are left out.</returns>
    /// <exception cref="CommerceException"><c>BillingProfileNotFound</c>, <c>PaymentMethodNotFound</c>, <c>PaymentMethodExpired</c>.</exception>
    Task<IReadOnlyList<PropertyChange>> PlanBillingProfilesAsync(SetBillingProfileRequest request, CancellationToken cancellationToken);

    /// <summary>Writes changes of billing profiles, each only while its current value still holds; all or none.</summary>
    /// <param name="changes">The changes, with ids of profiles as targets.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>The changes, applied.</returns>
    Task<IReadOnlyList<PropertyChange>> ApplyBillingProfilesAsync(IReadOnlyList<PropertyChange> changes, CancellationToken cancellationToken);

    /// <summary>The actor's invoices and credit notes, newest first, those of renewals that nobody has written yet included: they follow from the dates.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; an exact id that is not among them is <c>InvoiceNotFound</c>, after those that are.</returns>
    IAsyncEnumerable<Invoice> GetInvoicesAsync(InvoiceQuery query, CancellationToken cancellationToken);

    /// <summary>What paying invoices would charge. Writes nothing.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One entry an invoice; one that is paid already is left out.</returns>
    /// <exception cref="CommerceException"><c>InvoiceNotFound</c>, <c>InvoiceIsCredit</c>, <c>PaymentMethodMissing</c>, <c>PaymentMethodNotFound</c>, <c>PaymentMethodExpired</c>.</exception>
    Task<IReadOnlyList<PaymentPlan>> PlanPayAsync(PayInvoicesRequest request, CancellationToken cancellationToken);

    /// <summary>Records that the provider has authorised the payment of an open invoice; what is captured is recorded by <see cref="RecordSettlementAsync"/>.</summary>
    /// <param name="payment">The plan, with the authorisation.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <returns>The invoice.</returns>
    /// <exception cref="CommerceException"><c>ChangedMeanwhile</c> where its total is another or it was paid, <c>ChargeNotAuthorized</c>.</exception>
    Task<Invoice> AuthorizePaymentAsync(PaymentPlan payment, CancellationToken cancellationToken);

    /// <summary>
    /// What the payment provider has still to do for the tenant, whoever's it is: authorised charges to be captured, credit notes to be paid out. They were decided by a
    /// change that was committed; doing them twice does nothing twice.
    /// </summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The settlements, oldest first, at most 100.</returns>
    Task<IReadOnlyList<Settlement>> GetSettlementsAsync(CancellationToken cancellationToken);

    /// <summary>Records what became of a settlement: the invoice is Paid, or Open with the error and no longer due by itself.</summary>
    /// <param name="settlement">The settlement.</param>
    /// <param name="error">Why the provider refused; null where it is done.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>False where another has recorded it before: then nothing was written.</returns>
    Task<bool> RecordSettlementAsync(Settlement settlement, string? error, CancellationToken cancellationToken);
}
