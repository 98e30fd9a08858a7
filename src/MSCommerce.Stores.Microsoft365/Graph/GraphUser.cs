using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>A licence of a user.</summary>
/// <param name="DisabledPlans">Ids of services that are switched off.</param>
/// <param name="Path">Whether it was given to him or comes by a group; null where that is not said.</param>
/// <param name="Groups">Ids of the groups that it comes by.</param>
internal sealed record GraphLicense(IReadOnlyList<string> DisabledPlans, LicensePath? Path, IReadOnlyList<string> Groups)
{
    /// <summary>Whether it comes by a group, alone or besides: then it cannot be taken from the user.</summary>
    public bool IsByGroup => Path is LicensePath.Group or LicensePath.DirectAndGroup;
}

/// <summary>A user, as far as licences go.</summary>
/// <param name="Id">The object id.</param>
/// <param name="Upn">The principal name.</param>
/// <param name="DisplayName">The display name.</param>
internal sealed record GraphUser(string Id, string Upn, string DisplayName)
{
    /// <summary>The properties that are asked for.</summary>
    public const string Select = "id,userPrincipalName,displayName,accountEnabled,usageLocation,assignedLicenses,licenseAssignmentStates";

    private readonly Dictionary<string, GraphLicense> _licenses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the account is enabled; null where that is not said.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where the user works.</summary>
    public string? UsageLocation { get; init; }

    /// <summary>The licence that the user holds of a SKU; null for none.</summary>
    public GraphLicense? LicenseOf(string skuId) => _licenses.GetValueOrDefault(skuId);

    public static GraphUser Of(JsonElement item)
    {
        var id = item.Text("id") ?? "";
        var user = new GraphUser(id, item.Text("userPrincipalName") ?? id, item.Text("displayName") ?? "")
        {
            Enabled = item.Truth("accountEnabled"),
            UsageLocation = item.Text("usageLocation"),
        };
        // An assignment that failed is a state too, and no licence.
        var states = item.Items("licenseAssignmentStates").Where(state => state.Text("state") != "Error").ToLookup(state => state.Text("skuId") ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var license in item.Items("assignedLicenses"))
        {
            if (license.Text("skuId") is not { } skuId)
                continue;
            var groups = states[skuId].Select(state => state.Text("assignedByGroup")).OfType<string>().ToList();
            var isDirect = states[skuId].Any(state => state.Text("assignedByGroup") is null);
            LicensePath? path = (isDirect, groups.Count > 0) switch
            {
                (true, true) => LicensePath.DirectAndGroup,
                (true, false) => LicensePath.Direct,
                (false, true) => LicensePath.Group,
                _ => null,
            };
            user._licenses[skuId] = new(license.Ids("disabledPlans"), path, groups);
        }

        return user;
    }
}
