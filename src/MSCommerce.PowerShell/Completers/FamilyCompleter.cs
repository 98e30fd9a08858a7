using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes a family of products.</summary>
internal sealed class FamilyCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        var families = new SortedDictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        await foreach (var product in client.Products.GetAsync(new(), stop))
        {
            if (!word.Begins(product.Family))
                continue;
            if (!families.TryGetValue(product.Family, out var names))
                families[product.Family] = names = [];
            names.Add(product.ProductName);
        }

        foreach (var (family, names) in families)
            yield return CompletionWord.Suggest(family, string.Join(", ", names));
    }
}
