using System.Buffers;
using System.Collections;
using System.Management.Automation.Language;

namespace MSCommerce.PowerShell;

/// <summary>What was typed so far of an argument, quotes left out, and of the others.</summary>
internal sealed class CompletionWord
{
    /// <summary>Characters that need no quotes wherever they stand in an argument.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@");

    private readonly IDictionary? _arguments;

    /// <summary>Reads a word.</summary>
    /// <param name="typed">What was typed, with or without its opening quote.</param>
    /// <param name="arguments">The other arguments of the command line, as far as they can be known.</param>
    public CompletionWord(string? typed, IDictionary? arguments = null)
    {
        Text = (typed ?? "").Trim('\'', '"');
        _arguments = arguments;
    }

    /// <summary>What was typed.</summary>
    public string Text { get; }

    /// <summary>A pattern for names that begin so.</summary>
    public string Pattern => WildcardPattern.Escape(Text) + "*";

    /// <summary>The text of another argument, the first where there are several; null where it was not given.</summary>
    public string? Argument(string parameter) =>
        (_arguments?[parameter] is PSObject wrapped ? wrapped.BaseObject : _arguments?[parameter]) switch
        {
            string text => text,
            IEnumerable several => several.Cast<object?>().FirstOrDefault()?.ToString(),
            _ => null,
        };

    /// <summary>Whether a name begins so.</summary>
    public bool Begins(string? name) => name?.StartsWith(Text, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A suggestion, quoted where it must be.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="tip">What is known of it.</param>
    public static CompletionResult Suggest(string value, string tip) =>
        new(Quote(value), value, CompletionResultType.ParameterValue, tip.Length > 0 ? tip : value);

    private static string Quote(string value) =>
        // A @ begins a splatted variable where it comes first.
        value.Length > 0 && value[0] is not ('@' or '-') && !value.AsSpan().ContainsAnyExcept(Plain)
            ? value
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
