using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes a user's principal name: that, or the display name, may have been begun.</summary>
internal sealed class UserCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var user in client.Tenant.GetUsersAsync(new() { User = word.Text.Length > 0 ? [word.Pattern] : [] }, stop))
            yield return CompletionWord.Suggest(user.UserPrincipalName, user.DisplayName);
    }
}
