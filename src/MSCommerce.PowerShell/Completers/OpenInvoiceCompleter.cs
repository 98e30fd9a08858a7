namespace MSCommerce.PowerShell;

/// <summary>Completes the id of an invoice that is to be paid.</summary>
internal sealed class OpenInvoiceCompleter : InvoiceCompleter
{
    private protected override InvoiceQuery Query => new() { Months = 1200, Status = InvoiceStatus.Open };

    private protected override bool Fits(Invoice invoice) => invoice.Total > 0;
}
