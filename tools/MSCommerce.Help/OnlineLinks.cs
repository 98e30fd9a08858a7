using System.Text.RegularExpressions;

namespace MSCommerce.Help;

/// <summary>Where to read more about a cmdlet on the web. The first is what <c>Get-Help -Online</c> opens.</summary>
internal sealed partial class OnlineLinks
{
    private const string Commerce = "https://learn.microsoft.com/microsoft-365/commerce/";

    private static readonly (string Title, string Uri) ForAdministrators =
        ("Manage self-service purchases and trials (for admins)", Commerce + "subscriptions/manage-self-service-purchases-admins");

    private static readonly (string Title, string Uri) ForUsers =
        ("Manage self-service purchases and trials (for users)", Commerce + "subscriptions/manage-self-service-purchases-users");

    private static readonly (string Title, string Uri) Policy =
        ("Use AllowSelfServicePurchase for the MSCommerce PowerShell module", Commerce + "subscriptions/allowselfservicepurchase-powershell");

    private static readonly (string Title, string Uri) Questions = ("Self-service purchase FAQ", Commerce + "subscriptions/self-service-purchase-faq");

    private static readonly (string Title, string Uri) Requests =
        ("Manage self-service license requests in the Microsoft 365 admin center", Commerce + "licenses/manage-license-requests");

    private static readonly (string Title, string Uri) Moves = ("Move users to a different subscription", Commerce + "subscriptions/move-users-different-subscription");

    private readonly string? _project;

    /// <summary>Links of a project.</summary>
    /// <param name="manifest">The module's manifest. Where it has a ProjectUri, each cmdlet's page there comes first.</param>
    public OnlineLinks(string manifest) => _project = ProjectUri().Match(manifest) is { Success: true } match ? match.Groups["uri"].Value.TrimEnd('/') : null;

    /// <summary>The links of a cmdlet, the most useful first.</summary>
    public IEnumerable<(string Title, string Uri)> Of(string command)
    {
        if (_project is not null)
            yield return ("Online version", $"{_project}/blob/main/docs/cmdlets/{command}.md");
        if (command == "Move-SelfServiceUsers")
            yield return Moves;
        foreach (var article in About(Areas.Of(command)))
            yield return article;
    }

    private static (string Title, string Uri)[] About(string area) => area switch
    {
        nameof(CommerceClient.Policies) => [Policy, ForAdministrators],
        nameof(CommerceClient.Products) => [Questions, Policy],
        nameof(CommerceClient.LicenseRequests) => [Requests, ForAdministrators],
        nameof(CommerceClient.Billing) => [ForUsers, Questions],
        nameof(CommerceClient.Subscriptions) => [ForAdministrators, ForUsers],
        "" => [Policy],
        _ => [ForAdministrators],
    };

    [GeneratedRegex(@"^\s*ProjectUri\s*=\s*'(?<uri>https?://[^']+)'", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectUri();
}
