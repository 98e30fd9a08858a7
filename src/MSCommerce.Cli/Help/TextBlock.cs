using System.Text;

namespace MSCommerce.Cli.Help;

/// <summary>Text of a given width.</summary>
internal static class TextBlock
{
    /// <summary>Breaks a text into lines, between words; a word that is longer than a line stays whole.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    /// <summary>A term and what it means, side by side; a long term has a line of its own.</summary>
    public static IEnumerable<string> Pair(string term, string meaning, int indent, int termWidth, int width)
    {
        var margin = new string(' ', indent);
        var hanging = new string(' ', indent + termWidth + 2);
        var lines = Wrap(meaning, Math.Max(width - hanging.Length, 20)).DefaultIfEmpty("").ToList();
        if (term.Length > termWidth)
            return lines.Select(line => hanging + line).Prepend(margin + term);
        return lines.Select((line, index) => index == 0 ? $"{margin}{term.PadRight(termWidth)}  {line}".TrimEnd() : hanging + line);
    }
}
