using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes the principal name of somebody who bought a subscription.</summary>
internal sealed class PurchaserCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var query = new SubscriptionQuery { Channel = SubscriptionChannel.SelfService, SortBy = SubscriptionSort.Purchaser };
        await foreach (var subscription in client.Subscriptions.GetAsync(query, stop))
        {
            if (subscription.Purchaser is { } purchaser && (word.Begins(purchaser) || word.Begins(subscription.PurchaserName)) && seen.Add(purchaser))
                yield return CompletionWord.Suggest(purchaser, subscription.PurchaserName ?? purchaser);
        }
    }
}
