using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a policy.</summary>
internal sealed class PolicyCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        if (RoleTable.Refuse(Permission.ReadPolicies, session.Actor, session.Roles) is not null)
            yield break;
        await foreach (var policy in client.Policies.GetAsync(new(), stop))
        {
            if (word.Begins(policy.PolicyId))
                yield return CompletionWord.Suggest(policy.PolicyId, policy.Description);
        }
    }
}
