using System.Security;
using MSCommerce.Stores.Microsoft365;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that reads policies: it takes an access token, as Microsoft's do, and then needs no connection.</summary>
public abstract class PolicyReadCommand : SessionCommand
{
    /// <summary>
    /// An access token for the licensing service, as in Microsoft's module: used instead of the sign-in of the session, and enough where nothing is connected. A store that needs
    /// no sign-in ignores it.
    /// </summary>
    [Parameter]
    [SecretText(acceptsText: true)]
    public SecureString? Token { get; set; }

    private protected sealed override bool NeedsSession => Token is null;

    private protected sealed override async Task<CommerceClient?> OpenOwnAsync(CommerceSession? session, CancellationToken stop)
    {
        if (Token is null)
            return null;
        if (session is { SignIn: null })
        {
            Tell("This store needs no sign-in: -Token is ignored.");
            return null;
        }

        var options = (session?.SignIn ?? new Microsoft365Options()) with { SignIn = new AccessTokenSignIn(Token) };
        return await StoreOpener.OpenAsync($"{Microsoft365StoreFactory.SchemeName}:{session?.TenantId}", new(), new Microsoft365StoreFactory(options), stop);
    }
}
