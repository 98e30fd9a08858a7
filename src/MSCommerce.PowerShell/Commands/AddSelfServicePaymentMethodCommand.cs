using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>Adds a credit card to one's own payment methods, by the token that the payment provider gave for it.</summary>
/// <remarks>
/// A card's number is never given here: a payment provider turns it into a token, and that is given. Whatever looks like a card number is refused, wherever it stands, and not
/// repeated. Brand, last four digits, expiry, cardholder, address and the token are kept; the security code goes to the provider and is not. A credit card is the only way to pay.
///
/// The stores of this version use a test provider that moves no money. It knows tokens like tok_visa and tok_mastercard, which Tab completes; with a suffix, tok_visa.2, one can
/// have two of a kind.
/// </remarks>
/// <example>
/// <para>Adds a card with its address.</para>
/// <code>Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler' -Street '1 High Street' -City Dublin -Country IE</code>
/// </example>
/// <example>
/// <para>Adds a card and buys with it.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_mastercard -ExpiryMonth 12 -ExpiryYear 2030 -CardholderName 'Ada Adler'
/// New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card.PaymentMethodId -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Checks a card with its security code, and adds nothing.</para>
/// <code>$code = [securestring]::new()
/// '737'.ToCharArray() | ForEach-Object { $code.AppendChar($_) }
/// Add-SelfServicePaymentMethod -Token tok_amex -ExpiryMonth 6 -ExpiryYear 2031 -CardholderName 'Ada Adler' -SecurityCode $code -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServicePaymentMethodCommand"/>
/// <seealso cref="NewSelfServiceSubscriptionCommand"/>
/// <seealso cref="SetSelfServiceBillingProfileCommand"/>
[Cmdlet(VerbsCommon.Add, "SelfServicePaymentMethod", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Add-SelfServicePaymentMethods")]
[OutputType(typeof(PaymentMethod))]
public sealed class AddSelfServicePaymentMethodCommand : CardCommand
{
    /// <summary>The payment provider's token for the card; never the card's number.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(PaymentTokenCompleter))]
    [ValidateNotNullOrEmpty]
    public string Token { get; set; } = "";

    /// <summary>The month at whose end the card expires, 1 to 12.</summary>
    [Parameter(Mandatory = true)]
    [WholeNumber]
    public int ExpiryMonth { get; set; }

    /// <summary>The year of it, four digits.</summary>
    [Parameter(Mandatory = true)]
    [WholeNumber]
    public int ExpiryYear { get; set; }

    /// <summary>The name on the card.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string CardholderName { get; set; } = "";

    private protected override string Purpose => "Add a payment method";

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        var request = new AddPaymentMethodRequest
        {
            Token = Token,
            ExpiryMonth = ExpiryMonth,
            ExpiryYear = ExpiryYear,
            CardholderName = CardholderName,
            SecurityCode = RevealedCode,
            Street = Street,
            City = City,
            Region = Region,
            PostalCode = PostalCode,
            Country = Country,
            DryRun = IsWhatIf,
        };
        var card = await client.Billing.PlanAddPaymentMethodAsync(request, stop);
        if (!await ShouldProcessAsync(card.Name, $"Add to the payment methods of {card.Owner}; it expires {PaymentMethodRules.Expires(card.ExpiryYear, card.ExpiryMonth)}", stop))
            return;
        var added = await client.Billing.AddPaymentMethodAsync(request, stop);
        Tell($"Added {added.Name}; the payment method is {added.PaymentMethodId}.");
        Write(added);
    }
}
