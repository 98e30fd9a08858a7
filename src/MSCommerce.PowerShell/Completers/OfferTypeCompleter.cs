using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>Completes a type of third-party offers.</summary>
internal sealed class OfferTypeCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        if (RoleTable.Refuse(Permission.ReadPolicies, session.Actor, session.Roles) is not null)
            yield break;
        await foreach (var offer in client.Policies.GetOfferTypesAsync(new(), stop))
        {
            if (word.Begins(offer.ScopeId))
                yield return CompletionWord.Suggest(offer.ScopeId, $"{offer.ScopeId}: {offer.PolicyValue}");
        }
    }
}
