using MSCommerce.Payments;
using MSCommerce.Stores;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace MSCommerce.Client.Tests.Payments;

[Trait("Requirement", "U1")]
public class PaymentDeskTests
{
    private static readonly Charge First = new() { ChargeId = Guid.NewGuid(), Amount = 10, Currency = "EUR", PaymentMethodId = "p1" };
    private static readonly Charge Second = First with { ChargeId = Guid.NewGuid(), Amount = 20 };

    private readonly ICommerceStore _store = Substitute.For<ICommerceStore>();
    private readonly IPaymentProvider _provider = Substitute.For<IPaymentProvider>();
    private readonly PaymentDesk _desk;

    public PaymentDeskTests()
    {
        _store.Capabilities.Returns(StoreCapabilities.Billing);
        _store.Billing.GetTokenAsync("p1", Arg.Any<CancellationToken>()).Returns(new PaymentToken("tok"));
        _store.Billing.GetSettlementsAsync(Arg.Any<CancellationToken>()).Returns([]);
        _provider.AuthorizeAsync(Arg.Any<PaymentOrder>(), Arg.Any<CancellationToken>()).Returns(call => $"auth {call.Arg<PaymentOrder>().Amount}");
        _desk = new(_store, _provider);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_made_with_every_charge_authorised()
    {
        var authorized = await _desk.RunAsync([First, Second], Task.FromResult, Stop);

        Assert.Equal(["auth 10", "auth 20"], authorized.Select(charge => charge.AuthorizationId));
        await _provider.DidNotReceive().VoidAsync(Arg.Any<PaymentOrder>(), Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_declined_charge_voids_those_before_it_and_the_change_is_not_made()
    {
        _provider.AuthorizeAsync(Arg.Is<PaymentOrder>(order => order.Amount == 20), Arg.Any<CancellationToken>()).ThrowsAsync(CommerceErrors.PaymentDeclined("PaymentDeclined", "No."));
        var made = false;

        var refusal = await Assert.ThrowsAsync<CommerceException>(() => _desk.RunAsync([First, Second], _ => Task.FromResult(made = true), Stop));

        Assert.Equal("PaymentDeclined", refusal.ErrorId);
        Assert.False(made);
        await _provider.Received(1).VoidAsync(Arg.Is<PaymentOrder>(order => order.ChargeId == First.ChargeId), "auth 10", Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_that_fails_or_is_stopped_charges_nothing(bool stopped)
    {
        Exception failure = stopped ? new OperationCanceledException() : CommerceErrors.ChangedMeanwhile("It", "1", "2");

        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => _desk.RunAsync<bool>([First, Second], _ => throw failure, Stop));

        Assert.Same(failure, thrown);
        await _provider.Received(2).VoidAsync(Arg.Any<PaymentOrder>(), Arg.Any<string>(), Arg.Any<CancellationToken>());
        await _provider.DidNotReceive().CaptureAsync(Arg.Any<PaymentOrder>(), Arg.Any<string>(), Arg.Any<CancellationToken>());
        await _store.Billing.DidNotReceive().GetSettlementsAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task After_a_change_what_is_due_is_taken_or_paid_out_and_recorded()
    {
        var capture = new Settlement("i1", new(First.ChargeId, new("tok"), 10, "EUR"), "auth 10");
        var refund = new Settlement("i2", new(Second.ChargeId, new("tok"), 20, "EUR"), AuthorizationId: null);
        _store.Billing.GetSettlementsAsync(Arg.Any<CancellationToken>()).Returns([capture, refund]);
        _provider.RefundAsync(Arg.Any<PaymentOrder>(), Arg.Any<CancellationToken>()).ThrowsAsync(CommerceErrors.PaymentDeclined("PaymentDeclined", "Not to this card."));

        await _desk.RunAsync([], _ => Task.FromResult(true), Stop);

        await _provider.Received(1).CaptureAsync(capture.Order, "auth 10", Arg.Any<CancellationToken>());
        await _store.Billing.Received(1).RecordSettlementAsync(capture, null, Arg.Any<CancellationToken>());
        await _store.Billing.Received(1).RecordSettlementAsync(refund, "Not to this card.", Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_provider_out_of_reach_after_the_change_leaves_it_due_and_the_change_stands()
    {
        _store.Billing.GetSettlementsAsync(Arg.Any<CancellationToken>()).Returns([new Settlement("i1", new(First.ChargeId, new("tok"), 10, "EUR"), "auth 10")]);
        _provider.CaptureAsync(Arg.Any<PaymentOrder>(), Arg.Any<string>(), Arg.Any<CancellationToken>()).ThrowsAsync(CommerceErrors.PaymentProviderUnavailable("no answer"));

        Assert.True(await _desk.RunAsync([First], _ => Task.FromResult(true), Stop));

        await _store.Billing.DidNotReceive().RecordSettlementAsync(Arg.Any<Settlement>(), Arg.Any<string?>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_store_without_billing_is_asked_for_no_settlement()
    {
        _store.Capabilities.Returns(StoreCapabilities.None);

        await _desk.RunAsync([], _ => Task.FromResult(true), Stop);

        await _store.Billing.DidNotReceive().GetSettlementsAsync(Arg.Any<CancellationToken>());
    }
}
