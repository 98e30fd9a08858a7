using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes a user of a licence request: of the one that the command line names, else of any that waits.</summary>
internal sealed class RequestedUserCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        var query = new LicenseRequestQuery { RequestId = Guid.TryParse(word.Argument("RequestId"), out var id) ? [id] : [], IsDecided = false };
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var request in client.LicenseRequests.GetAsync(query, stop))
        {
            foreach (var user in request.Users)
            {
                if ((word.Begins(user.UserPrincipalName) || word.Begins(user.DisplayName)) && seen.Add(user.UserPrincipalName))
                    yield return CompletionWord.Suggest(user.UserPrincipalName, user.DisplayName);
            }
        }
    }
}
