using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes a product: its id, or its name where that was begun.</summary>
internal sealed class ProductCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        // The catalogue, which everybody may read, and not the policies.
        await foreach (var product in client.Products.GetAsync(new(), stop))
        {
            if (word.Begins(product.ProductId))
                yield return CompletionWord.Suggest(product.ProductId, product.ProductName);
            else if (word.Begins(product.ProductName))
                yield return CompletionWord.Suggest(product.ProductName, product.ProductId);
        }
    }
}
