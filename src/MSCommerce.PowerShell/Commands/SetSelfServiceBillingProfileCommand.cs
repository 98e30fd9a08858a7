namespace MSCommerce.PowerShell;

/// <summary>Changes the name of one's own billing profile, or the card that is charged.</summary>
/// <remarks>
/// The new card is charged from now on: for renewals, for licences that are added, and for invoices that are paid then. What is piped is one change, made as a whole or not at
/// all; name and card wanted are never taken from the piped object.
/// </remarks>
/// <example>
/// <para>Charges a new card instead of the old one, and removes that.</para>
/// <code>$old = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// $null = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $old.PaymentMethodId -Confirm:$false
/// $new = Add-SelfServicePaymentMethod -Token tok_mastercard -ExpiryMonth 9 -ExpiryYear 2032 -CardholderName 'Ada Adler'
/// Get-SelfServiceBillingProfile | Set-SelfServiceBillingProfile -PaymentMethodId $new.PaymentMethodId
/// $old | Remove-SelfServicePaymentMethod -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Shows what renaming one's billing profiles would change.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// $null = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
/// Get-SelfServiceBillingProfile | Set-SelfServiceBillingProfile -Name 'Cost centre 7' -WhatIf</code>
/// </example>
/// <seealso cref="GetSelfServiceBillingProfileCommand"/>
/// <seealso cref="AddSelfServicePaymentMethodCommand"/>
/// <seealso cref="GetSelfServiceInvoiceCommand"/>
[Cmdlet(VerbsCommon.Set, "SelfServiceBillingProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Set-SelfServiceBillingProfiles")]
[OutputType(typeof(BillingProfile))]
public sealed class SetSelfServiceBillingProfileCommand : PropertyChangeCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of billing profiles.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(BillingProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] BillingProfileId { get; set; } = [];

    /// <summary>The new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>One's own card that is charged from now on. It is never taken from the pipeline: a piped profile's is the one that it has.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PaymentMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? PaymentMethodId { get; set; }

    private protected override string Purpose => "Change billing profiles";

    private protected override int Named => _ids.Count;

    private List<string> Ids => [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(BillingProfileId);

    private protected override Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop) =>
        client.Billing.PlanSetBillingProfilesAsync(new() { BillingProfileId = Ids, Name = Name, PaymentMethodId = PaymentMethodId, DryRun = IsWhatIf }, stop);

    private protected override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.Billing.ApplySetBillingProfilesAsync(changes, stop);

    private protected override IAsyncEnumerable<object> ReadAsync(CommerceClient client, IReadOnlyList<string> changed, CancellationToken stop) =>
        client.Billing.GetBillingProfilesAsync(new() { BillingProfileId = Ids }, stop);

    private protected override string TargetOf(object item) => ((BillingProfile)item).BillingProfileId;
}
