namespace MSCommerce.PowerShell;

/// <summary>Pays one's own open invoices.</summary>
/// <remarks>
/// The billing profile's card is charged, unless -PaymentMethodId names another of one's own. What is charged and to which card is shown before it is confirmed. Invoices are paid one after the
/// other: each that was paid is written and stays paid, and one whose charge is declined is an error that names it and ends nothing. What is paid already is left out.
///
/// The command asks for confirmation; in a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Pays all that is open, renewals for instance, with the cards of the billing profiles.</para>
/// <code>Get-SelfServiceInvoice -Status Open | Submit-SelfServicePayment -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Pays with another card what a card did not pay: this test card's charge fails when it is taken.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_capture_fails -ExpiryMonth 1 -ExpiryYear 2030 -CardholderName 'Ada Adler'
/// $bought = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
/// $other = Add-SelfServicePaymentMethod -Token tok_mastercard -ExpiryMonth 9 -ExpiryYear 2032 -CardholderName 'Ada Adler'
/// $bought | Get-SelfServiceInvoice -Status Open | Submit-SelfServicePayment -PaymentMethodId $other.PaymentMethodId -Confirm:$false</code>
/// </example>
/// <seealso cref="GetSelfServiceInvoiceCommand"/>
/// <seealso cref="GetSelfServicePaymentMethodCommand"/>
/// <seealso cref="SetSelfServiceBillingProfileCommand"/>
[Cmdlet(VerbsLifecycle.Submit, "SelfServicePayment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("Submit-SelfServicePayments")]
[OutputType(typeof(Invoice))]
public sealed class SubmitSelfServicePaymentCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of invoices.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OpenInvoiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] InvoiceId { get; set; } = [];

    /// <summary>One's own card that is charged; the billing profile's where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PaymentMethodId { get; set; }

    private bool IsOneOfMany => _ids.Count > 1 || ExpectsInput;

    private protected override string Purpose => "Pay invoices";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(InvoiceId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;
        var plan = new List<PaymentPlan>();
        var known = 0;
        foreach (var id in _ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            // Each for itself: one that cannot be paid keeps no other from being paid.
            try
            {
                plan.AddRange(await client.Billing.PlanPayAsync(new() { InvoiceId = [id], PaymentMethodId = PaymentMethodId, DryRun = IsWhatIf }, stop));
                known++;
            }
            catch (CommerceException refusal) when (IsOneOfMany && refusal.Error is (CommerceError.NotFound or CommerceError.InvalidRequest or CommerceError.Conflict))
            {
                Report(refusal);
            }
        }

        if (plan.Count == 0 && known > 0 && !IsWhatIf)
        {
            Tell("All of it is paid already, or was authorised before, and is not charged again.");
            await client.Billing.ApplyPayAsync([], stop);
        }

        foreach (var payment in plan)
        {
            var amount = Wording.Amount(payment.Charge.Amount, payment.Charge.Currency);
            if (await ShouldProcessAsync($"{payment.InvoiceId} ({payment.ProductName})", $"Charge {amount} to {payment.PaymentMethod}", stop))
                await PayAsync(client, payment, stop);
        }
    }

    private async Task PayAsync(CommerceClient client, PaymentPlan payment, CancellationToken stop)
    {
        try
        {
            foreach (var invoice in await client.Billing.ApplyPayAsync([payment], stop))
            {
                if (invoice.Status == InvoiceStatus.Paid)
                {
                    Tell($"Paid {invoice.InvoiceId} with {payment.PaymentMethod}.");
                    Write(invoice);
                    continue;
                }

                Report(CommandErrors.InvoiceNotPaid(payment, CommerceErrors.PaymentDeclined("PaymentDeclined", invoice.LastError ?? $"{payment.PaymentMethod} was declined.")));
            }
        }
        catch (CommerceException refusal) when (refusal.Error is CommerceError.PaymentDeclined or CommerceError.Conflict)
        {
            Report(CommandErrors.InvoiceNotPaid(payment, refusal));
        }
    }
}
