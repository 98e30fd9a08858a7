namespace MSCommerce.PowerShell;

/// <summary>Lists one's own credit cards.</summary>
/// <remarks>
/// Everybody sees his own alone, an administrator too. Of a card brand, last four digits, expiry, cardholder and address are kept, and the payment provider's token, which is
/// shown nowhere; its number and security code are not kept.
/// </remarks>
/// <example>
/// <para>Lists one's cards.</para>
/// <code>Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// Get-SelfServicePaymentMethod</code>
/// </example>
/// <example>
/// <para>Lists the cards that no billing profile is charged to.</para>
/// <code>Get-SelfServicePaymentMethod | Where-Object BillingProfiles -EQ 0 | Format-List</code>
/// </example>
/// <seealso cref="AddSelfServicePaymentMethodCommand"/>
/// <seealso cref="SetSelfServicePaymentMethodCommand"/>
/// <seealso cref="RemoveSelfServicePaymentMethodCommand"/>
/// <seealso cref="GetSelfServiceBillingProfileCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServicePaymentMethod")]
[Alias("Get-SelfServicePaymentMethods")]
[OutputType(typeof(PaymentMethod))]
public sealed class GetSelfServicePaymentMethodCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of payment methods; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    public string[]? PaymentMethodId { get; set; } = [];

    private protected override string Purpose => "Read payment methods";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // What is piped is bound later: this is the command line, where no id must not become all cards.
        if (MyInvocation.BoundParameters.ContainsKey(nameof(PaymentMethodId)) && !(PaymentMethodId ?? []).Any(id => !string.IsNullOrEmpty(id)))
            Fail(CommerceErrors.NothingNamed("payment method"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A billing profile without a card can be piped too.
        foreach (var id in PaymentMethodId ?? [])
        {
            if (!string.IsNullOrEmpty(id))
                _ids.Add(id);
        }
    }

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop) => ExpectsInput && _ids.Count == 0
        ? Task.CompletedTask
        : WriteAsync(client.Billing.GetPaymentMethodsAsync(new() { PaymentMethodId = [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)] }, stop), stop);
}
