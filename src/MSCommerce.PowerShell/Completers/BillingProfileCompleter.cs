using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes the id of one of one's own billing profiles: the id or the name may have been begun.</summary>
internal sealed class BillingProfileCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!PaymentMethodCompleter.MayOwn(session))
            yield break;
        await foreach (var profile in client.Billing.GetBillingProfilesAsync(new(), stop))
        {
            if (word.Begins(profile.BillingProfileId) || word.Begins(profile.Name))
                yield return CompletionWord.Suggest(profile.BillingProfileId, $"{profile.Name}, {profile.PaymentMethod ?? "no payment method"}, {Wording.Count(profile.Subscriptions, "subscription")}");
        }
    }
}
