using System.Text.RegularExpressions;

namespace MSCommerce.PowerShell;

/// <summary>Finds other modules of this one's name: Microsoft's is called the same, and a script gets whichever PowerShell finds first.</summary>
internal static partial class Namesakes
{
    /// <summary>This module's GUID, as its manifest has it.</summary>
    public const string OwnGuid = "b1f3c2d4-5a0e-4f7b-9c86-2e7d0a4b61c5";

    private const string Name = "MSCommerce";

    /// <summary>The folders of modules with this one's name and another GUID. Looks at folder names and manifests alone; nothing is loaded.</summary>
    /// <param name="modulePath">The folders to look in, as <c>PSModulePath</c> lists them.</param>
    public static IEnumerable<string> Find(string? modulePath) =>
        from root in (modulePath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let folder = Path.Combine(root, Name)
        where Directory.Exists(folder)
        from candidate in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true }).Prepend(folder)
        let manifest = Path.Combine(candidate, Name + ".psd1")
        where File.Exists(manifest) && GuidOf(manifest) is { } guid && !guid.Equals(OwnGuid, StringComparison.OrdinalIgnoreCase)
        select candidate;

    private static string? GuidOf(string manifest)
    {
        try
        {
            return GuidLine().Match(File.ReadAllText(manifest)) is { Success: true } match ? match.Groups["guid"].Value : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // A module that cannot be read is none that a script gets.
            return null;
        }
    }

    [GeneratedRegex(@"^\s*GUID\s*=\s*['""](?<guid>[0-9a-fA-F-]{36})['""]", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GuidLine();
}
