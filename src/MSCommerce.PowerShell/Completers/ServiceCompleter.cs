using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes a service: of the product, or of the subscription's product, where the command line names one, else of any.</summary>
internal sealed class ServiceCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        var named = word.Argument("ProductId") ?? word.Argument("Product");
        if (named is null && word.Argument("SubscriptionId") is { } subscriptionId)
        {
            await foreach (var subscription in client.Subscriptions.GetAsync(new() { SubscriptionId = [subscriptionId] }, stop))
                named = subscription.ProductId;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var product in client.Products.GetAsync(new() { Product = named is null ? [] : [named] }, stop))
        {
            foreach (var service in product.Services)
            {
                if (word.Begins(service) && seen.Add(service))
                    yield return CompletionWord.Suggest(service, product.ProductName);
            }
        }
    }
}
