using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes the id of one of one's own invoices: the id or the product may have been begun.</summary>
internal class InvoiceCompleter : SessionCompleter
{
    private protected virtual InvoiceQuery Query => new() { Months = 12 };

    private protected virtual bool Fits(Invoice invoice) => true;

    private protected sealed override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!PaymentMethodCompleter.MayOwn(session))
            yield break;
        await foreach (var invoice in client.Billing.GetInvoicesAsync(Query, stop))
        {
            if (Fits(invoice) && (word.Begins(invoice.InvoiceId) || word.Begins(invoice.ProductName)))
                yield return CompletionWord.Suggest(invoice.InvoiceId, $"{invoice.ProductName}, {Wording.Day(invoice.IssuedAt)}, {Wording.Amount(invoice.Total, invoice.Currency)}, {invoice.Status}");
        }
    }
}
