using System.Globalization;
using System.Net;
using System.Text;

namespace MSCommerce.Notices;

/// <summary>What people typed, made fit for the lines and texts of an e-mail.</summary>
internal static class MailText
{
    /// <summary>
    /// One line: whatever ends a line or controls a terminal becomes a space, runs of spaces one; half a character becomes the sign for that. So no name and no message
    /// starts a header of its own.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(character) && !IsControl(character))
                line.Append(character.ToString());
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>
    /// A name as it stands before an address. The framework puts it between quotation marks as it is, so that one inside would end it; and a line has at most 998 characters.
    /// </summary>
    public static string Name(string text) => Shorten(OneLine(text.Replace('"', '\'').Replace('\\', '/')), most: 200);

    /// <summary>A subject, no longer than a line of a header may be.</summary>
    public static string Subject(string text) => Shorten(OneLine(text), most: 400);

    /// <summary>Text of several lines: they end in <c>\n</c>, and nothing in them controls a terminal.</summary>
    public static string Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.EnumerateRunes().Any(IsOut) ? string.Concat(lines.EnumerateRunes().Where(character => !IsOut(character))) : lines;

        static bool IsOut(Rune character) => IsControl(character) && character.Value is not ('\n' or '\t');
    }

    /// <summary>The HTML of a text: a paragraph for each of its paragraphs.</summary>
    public static string ToHtml(string text) => string.Join('\n', text
        .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>"));

    private static string Shorten(string text, int most) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)]}…";

    private static bool IsControl(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
