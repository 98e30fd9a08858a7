using System.Collections.Concurrent;
using System.Globalization;
using MSCommerce.Payments;

namespace MSCommerce.Stores.Conformance;

/// <summary>The test provider, which tells what it was asked to do with money, and can be told to fail.</summary>
internal sealed class RecordingPaymentProvider : IPaymentProvider
{
    private readonly TestPaymentProvider _provider = new();
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>What was done with money, in order: <c>authorize 54.00 EUR tok_visa</c>.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>Whether what it authorised cannot be taken, or paid out, at this moment, as where a process dies before it could.</summary>
    public bool IsDown { get; set; }

    /// <summary>Runs once, after the next authorisation.</summary>
    public Func<Task>? AfterAuthorization { get; set; }

    /// <summary>The calls so far, and forgets them.</summary>
    public IReadOnlyList<string> Take()
    {
        var calls = Calls;
        _calls.Clear();
        return calls;
    }

    public Task<PaymentCard> RegisterAsync(PaymentToken token, CardDetails details, CancellationToken cancellationToken) => _provider.RegisterAsync(token, details, cancellationToken);

    public Task UpdateAsync(PaymentToken token, CardDetails details, CancellationToken cancellationToken) => _provider.UpdateAsync(token, details, cancellationToken);

    public async Task<string> AuthorizeAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        Note("authorize", order);
        var id = await _provider.AuthorizeAsync(order, cancellationToken);
        var then = AfterAuthorization;
        AfterAuthorization = null;
        if (then is not null)
            await then();
        return id;
    }

    public Task CaptureAsync(PaymentOrder order, string authorizationId, CancellationToken cancellationToken) =>
        Settle("capture", order, () => _provider.CaptureAsync(order, authorizationId, cancellationToken));

    public Task VoidAsync(PaymentOrder order, string authorizationId, CancellationToken cancellationToken)
    {
        Note("void", order);
        return _provider.VoidAsync(order, authorizationId, cancellationToken);
    }

    public Task RefundAsync(PaymentOrder order, CancellationToken cancellationToken) => Settle("refund", order, () => _provider.RefundAsync(order, cancellationToken));

    private Task Settle(string what, PaymentOrder order, Func<Task> settle)
    {
        if (IsDown)
            throw CommerceErrors.PaymentProviderUnavailable("it is down");
        Note(what, order);
        return settle();
    }

    private void Note(string what, PaymentOrder order) => _calls.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{what} {order.Amount:0.00#} {order.Currency} {order.Token.Value}"));
}
