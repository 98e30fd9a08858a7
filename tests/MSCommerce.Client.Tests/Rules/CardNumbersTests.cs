using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "U6")]
public class CardNumbersTests
{
    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("my card is 4242 4242 4242 4242, thanks")]
    [InlineData("5555-5555-5555-4444")]
    [InlineData("3782.822463.10005")]
    [InlineData("6011111111111117")]
    [InlineData("2223003122003222")]
    [InlineData("30569309025904")]
    [InlineData("4222222222222")]
    [InlineData("4242424242424242 123")]
    [InlineData("378282246310005 1234")]
    [InlineData("card 4111  1111  1111  1111")]
    [InlineData("4111_1111_1111_1111")]
    [InlineData("4111/1111/1111/1111")]
    [InlineData("4111, 1111, 1111, 1111")]
    [InlineData("9a8e5512-6331-4665-9246-666d8ac262f2 4111111111111111")]
    [InlineData("４１１１１１１１１１１１１１１１")]
    public void A_card_number_is_found_however_it_is_written(string text) => Assert.True(CardNumbers.IsIn(text));

    [Theory]
    [InlineData("tok_visa")]
    [InlineData("4242424242424241")]
    [InlineData("+49 30 1234567890")]
    [InlineData("20261121114530")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("9a8e5512-6331-4665-9246-666d8ac262f2")]
    [InlineData("The request 9A8E5512-6331-4665-9246-666D8AC262F2 was decided.")]
    [InlineData("424242424242")]
    [InlineData("9999999999999995")]
    [InlineData("We need 25 licences by 2026-12-01, cost centre 4711")]
    public void Other_numbers_are_let_through(string text) => Assert.False(CardNumbers.IsIn(text));

    [Fact]
    public void A_refusal_names_the_parameter_and_nothing_of_the_number()
    {
        var refusal = CardNumbers.Refuse(("The token", "tok_visa"), ("The street", null), ("The city", "4242 4242 4242 4242"))!;

        Assert.Equal("CardNumberGiven", refusal.ErrorId);
        Assert.StartsWith("The city", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4242", refusal.Message, StringComparison.Ordinal);
        Assert.Null(refusal.Target);
    }

    [Fact]
    public void A_failure_repeats_no_card_number_that_was_typed_where_an_id_belongs()
    {
        var failure = CommerceErrors.InvoiceNotFound(["4111 1111 1111 1111"]);

        Assert.DoesNotContain("1111", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Get-SelfServiceInvoice", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.Target);
        Assert.Equal("V-2026", CommerceErrors.InvoiceNotFound(["V-2026"]).Target);
    }

    [Fact]
    public void Nothing_is_refused_where_no_text_holds_a_card_number() => Assert.Null(CardNumbers.Refuse(("The token", "tok_visa"), ("The message", null)));
}
