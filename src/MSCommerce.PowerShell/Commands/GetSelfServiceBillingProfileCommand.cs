namespace MSCommerce.PowerShell;

/// <summary>Lists one's own billing profiles: who is billed, and which card is charged.</summary>
/// <remarks>
/// A first purchase makes a billing profile for its card; later ones with that card share it. Everybody sees his own alone.
/// </remarks>
/// <example>
/// <para>Lists one's billing profiles.</para>
/// <code>Get-SelfServiceBillingProfile</code>
/// </example>
/// <example>
/// <para>Buys something, and shows the card that will be charged for it.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// $null = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
/// Get-SelfServiceBillingProfile | Get-SelfServicePaymentMethod</code>
/// </example>
/// <seealso cref="SetSelfServiceBillingProfileCommand"/>
/// <seealso cref="GetSelfServicePaymentMethodCommand"/>
/// <seealso cref="GetSelfServiceInvoiceCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceBillingProfile")]
[Alias("Get-SelfServiceBillingProfiles")]
[OutputType(typeof(BillingProfile))]
public sealed class GetSelfServiceBillingProfileCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of billing profiles; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BillingProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] BillingProfileId { get; set; } = [];

    private protected override string Purpose => "Read billing profiles";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(BillingProfileId);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop) => ExpectsInput && _ids.Count == 0
        ? Task.CompletedTask
        : WriteAsync(client.Billing.GetBillingProfilesAsync(new() { BillingProfileId = [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)] }, stop), stop);
}
