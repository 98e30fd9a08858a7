using System.Globalization;
using System.Net;
using System.Text;

namespace MSCommerce.Notices;

/// <summary>What people typed, made fit for the lines and texts of an e-mail.</summary>
internal static class MailText
{
    /// <summary>
    /// One line: whatever ends a line or controls a terminal becomes a space, runs of spaces one. So no name and no message starts a header of its own.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character) && !IsControl(character))
                line.Append(character);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Text of several lines: they end in <c>\n</c>, and nothing in them controls a terminal.</summary>
    public static string Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.Any(character => IsControl(character) && character is not ('\n' or '\t'))
            ? string.Concat(lines.Where(character => !IsControl(character) || character is '\n' or '\t'))
            : lines;
    }

    /// <summary>The HTML of a text: a paragraph for each of its paragraphs.</summary>
    public static string ToHtml(string text) => string.Join('\n', text
        .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>"));

    private static bool IsControl(char character) =>
        char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
