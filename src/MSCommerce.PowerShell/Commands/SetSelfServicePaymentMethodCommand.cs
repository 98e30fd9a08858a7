namespace MSCommerce.PowerShell;

/// <summary>Changes expiry, security code, cardholder or address of one's own card.</summary>
/// <remarks>
/// What is not named stays. The payment provider is told first, and checks the security code, which is not kept. Another card is not a change of this one: add it with
/// Add-SelfServicePaymentMethod, and name it in the billing profile with Set-SelfServiceBillingProfile. Whatever looks like a card number is refused and not repeated.
/// </remarks>
/// <example>
/// <para>Says that a card was renewed, and shows it as it is then.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// Set-SelfServicePaymentMethod -PaymentMethodId $card.PaymentMethodId -ExpiryMonth 4 -ExpiryYear 2035 -PassThru</code>
/// </example>
/// <example>
/// <para>Shows what giving a card its address would change.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// $card | Set-SelfServicePaymentMethod -Street '1 High Street' -City Dublin -PostalCode D02 -Country IE -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServicePaymentMethodCommand"/>
/// <seealso cref="AddSelfServicePaymentMethodCommand"/>
/// <seealso cref="SetSelfServiceBillingProfileCommand"/>
[Cmdlet(VerbsCommon.Set, "SelfServicePaymentMethod", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Set-SelfServicePaymentMethods")]
[OutputType(typeof(PaymentMethod))]
public sealed class SetSelfServicePaymentMethodCommand : CardCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of payment methods.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    public string[] PaymentMethodId { get; set; } = [];

    /// <summary>The month at whose end the card expires, 1 to 12.</summary>
    [Parameter]
    [WholeNumber]
    public int? ExpiryMonth { get; set; }

    /// <summary>The year of it, four digits.</summary>
    [Parameter]
    [WholeNumber]
    public int? ExpiryYear { get; set; }

    /// <summary>The name on the card.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CardholderName { get; set; }

    /// <summary>Writes the payment methods as they stand afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Change payment methods";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(PaymentMethodId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;

        // The provider is told card by card: each is a change of its own. All are planned before the first is made.
        var plans = new List<(SetPaymentMethodRequest Request, IReadOnlyList<PropertyChange> Changes)>();
        foreach (var id in _ids.Distinct(StringComparer.OrdinalIgnoreCase))
            plans.Add((Request(id), await client.Billing.PlanSetPaymentMethodAsync(Request(id), stop)));

        foreach (var (request, changes) in plans)
        {
            if (await AskAsync(client, request, changes, stop) && PassThru && !IsWhatIf)
                await WriteAsync(client.Billing.GetPaymentMethodsAsync(new() { PaymentMethodId = [request.PaymentMethodId] }, stop), stop);
        }
    }

    /// <summary>Asks about one card and changes it; false where the answer was no.</summary>
    private async Task<bool> AskAsync(CommerceClient client, SetPaymentMethodRequest request, IReadOnlyList<PropertyChange> changes, CancellationToken stop)
    {
        var parts = changes.Select(Wording.Change).ToList();
        if (request.SecurityCode is not null)
            parts.Add("Have the payment provider check the security code");
        if (parts.Count == 0)
        {
            Tell($"{request.PaymentMethodId} is as wanted already.");
            return true;
        }

        var name = changes.Count > 0 ? Wording.Named(changes[0].Name, changes[0].Target) : request.PaymentMethodId;
        if (!await ShouldProcessAsync(name, string.Join("; ", parts), stop))
            return false;
        await client.Billing.SetPaymentMethodAsync(request, stop);
        Tell($"{name}: {string.Join("; ", parts)}.");
        return true;
    }

    private SetPaymentMethodRequest Request(string id) => new()
    {
        PaymentMethodId = id,
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
}
