using System.Runtime.CompilerServices;

namespace MSCommerce.Files;

/// <summary>
/// Users from the files that administrators already have: the admin centre's <i>Export users</i>, Entra's <i>Download users</i>, and this
/// module's own columns. They are told apart by their headers; columns may be in any order, others are passed over.
/// </summary>
internal static class UserFile
{
    private static readonly string[][] Required = [["UserPrincipalName"]];

    public static async IAsyncEnumerable<UserRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        RowFile.DemandRows(path);
        await foreach (var row in RowFile.ReadAsync(path, Required, stop))
        {
            var name = row.Required("UserPrincipalName");
            if (name.IndexOf('@', StringComparison.Ordinal) is var at && (at <= 0 || at == name.Length - 1 || name.Contains(' ', StringComparison.Ordinal)))
                throw row.Invalid($"'{name}' is not a user principal name; it reads name@domain");
            yield return new UserRow
            {
                Line = row.Line,
                UserPrincipalName = name,
                UserId = row.Text("UserId", "ObjectId", "Id"),
                DisplayName = row.Text("DisplayName"),
                // The admin centre's file has no type, but a guest's principal name says it.
                UserType = row.Enum<UserType>("UserType") ?? (name.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) ? UserType.Guest : null),
                AccountEnabled = row.Boolean("AccountEnabled") ?? !row.Boolean("BlockCredential"),
                DisabledAt = row.Date("DisabledAt"),
                UsageLocation = row.Text("UsageLocation"),
                OnPremisesSyncEnabled = row.Boolean("OnPremisesSyncEnabled") ?? row.Boolean("DirSyncEnabled"),
                CreatedAt = row.Date("CreatedAt", "WhenCreated", "CreatedDateTime"),
                Roles = row.List("Roles")?.Select(role => row.Enum<Role>("Roles", role)).ToList(),
            };
        }
    }
}
