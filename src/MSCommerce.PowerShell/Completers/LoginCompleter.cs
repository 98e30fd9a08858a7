using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>Completes a login of the store.</summary>
internal sealed class LoginCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        if (session.Login is null || RoleTable.ReachOf(Permission.AdministerTenant, session.Roles) == Reach.None)
            yield break;
        await foreach (var login in client.Tenant.GetLoginsAsync(new() { Login = word.Text.Length > 0 ? [word.Pattern] : [] }, stop))
            yield return CompletionWord.Suggest(login.Login, login.UserPrincipalName);
    }
}
