namespace MSCommerce.Help;

/// <summary>What commands need of Microsoft Graph in a Microsoft 365 tenant: the least that is documented.</summary>
internal static class GraphPermissions
{
    private const string Reader = "Global Reader", Assigner = "License Administrator (to assign) and Global Reader (to read)";

    private static readonly Dictionary<string, (string Role, string[] Permissions)> Table = new(StringComparer.Ordinal)
    {
        ["Get-SelfServiceSubscription"] = (Reader, ["Organization.Read.All", "User.Read.All"]),
        ["Get-SelfServiceLicenseSummary"] = (Reader, ["LicenseAssignment.Read.All", "with -SelfService or -Central also Organization.Read.All"]),
        ["Get-SelfServiceUser"] = (Reader, ["LicenseAssignment.Read.All", "Organization.Read.All", "User.Read.All"]),
        ["Export-SelfServiceUser"] = (Reader, ["LicenseAssignment.Read.All", "Organization.Read.All", "User.Read.All"]),
        ["Get-MSCommerceUser"] = (Reader, ["User.Read.All"]),
        ["Add-SelfServiceLicense"] = (Assigner, ["LicenseAssignment.ReadWrite.All", "Organization.Read.All", "User.Read.All"]),
        ["Remove-SelfServiceLicense"] = (Assigner, ["LicenseAssignment.ReadWrite.All", "Organization.Read.All", "User.Read.All"]),
        ["Move-SelfServiceUsers"] = (Assigner, ["LicenseAssignment.ReadWrite.All", "Organization.Read.All", "User.Read.All"]),
    };

    /// <summary>What a command needs, as its help says it; null where it has nothing to do with Graph.</summary>
    public static string? Of(string command) => Table.TryGetValue(command, out var needs)
        ? $"In a Microsoft 365 tenant: a person's role {needs.Role}, and the permissions of Microsoft Graph {string.Join(", ", needs.Permissions)} (docs/authentication.md)."
        : null;
}
