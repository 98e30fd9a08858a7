using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>The sign-in of a managed identity: App Service, Functions, Azure Automation, Arc, and virtual machines by their metadata service.</summary>
internal sealed class ManagedIdentityTokenSource(ManagedIdentitySignIn signIn, MsalSettings settings) : MsalTokenSource
{
    private readonly IManagedIdentityApplication _application = ManagedIdentityApplicationBuilder
        .Create(signIn.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.WithUserAssignedClientId(signIn.ClientId))
        .WithHttpClientFactory(settings.HttpClientFactory)
        .Build();

    protected override async Task<AccessGrant> AcquireAsync(string scope, bool renew, CancellationToken stop)
    {
        var resource = scope[..^MsalSettings.DefaultScope.Length];
        var result = await _application.AcquireTokenForManagedIdentity(resource).WithForceRefresh(renew).ExecuteAsync(stop);
        var claims = TokenClaims.Read(result.AccessToken);
        return new(result.AccessToken, claims?.TenantId ?? settings.Tenant, claims?.Actor ?? signIn.ClientId ?? "managed identity");
    }

    protected override CommerceException Translate(Exception failure) => SignInErrors.OfManagedIdentity(failure, signIn.ClientId);
}
