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

    private readonly Dictionary<string, string> _commands = new(StringComparer.OrdinalIgnoreCase);

    public MessageWording(IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
        {
            var command = $"mscommerce {string.Join(' ', operation.Words)}";
            if (!_commands.TryAdd(operation.Cmdlet, command) && operation.Cmdlet == OfferTypes.Split(' ')[0])
                _commands[OfferTypes] = command;
        }
    }

    /// <summary>Puts a message into the command line's words. What has no counterpart stays as it is.</summary>
    public string Of(string message) => Names().Replace(message, match =>
    {
        if (match.Groups["parameter"].Success)
            return Option(match.Groups["parameter"].Value);

        var cmdlet = Singular(match.Groups["cmdlet"].Value);
        var parameters = match.Groups["parameters"].Value;
        if (_commands.TryGetValue(cmdlet + parameters, out var command))
            return $"'{command}'";
        return _commands.TryGetValue(cmdlet, out command)
            ? $"'{command}{string.Concat(parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $" {Option(word)}"))}'"
            : match.Value;
    });

    private static string Option(string word) => word[0] == '-' ? $"--{KebabCase.Of(word[1..])}" : word;

    // Microsoft's plurals are aliases of ours.
    private static string Singular(string cmdlet) =>
        cmdlet.EndsWith("ies", StringComparison.Ordinal) ? $"{cmdlet[..^3]}y" : cmdlet;

    [GeneratedRegex("(?<cmdlet>\\b(?:Get|Set|Update|Move|Export|Import|Compare|Test|New|Remove|Add|Connect|Disconnect)-[A-Z]\\w+)(?<parameters>(?: -[A-Z]\\w+(?: [A-Z]\\w+)?)*)|(?<= )(?<parameter>-[A-Z]\\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
