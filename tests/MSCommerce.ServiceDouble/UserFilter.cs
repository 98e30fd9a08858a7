using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MSCommerce.ServiceDouble;

/// <summary>The filters of users that are documented, joined by <c>and</c>; another is refused.</summary>
internal static partial class UserFilter
{
    /// <summary>Reads a filter.</summary>
    /// <returns>Null where it is none.</returns>
    public static Func<JsonObject, bool>? Read(string text, out bool isAdvanced)
    {
        var terms = text.Split(" and ").Select(term => (Text: term, Match: Term(term))).ToList();
        isAdvanced = text.Contains("/any(", StringComparison.Ordinal);
        return terms.Exists(term => term.Match is null) ? null : user => terms.TrueForAll(term => term.Match!(user));
    }

    private static Func<JsonObject, bool>? Term(string term)
    {
        if (License().Match(term) is { Success: true } license)
            return user => DirectoryState.Holds(user, license.Groups[1].Value);
        if (Text().Match(term) is { Success: true } text)
            return user => string.Equals((string?)user[text.Groups[1].Value], text.Groups[2].Value.Replace("''", "'", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        if (Enabled().Match(term) is { Success: true } enabled)
            return user => (bool)user["accountEnabled"]! == (enabled.Groups[1].Value == "true");
        if (Ids().Match(term) is { Success: true } ids)
            return user => ids.Groups[1].Value.Contains((string)user["id"]!, StringComparison.OrdinalIgnoreCase);
        return null;
    }

    [GeneratedRegex("^assignedLicenses/any\\(s:s/skuId eq ([0-9a-fA-F-]{36})\\)$")]
    private static partial Regex License();

    [GeneratedRegex("^(displayName|userType) eq '((?:[^']|'')*)'$")]
    private static partial Regex Text();

    [GeneratedRegex("^accountEnabled eq (true|false)$")]
    private static partial Regex Enabled();

    [GeneratedRegex("^id in \\(((?:'[0-9a-fA-F-]{36}',?)+)\\)$")]
    private static partial Regex Ids();
}
