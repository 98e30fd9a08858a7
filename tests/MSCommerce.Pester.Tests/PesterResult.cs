using System.Text.RegularExpressions;

namespace MSCommerce.Pester.Tests;

/// <summary>What came of one Pester test, as Invoke-PesterFile.ps1 writes it.</summary>
/// <param name="Name">The file and the names of the blocks and the test.</param>
/// <param name="Outcome">Passed, Failed or Skipped.</param>
/// <param name="Tags">The tags of the test and of the blocks around it.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
public sealed record PesterResult(string Name, string Outcome, IReadOnlyList<string> Tags, string Message)
{
    /// <summary>The requirements that the test's tags name.</summary>
    public IEnumerable<string> Requirements =>
        Tags.Where(tag => Regex.IsMatch(tag, "^[A-Z][0-9]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));
}
