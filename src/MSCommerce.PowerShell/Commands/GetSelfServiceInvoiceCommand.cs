namespace MSCommerce.PowerShell;

/// <summary>Lists one's own invoices and credit notes.</summary>
/// <remarks>
/// The newest come first: those of the last three months, unless -Months, -Since or -Until says otherwise, or an invoice is named. Format-List shows their lines. A credit note has a
/// negative total. A renewal's invoice has the date of the renewal, whenever it is looked at. Everybody sees his own alone.
/// </remarks>
/// <example>
/// <para>Lists the invoices of the last half-year.</para>
/// <code>Get-SelfServiceInvoice -Months 6</code>
/// </example>
/// <example>
/// <para>Shows what is to be paid, with its lines.</para>
/// <code>Get-SelfServiceInvoice -Status Open | Format-List</code>
/// </example>
/// <example>
/// <para>Buys something, adds licences, and shows what was invoiced for it this year.</para>
/// <code>$card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
/// $bought = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
/// $bought | Set-SelfServiceSubscription -TotalLicenses 3 -Confirm:$false
/// $bought | Get-SelfServiceInvoice -Since "$((Get-Date).Year)-01-01"</code>
/// </example>
/// <seealso cref="SubmitSelfServicePaymentCommand"/>
/// <seealso cref="GetSelfServiceBillingProfileCommand"/>
/// <seealso cref="GetSelfServiceOrderCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceInvoice")]
[Alias("Get-SelfServiceInvoices")]
[OutputType(typeof(Invoice))]
public sealed class GetSelfServiceInvoiceCommand : SessionCommand
{
    private readonly List<string> _invoices = [];
    private readonly List<string> _subscriptions = [];

    /// <summary>Ids of invoices, whatever their date.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InvoiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] InvoiceId { get; set; } = [];

    /// <summary>Ids of subscriptions; all where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelfServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SubscriptionId { get; set; } = [];

    /// <summary>Those of the last months: 3 where it is left out, and no dates are given.</summary>
    [Parameter]
    [WholeNumber]
    public int? Months { get; set; }

    /// <summary>Issued at or after this moment.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Issued before this moment.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Open or Paid; both where it is left out.</summary>
    [Parameter]
    public InvoiceStatus? Status { get; set; }

    private protected override string Purpose => "Read invoices";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _invoices.AddRange(InvoiceId);
        _subscriptions.AddRange(SubscriptionId);
    }

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && _invoices.Count + _subscriptions.Count == 0)
            return Task.CompletedTask;
        var query = new InvoiceQuery
        {
            InvoiceId = [.. _invoices.Distinct(StringComparer.OrdinalIgnoreCase)],
            SubscriptionId = [.. _subscriptions.Distinct(StringComparer.OrdinalIgnoreCase)],
            Months = Months,
            Since = Since,
            Until = Until,
            Status = Status,
        };
        return WriteAsync(client.Billing.GetInvoicesAsync(query, stop), stop);
    }
}
