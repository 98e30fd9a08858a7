using MSCommerce.Stores;

namespace MSCommerce.Payments;

/// <summary>
/// Has charges authorised before a change, and captured after it (U1). A change that is refused, fails or is stopped voids what was authorised; a process that dies
/// between leaves an authorisation that lapses, or a settlement that the next change makes up for.
/// </summary>
internal sealed class PaymentDesk(ICommerceStore store, IPaymentProvider provider)
{
    public IPaymentProvider Provider { get; } = provider;

    /// <summary>Makes a change that charges.</summary>
    /// <param name="charges">The charges; none for a change that costs nothing.</param>
    /// <param name="change">The change, given the charges with their authorisations, in the same order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T> RunAsync<T>(IReadOnlyList<Charge> charges, Func<IReadOnlyList<Charge>, Task<T>> change, CancellationToken cancellationToken)
    {
        var authorized = new List<(PaymentOrder Order, string AuthorizationId)>();
        T result;
        try
        {
            foreach (var charge in charges)
            {
                var order = new PaymentOrder(charge.ChargeId, await store.Billing.GetTokenAsync(charge.PaymentMethodId, cancellationToken), charge.Amount, charge.Currency);
                authorized.Add((order, await Provider.AuthorizeAsync(order, cancellationToken)));
            }

            result = await change([.. charges.Select((charge, index) => charge with { AuthorizationId = authorized[index].AuthorizationId })]);
        }
        catch (Exception cause)
        {
            // What an earlier change was made with is not given up because it was to be made twice.
            if (cause is CommerceException { ErrorId: CommerceErrors.ChargeUsedId })
                throw;
            foreach (var (order, authorizationId) in authorized)
                await VoidAsync(order, authorizationId);
            throw;
        }

        await SettleAsync();
        return result;
    }

    /// <summary>Does what the payment provider has still to do. A failure stays on the invoice, for its owner to see: the change that caused it was made.</summary>
    public async Task SettleAsync()
    {
        if (!store.Capabilities.HasFlag(StoreCapabilities.Billing))
            return;

        try
        {
            foreach (var settlement in await store.Billing.GetSettlementsAsync(CancellationToken.None))
                await store.Billing.RecordSettlementAsync(settlement, await SettleAsync(settlement), CancellationToken.None);
        }
        catch (CommerceException)
        {
            // The change stands and must not look as if it had failed; what could not be settled is due still, and the next change tries it again.
        }
    }

    private async Task<string?> SettleAsync(Settlement settlement)
    {
        try
        {
            if (settlement.AuthorizationId is { } authorization)
                await Provider.CaptureAsync(settlement.Order, authorization, CancellationToken.None);
            else
                await Provider.RefundAsync(settlement.Order, CancellationToken.None);
            return null;
        }
        catch (CommerceException refusal) when (refusal.Error == CommerceError.PaymentDeclined)
        {
            return refusal.Message;
        }
    }

    private async Task VoidAsync(PaymentOrder order, string authorizationId)
    {
        try
        {
            await Provider.VoidAsync(order, authorizationId, CancellationToken.None);
        }
        catch (CommerceException)
        {
            // It lapses by itself; what failed before is what the caller has to hear.
        }
    }
}
