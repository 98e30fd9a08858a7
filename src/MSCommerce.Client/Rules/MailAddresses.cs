namespace MSCommerce.Rules;

/// <summary>Where a user's e-mail goes (N1).</summary>
public static class MailAddresses
{
    private const string GuestMark = "#EXT#@";

    /// <summary>
    /// The address of a user: the principal name; of a guest, the address that his name here was made of. <c>jo_fabrikam.example#EXT#@contoso.example</c> is
    /// <c>jo@fabrikam.example</c>: the directory writes the address' at sign as an underscore, and a domain has none.
    /// </summary>
    /// <param name="userPrincipalName">The principal name.</param>
    /// <returns>The address.</returns>
    public static string Of(string userPrincipalName)
    {
        var mark = userPrincipalName.IndexOf(GuestMark, StringComparison.OrdinalIgnoreCase);
        if (mark < 0)
            return userPrincipalName;
        var home = userPrincipalName[..mark];
        var at = home.LastIndexOf('_');
        return at > 0 && at < home.Length - 1 ? $"{home[..at]}@{home[(at + 1)..]}" : userPrincipalName;
    }
}
