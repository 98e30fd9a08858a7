using System.Text;
using System.Text.RegularExpressions;

namespace MSCommerce.Rules;

/// <summary>
/// A name as users write it: exact, or with PowerShell's wildcards (<c>*</c>, <c>?</c>, <c>[a-c]</c>, backtick to escape).
/// Case does not matter. Made once, asked often.
/// </summary>
public sealed class NamePattern
{
    private readonly Regex? _wildcard;
    private readonly string[]? _parts;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">What the user wrote.</param>
    public NamePattern(string text)
    {
        Text = text;
        if (text.AsSpan().IndexOfAny("?[`") < 0 && text.Contains('*', StringComparison.Ordinal))
            _parts = text.Split('*');
        else if (text.AsSpan().IndexOfAny("?[`") >= 0)
            _wildcard = Compile(text);
    }

    /// <summary>What the user wrote.</summary>
    public string Text { get; }

    /// <summary>Whether it can match more than one name.</summary>
    public bool HasWildcard => _wildcard is not null || _parts is not null;

    /// <summary>Whether a name matches.</summary>
    /// <param name="name">The name; null never matches.</param>
    /// <returns>True where it does.</returns>
    public bool IsMatch(string? name) =>
        name is not null && (_parts is not null ? MatchesParts(name, _parts) : _wildcard?.IsMatch(name) ?? string.Equals(name, Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads several patterns.</summary>
    /// <param name="texts">What the user wrote; null or empty for no restriction.</param>
    /// <returns>The patterns, empty for no restriction.</returns>
    public static IReadOnlyList<NamePattern> All(IReadOnlyList<string>? texts) =>
        texts is null ? [] : [.. texts.Select(text => new NamePattern(text))];

    /// <summary>Stars alone, which most patterns have, need no regular expression: a list of a million names is looked through several times as fast.</summary>
    private static bool MatchesParts(ReadOnlySpan<char> name, string[] parts)
    {
        var (first, last) = (parts[0], parts[^1]);
        if (name.Length < first.Length + last.Length
            || !name.StartsWith(first, StringComparison.OrdinalIgnoreCase) || !name.EndsWith(last, StringComparison.OrdinalIgnoreCase))
            return false;

        var rest = name[first.Length..^last.Length];
        foreach (var part in parts.AsSpan(1, parts.Length - 2))
        {
            // The first place where a part is found leaves most room for those after it.
            var at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    private static Regex Compile(string text)
    {
        try
        {
            return new Regex(ToRegex(text), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        }
        catch (RegexParseException malformed)
        {
            throw new CommerceException(
                CommerceError.InvalidRequest, "PatternInvalid", $"The pattern '{text}' has a set of characters that is none, such as [z-a]. Write [a-z], or `[ for the character itself.", text, malformed);
        }
    }

    private static string ToRegex(string text)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '`' when i + 1 < text.Length:
                    regex.Append(Regex.Escape(text[++i].ToString()));
                    break;
                case '[' when text.IndexOf(']', i + 1) is > 0 and var end && end > i + 1:
                    regex.Append('[').Append(text[(i + 1)..end].Replace("\\", @"\\", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                case '[':
                    throw CommerceErrors.InvalidRequest("PatternInvalid", $"The pattern '{text}' has a '[' without a set of characters and its ']'. Complete it, or write `[ for the character itself.", text);
                default:
                    regex.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }

        return regex.Append('$').ToString();
    }
}
