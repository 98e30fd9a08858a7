using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace MSCommerce.Payments;

/// <summary>
/// A payment provider for trying out, as providers' own sandboxes are: it knows the tokens below, always answers the same to the same, and moves no money. It is the one
/// that embedded and shared stores use.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>tok_visa, tok_mastercard, tok_amex, tok_discover</term><description>credit cards that pay</description></item>
/// <item><term>tok_insufficient_funds</term><description>a credit card whose charges are declined</description></item>
/// <item><term>tok_stolen</term><description>a credit card that is refused when it is added</description></item>
/// <item><term>tok_wrong_security_code</term><description>a credit card that takes no security code but 999</description></item>
/// <item><term>tok_capture_fails</term><description>a credit card whose charges are authorised, and declined when they are taken</description></item>
/// <item><term>tok_refund_fails</term><description>a credit card that pays, and to which nothing can be paid out</description></item>
/// <item><term>tok_debit, tok_bank_transfer</term><description>no credit cards (E5)</description></item>
/// <item><term>tok_unavailable</term><description>the provider cannot be reached</description></item>
/// </list>
/// A token may have a suffix behind a dot, <c>tok_visa.2</c>, so that somebody can have two of a kind.
/// </remarks>
public sealed class TestPaymentProvider : IPaymentProvider
{
    private static readonly FrozenDictionary<string, PaymentCard> Cards = new Dictionary<string, PaymentCard>(StringComparer.Ordinal)
    {
        ["tok_visa"] = new("Visa", "4242", IsCreditCard: true),
        ["tok_mastercard"] = new("Mastercard", "4444", IsCreditCard: true),
        ["tok_amex"] = new("American Express", "0005", IsCreditCard: true),
        ["tok_discover"] = new("Discover", "1117", IsCreditCard: true),
        ["tok_insufficient_funds"] = new("Visa", "9995", IsCreditCard: true),
        ["tok_stolen"] = new("Visa", "9979", IsCreditCard: true),
        ["tok_wrong_security_code"] = new("Visa", "0127", IsCreditCard: true),
        ["tok_capture_fails"] = new("Visa", "0341", IsCreditCard: true),
        ["tok_refund_fails"] = new("Visa", "5126", IsCreditCard: true),
        ["tok_debit"] = new("Debit card", "5556", IsCreditCard: false),
        ["tok_bank_transfer"] = new("Bank transfer", "6789", IsCreditCard: false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<PaymentCard> RegisterAsync(PaymentToken token, CardDetails details, CancellationToken cancellationToken)
    {
        var card = Find(token);
        if (Kind(token) == "tok_stolen")
            throw CommerceErrors.PaymentDeclined("CardRefused", "The payment provider refuses this card. Ask its issuer, or add another; nothing was kept.");
        CheckSecurityCode(token, details);
        return Task.FromResult(card);
    }

    /// <inheritdoc/>
    public Task UpdateAsync(PaymentToken token, CardDetails details, CancellationToken cancellationToken)
    {
        Find(token);
        CheckSecurityCode(token, details);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> AuthorizeAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        var card = Find(order.Token);
        return Kind(order.Token) == "tok_insufficient_funds"
            ? throw Declined(card, "there are insufficient funds")
            : Task.FromResult($"auth_{Fingerprint(order)}");
    }

    /// <inheritdoc/>
    public Task CaptureAsync(PaymentOrder order, string authorizationId, CancellationToken cancellationToken)
    {
        var card = Find(order.Token);
        if (Kind(order.Token) == "tok_capture_fails" || authorizationId != $"auth_{Fingerprint(order)}")
            throw Declined(card, "the authorisation does not hold any more");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task VoidAsync(PaymentOrder order, string authorizationId, CancellationToken cancellationToken)
    {
        Find(order.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RefundAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        var card = Find(order.Token);
        return Kind(order.Token) == "tok_refund_fails" ? throw Declined(card, "nothing can be paid out to it") : Task.CompletedTask;
    }

    private static PaymentCard Find(PaymentToken token)
    {
        var kind = Kind(token);
        if (kind == "tok_unavailable")
            throw CommerceErrors.PaymentProviderUnavailable("it did not answer");
        return Cards.TryGetValue(kind, out var card)
            ? card
            : throw CommerceErrors.PaymentDeclined("PaymentTokenUnknown", "The payment provider does not know this token. The test provider's are tok_visa, tok_mastercard and those that its documentation lists; nothing was kept.");
    }

    private static string Kind(PaymentToken token) => token.Value?.Split('.')[0] ?? "";

    private static void CheckSecurityCode(PaymentToken token, CardDetails details)
    {
        if (Kind(token) == "tok_wrong_security_code" && details.SecurityCode is { } code && code != "999")
            throw CommerceErrors.PaymentDeclined("CardRefused", "The payment provider refuses the security code. Look at the card and give it again; nothing was changed.");
    }

    private static CommerceException Declined(PaymentCard card, string why) => CommerceErrors.PaymentDeclined(
        "PaymentDeclined", $"The {card.Brand} ending in {card.LastFourDigits} was declined: {why}. Use another payment method, or ask the card's issuer.");

    private static string Fingerprint(PaymentOrder order) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(order.ChargeId.ToString())))[..24];
}
