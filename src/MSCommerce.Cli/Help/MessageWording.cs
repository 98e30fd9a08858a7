using System.Text.RegularExpressions;
using MSCommerce.Cli.Operations;

namespace MSCommerce.Cli.Help;

/// <summary>
/// The client's messages tell what to do next in PowerShell's words. Here the cmdlets become the commands that do the same, and the
/// parameters options.
/// </summary>
internal sealed partial class MessageWording
{
    /// <summary>A cmdlet whose parameter chooses between two operations.</summary>
    private const string OfferTypes = "Get-MSCommerceProductPolicy -Scope OfferType";

    private readonly ILookup<string, Operation> _operations;

    public MessageWording(IEnumerable<Operation> operations) => _operations = operations.ToLookup(operation => operation.Cmdlet, StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts a message into the command line's words. What has no counterpart stays as it is.</summary>
    public string Of(string message) => Names().Replace(message, match =>
    {
        if (match.Groups["parameter"].Success)
            return Option(match.Groups["parameter"].Value);

        var cmdlet = Singular(match.Groups["cmdlet"].Value);
        var parameters = match.Groups["parameters"].Value;
        if (cmdlet + parameters == OfferTypes)
            return $"'{CommandOf(_operations[cmdlet].First(candidate => candidate.RowType == typeof(OfferTypePolicy)))}'";
        var words = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Of several operations of one cmdlet, the one that takes the parameter.
        var operation = _operations[cmdlet].FirstOrDefault(candidate => words.Any(word => Property(candidate, word) is not null)) ?? _operations[cmdlet].FirstOrDefault();
        return operation is not null
            ? $"'{CommandOf(operation)}{string.Concat(words.Select(word => $" {(Property(operation, word) is { } property ? $"--{property.OptionName}" : Option(word))}"))}'"
            : match.Value;
    });

    /// <summary>What of an operation's request a parameter is: -ProductId takes names too, and the request's property is Product.</summary>
    private static RequestProperty? Property(Operation operation, string word) =>
        operation.Properties.FirstOrDefault(property => $"-{property.Name}".Equals(word, StringComparison.OrdinalIgnoreCase))
        ?? operation.Properties.FirstOrDefault(property => $"-{property.Name}Id".Equals(word, StringComparison.OrdinalIgnoreCase));

    private static string CommandOf(Operation operation) => $"mscommerce {string.Join(' ', operation.Words)}";

    private static string Option(string word) => word[0] == '-' ? $"--{KebabCase.Of(word[1..])}" : word;

    // Microsoft's plurals are aliases of ours.
    private static string Singular(string cmdlet) =>
        cmdlet.EndsWith("ies", StringComparison.Ordinal) ? $"{cmdlet[..^3]}y" : cmdlet;

    [GeneratedRegex("(?<cmdlet>\\b(?:Get|Set|Update|Move|Export|Import|Compare|Test|New|Remove|Add|Approve|Deny|Clear|Submit|Request|Send|Connect|Disconnect)-[A-Z]\\w+)(?<parameters>(?: -[A-Z]\\w+(?: [A-Z]\\w+)?)*)|(?<= )(?<parameter>-[A-Z]\\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
