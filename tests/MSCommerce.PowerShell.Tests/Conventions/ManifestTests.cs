using System.Text.RegularExpressions;

namespace MSCommerce.PowerShell.Tests.Conventions;

public sealed class ManifestTests
{
    private static readonly string Manifest = Repository.Read("MSCommerce.psd1");

    [Fact]
    public void It_exports_exactly_the_cmdlets() => Assert.Equal(Cmdlets.All.Select(Cmdlets.Name), Listed("CmdletsToExport"));

    [Fact]
    public void It_exports_exactly_the_aliases() =>
        Assert.Equal(Cmdlets.All.SelectMany(Cmdlets.Aliases).Order(StringComparer.Ordinal), Listed("AliasesToExport"));

    [Fact]
    public void It_exports_nothing_else()
    {
        Assert.Empty(Listed("FunctionsToExport"));
        Assert.Empty(Listed("VariablesToExport"));
    }

    [Fact]
    public void Its_guid_is_the_one_by_which_a_namesake_is_told() => Assert.Contains($"'{Namesakes.OwnGuid}'", Manifest, StringComparison.Ordinal);

    private static IEnumerable<string> Listed(string key)
    {
        var list = Regex.Match(Manifest, $@"{key}\s*=\s*@\((?<names>[^)]*)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(list.Success, key);
        return Regex.Matches(list.Groups["names"].Value, "'(?<name>[^']+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value);
    }
}
