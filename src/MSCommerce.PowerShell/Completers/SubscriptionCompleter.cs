using System.Globalization;
using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a subscription: the id, its product or its purchaser may have been begun.</summary>
internal class SubscriptionCompleter : SessionCompleter
{
    private protected virtual SubscriptionQuery Query => new();

    private protected virtual bool Fits(Subscription subscription, CommerceSession session) => true;

    private protected sealed override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var subscription in client.Subscriptions.GetAsync(Query, stop))
        {
            if (Fits(subscription, session) && (word.Begins(subscription.SubscriptionId) || word.Begins(subscription.ProductName) || word.Begins(subscription.Purchaser)))
                yield return CompletionWord.Suggest(subscription.SubscriptionId, Describe(subscription));
        }
    }

    private static string Describe(Subscription subscription)
    {
        var owner = subscription.Purchaser is { } purchaser ? $"bought by {purchaser}" : "the organisation's own";
        var licenses = subscription.AvailableLicenses is { } available
            ? string.Create(CultureInfo.CurrentCulture, $"{available:N0} of {Wording.Count(subscription.TotalLicenses, "licence")} available")
            : Wording.Count(subscription.TotalLicenses, "licence");
        return $"{subscription.ProductName}, {owner}, {subscription.Status}, {licenses}";
    }
}
