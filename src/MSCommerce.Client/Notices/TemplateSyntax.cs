using System.Text.RegularExpressions;

namespace MSCommerce.Notices;

/// <summary>
/// What of Handlebars a template of a notice may use: places, <c>if</c>, <c>unless</c>, <c>each</c>, <c>else</c> and comments. The whole template is read, the branches that
/// the facts at hand would not take included, so that a misspelt place is found before anything is sent. HTML without escaping is refused: what fills a place was typed
/// by somebody.
/// </summary>
internal static partial class TemplateSyntax
{
    private const string Understood = "{{Place}}, {{#if Place}}, {{#unless Place}}, {{#each Places}}, {{else}} and {{! comments }} are understood";

    /// <summary>Refuses a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="isHtml">Whether it makes HTML.</param>
    /// <param name="places">The places that it may have.</param>
    /// <returns>What is wrong, for an error message; null where nothing is.</returns>
    public static string? Refuse(string text, bool isHtml, NoticePlaces places)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(text))
        {
            if (tag.Groups["comment"].Success)
                continue;
            if (RefuseTag(tag, open, isHtml, places) is { } why)
                return $"line {1 + text.AsSpan(0, tag.Index).Count('\n')}: {why}";
        }

        return open.Count > 0 ? $"{{{{#{open.Peek()}}}}} is not closed with {{{{/{open.Peek()}}}}}" : null;
    }

    private static string? RefuseTag(Match tag, Stack<string> open, bool isHtml, NoticePlaces places)
    {
        if (!tag.Groups["end"].Success)
            return $"'{Shortened(tag.Value)}' is not closed";
        var content = tag.Groups["content"].Value.Trim();
        if (Close().Match(content) is { Success: true } closes)
            return open.TryPop(out var opened) && opened == closes.Groups["block"].Value ? null : $"'{tag.Value}' closes what is not open";
        if (Else().Match(content) is { Success: true } otherwise)
        {
            if (open.Count == 0)
                return $"'{tag.Value}' stands outside of a block";
            return otherwise.Groups["place"].Success ? RefusePlace(otherwise.Groups["place"].Value, "if", open, places) : null;
        }

        if (Open().Match(content) is { Success: true } opens)
        {
            var block = opens.Groups["block"].Value;
            var why = RefusePlace(opens.Groups["place"].Value, block, open, places);
            open.Push(block);
            return why;
        }

        if (Value().Match(content) is not { Success: true } value)
            return $"'{Shortened(tag.Value)}' is not understood; {Understood}";
        var place = value.Groups["place"].Value;
        if (isHtml && value.Groups["raw"].Success && !(places == NoticePlaces.OfLayouts && place == nameof(LayoutFacts.Content)))
            return $"'{tag.Value}' would put '{place}' into the HTML as it is; write it with two braces";
        return RefusePlace(place, block: null, open, places);
    }

    private static string? RefusePlace(string place, string? block, Stack<string> open, NoticePlaces places)
    {
        var isInList = open.Contains("each");
        if (place is "this" or "@first" or "@last" or "@index")
        {
            if (!isInList)
                return $"'{place}' stands outside of {{{{#each}}}}";
            return block == "each" ? $"'{place}' is not a list" : null;
        }

        var name = place.StartsWith("../", StringComparison.Ordinal) ? place[3..] : place;
        if (!places.Has(name))
            return $"there is no place '{name}'; there are {string.Join(", ", places.Names)}";
        if (isInList == (name == place))
            return isInList ? $"inside of {{{{#each}}}} write '../{name}' for '{name}'" : $"'{place}' stands outside of {{{{#each}}}}; write '{name}'";
        if (block == "each" && isInList)
            return "{{#each}} stands in another";
        if (block is null && places.IsList(name))
            return $"'{name}' is a list; go through it with {{{{#each {name}}}}}";
        return block == "each" && !places.IsList(name) ? $"'{name}' is not a list" : null;
    }

    private static string Shortened(string tag) => MailText.OneLine(tag.Length > 40 ? $"{tag[..40]}…" : tag);

    // A backslash before the braces has them printed.
    [GeneratedRegex(@"(?<!\\)(?:(?<comment>\{\{~?!--.*?--~?\}\}|\{\{~?!.*?\}\})|\{\{~?(?<content>\{[^{}]*\}|[^{}]*)(?:~?(?<end>\}\})|.|$))", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^/\s*(?<block>if|unless|each)\s*~?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Close();

    [GeneratedRegex(@"^else(\s+if\s+(?<place>(\.\./)?\w+|@\w+))?\s*~?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Else();

    [GeneratedRegex(@"^#\s*(?<block>if|unless|each)\s+(?<place>(\.\./)?\w+|@\w+)\s*~?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Open();

    [GeneratedRegex(@"^(?<raw>\{)?\s*(?<place>(\.\./)?\w+|@\w+)\s*\}?\s*~?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();
}
