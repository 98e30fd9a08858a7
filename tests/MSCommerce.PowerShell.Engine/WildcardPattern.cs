using System.Text;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

[Flags]
public enum WildcardOptions
{
    None = 0,
    Compiled = 1,
    IgnoreCase = 2,
    CultureInvariant = 4,
}

public sealed class WildcardPattern(string pattern, WildcardOptions options)
{
    private const string Special = "*?[]`";

    private Regex? _regex;

    public WildcardPattern(string pattern) : this(pattern, WildcardOptions.None)
    {
    }

    public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options);

    public static bool ContainsWildcardCharacters(string? pattern)
    {
        for (var i = 0; i < pattern?.Length; i++)
        {
            if (pattern[i] is '*' or '?' or '[' or ']')
                return true;
            if (pattern[i] == '`')
                i++;
        }

        return false;
    }

    public static string Escape(string pattern) =>
        string.Concat(pattern.Select(one => Special.Contains(one, StringComparison.Ordinal) ? "`" + one : one.ToString()));

    public static string Unescape(string pattern) => Regex.Replace(pattern, @"`([*?\[\]`])", "$1");

    public bool IsMatch(string? input) => input is not null && (_regex ??= ToRegex()).IsMatch(input);

    private Regex ToRegex()
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    var end = pattern.IndexOf(']', Math.Min(i + 2, pattern.Length));
                    if (end < 0)
                        throw new WildcardPatternException($"The specified wildcard character pattern is not valid: {pattern}");
                    regex.Append('[').Append(pattern[(i + 1)..end].Replace(@"\", @"\\", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                case '`' when i + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        var ignoreCase = options.HasFlag(WildcardOptions.IgnoreCase) ? RegexOptions.IgnoreCase : RegexOptions.None;
        return new(regex.Append(@"\z").ToString(), ignoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
