namespace MSCommerce.PowerShell;

/// <summary>Removes cards from one's own payment methods.</summary>
/// <remarks>
/// A card that a billing profile needs still is refused: give the profile another with Set-SelfServiceBillingProfile first. What was paid with a card stays on the invoices. What is
/// piped is one change, made as a whole or not at all. The command asks for confirmation; in a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Adds a card and removes it again.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// $card | Remove-SelfServicePaymentMethod -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Shows which cards that have expired would be removed.</para>
/// <code>Get-SelfServicePaymentMethod | Where-Object IsExpired | Remove-SelfServicePaymentMethod -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServicePaymentMethodCommand"/>
/// <seealso cref="SetSelfServiceBillingProfileCommand"/>
[Cmdlet(VerbsCommon.Remove, "SelfServicePaymentMethod", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("Remove-SelfServicePaymentMethods")]
[OutputType(typeof(PaymentMethod))]
public sealed class RemoveSelfServicePaymentMethodCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of payment methods.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] PaymentMethodId { get; set; } = [];

    /// <summary>Writes the cards that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Remove payment methods";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(PaymentMethodId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;
        var request = new RemovePaymentMethodsRequest { PaymentMethodId = [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)], DryRun = IsWhatIf };
        var confirmed = new List<PaymentMethod>();
        foreach (var card in await client.Billing.PlanRemovePaymentMethodsAsync(request, stop))
        {
            if (await ShouldProcessAsync(Wording.Named(card.Name, card.PaymentMethodId), $"Remove from the payment methods of {card.Owner}", stop))
                confirmed.Add(card);
        }

        if (confirmed.Count == 0)
            return;
        foreach (var card in await client.Billing.ApplyRemovePaymentMethodsAsync(confirmed, stop))
        {
            Tell($"Removed {Wording.Named(card.Name, card.PaymentMethodId)}.");
            if (PassThru)
                Write(card);
        }
    }
}
