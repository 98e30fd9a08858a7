using MSCommerce.Payments;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "U6")]
public class PaymentMethodRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly PostalAddress Berlin = new() { Street = "Unter den Linden 1", City = "Berlin", PostalCode = "10117", Country = "DE" };
    private static readonly CardDetails Sound = new() { ExpiryMonth = 12, ExpiryYear = 2028, CardholderName = "Ada Lovelace", BillingAddress = Berlin, SecurityCode = "123" };

    public static TheoryData<string, CardDetails> Unsound => new()
    {
        { "ExpiryInvalid", Sound with { ExpiryMonth = 13 } },
        { "ExpiryInvalid", Sound with { ExpiryMonth = 0 } },
        { "ExpiryInvalid", Sound with { ExpiryYear = 28 } },
        { "PaymentMethodExpired", Sound with { ExpiryMonth = 10, ExpiryYear = 2026 } },
        { "CardholderNameInvalid", Sound with { CardholderName = " " } },
        { "CardholderNameInvalid", Sound with { CardholderName = "Ada\r\nBcc: eve@x" } },
        { "CardholderNameInvalid", Sound with { CardholderName = new('a', 101) } },
        { "SecurityCodeInvalid", Sound with { SecurityCode = "12" } },
        { "SecurityCodeInvalid", Sound with { SecurityCode = "12a" } },
        { "AddressIncomplete", Sound with { BillingAddress = Berlin with { Street = "" } } },
        { "AddressInvalid", Sound with { BillingAddress = Berlin with { Region = "a\nb" } } },
        { "CountryUnknown", Sound with { BillingAddress = Berlin with { Country = "Germany" } } },
        { "CardNumberGiven", Sound with { CardholderName = "4242 4242 4242 4242" } },
        { "CardNumberGiven", Sound with { BillingAddress = Berlin with { PostalCode = "5555555555554444" } } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Unsound_details_are_refused_each_for_its_own_reason(string errorId, CardDetails details) => Assert.Equal(errorId, PaymentMethodRules.Refuse(details, Now)?.ErrorId);

    [Fact]
    public void Sound_details_are_taken_with_or_without_address_and_security_code()
    {
        Assert.Null(PaymentMethodRules.Refuse(Sound, Now));
        Assert.Null(PaymentMethodRules.Refuse(Sound with { BillingAddress = null, SecurityCode = null }, Now));
        Assert.Null(PaymentMethodRules.Refuse(Sound with { ExpiryMonth = 11, ExpiryYear = 2026 }, Now));
    }

    [Theory]
    [InlineData("2026-11-30T23:59:59Z", false)]
    [InlineData("2026-12-01T00:00:00Z", true)]
    public void A_card_is_valid_to_the_end_of_its_month(string now, bool expired) =>
        Assert.Equal(expired, PaymentMethodRules.IsExpired(2026, 11, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void What_a_change_does_not_name_stays()
    {
        var card = new PaymentMethod
        {
            PaymentMethodId = "p", Owner = "ada@f", Brand = "Visa", LastFourDigits = "4242", ExpiryMonth = 4, ExpiryYear = 2027, CardholderName = "Ada",
            BillingAddress = Berlin, AddedAt = Now, IsExpired = false, BillingProfiles = 1,
        };

        var details = PaymentMethodRules.Changed(card, new() { PaymentMethodId = "p", ExpiryYear = 2030, City = "Potsdam" });

        Assert.Equal((4, 2030, "Ada"), (details.ExpiryMonth, details.ExpiryYear, details.CardholderName));
        Assert.Equal(Berlin with { City = "Potsdam" }, details.BillingAddress);
        Assert.Null(details.SecurityCode);
        Assert.Equal("NothingToSet", Assert.Throws<CommerceException>(() => PaymentMethodRules.Changed(card, new() { PaymentMethodId = "p" })).ErrorId);
    }

    [Fact]
    public void No_text_of_a_card_or_token_shows_its_secrets()
    {
        var request = new AddPaymentMethodRequest { Token = "tok_visa", ExpiryMonth = 1, ExpiryYear = 2030, CardholderName = "Ada", SecurityCode = "987" };
        var texts = string.Join(' ', request, Sound, new PaymentToken("tok_visa"), new PaymentOrder(Guid.Empty, new("tok_visa"), 1, "EUR"), new SetPaymentMethodRequest { PaymentMethodId = "p", SecurityCode = "987" });

        Assert.DoesNotContain("tok_visa", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("987", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("123", texts, StringComparison.Ordinal);
    }
}
