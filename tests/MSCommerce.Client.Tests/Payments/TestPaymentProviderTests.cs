using MSCommerce.Payments;

namespace MSCommerce.Client.Tests.Payments;

[Trait("Requirement", "U6")]
public class TestPaymentProviderTests
{
    private static readonly CardDetails Details = new() { ExpiryMonth = 1, ExpiryYear = 2030, CardholderName = "Ada", SecurityCode = "123" };
    private readonly TestPaymentProvider _provider = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tok_visa", "Visa", "4242", true)]
    [InlineData("tok_visa.2", "Visa", "4242", true)]
    [InlineData("tok_mastercard", "Mastercard", "4444", true)]
    [InlineData("tok_bank_transfer", "Bank transfer", "6789", false)]
    public async Task A_token_stands_for_a_card(string token, string brand, string digits, bool isCreditCard) =>
        Assert.Equal(new(brand, digits, isCreditCard), await _provider.RegisterAsync(new(token), Details, Stop));

    [Theory]
    [InlineData("tok_stolen", CommerceError.PaymentDeclined, "CardRefused")]
    [InlineData("tok_wrong_security_code", CommerceError.PaymentDeclined, "CardRefused")]
    [InlineData("tok_something", CommerceError.PaymentDeclined, "PaymentTokenUnknown")]
    [InlineData("", CommerceError.PaymentDeclined, "PaymentTokenUnknown")]
    [InlineData("tok_unavailable", CommerceError.StoreUnavailable, "PaymentProviderUnavailable")]
    public async Task A_card_is_refused_when_it_is_added(string token, CommerceError error, string errorId)
    {
        var refusal = await Assert.ThrowsAsync<CommerceException>(() => _provider.RegisterAsync(new(token), Details, Stop));

        Assert.Equal((error, errorId), (refusal.Error, refusal.ErrorId));
    }

    [Fact]
    public async Task A_charge_that_is_repeated_is_the_same_charge()
    {
        var order = new PaymentOrder(Guid.NewGuid(), new("tok_visa"), 10, "EUR");
        var authorization = await _provider.AuthorizeAsync(order, Stop);

        Assert.Equal(authorization, await _provider.AuthorizeAsync(order, Stop));
        Assert.NotEqual(authorization, await _provider.AuthorizeAsync(order with { ChargeId = Guid.NewGuid() }, Stop));
        await _provider.CaptureAsync(order, authorization, Stop);
        await _provider.CaptureAsync(order, authorization, Stop);
        Assert.Equal("PaymentDeclined", (await Assert.ThrowsAsync<CommerceException>(() => _provider.CaptureAsync(order, "auth_other", Stop))).ErrorId);
    }

    [Fact]
    public async Task Each_card_that_declines_declines_in_its_own_step()
    {
        PaymentOrder Order(string token) => new(Guid.NewGuid(), new(token), 10, "EUR");

        Assert.Contains("insufficient funds", (await Assert.ThrowsAsync<CommerceException>(() => _provider.AuthorizeAsync(Order("tok_insufficient_funds"), Stop))).Message, StringComparison.Ordinal);

        var late = Order("tok_capture_fails");
        var authorization = await _provider.AuthorizeAsync(late, Stop);
        Assert.Equal(CommerceError.PaymentDeclined, (await Assert.ThrowsAsync<CommerceException>(() => _provider.CaptureAsync(late, authorization, Stop))).Error);

        Assert.Equal(CommerceError.PaymentDeclined, (await Assert.ThrowsAsync<CommerceException>(() => _provider.RefundAsync(Order("tok_refund_fails"), Stop))).Error);
        await _provider.RefundAsync(Order("tok_visa"), Stop);
    }
}
