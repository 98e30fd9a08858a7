using System.Text;
using System.Text.RegularExpressions;

namespace MSCommerce.Notices;

/// <summary>An organisation's templates: files of one folder, named by kind, language and part.</summary>
internal static partial class TemplateFolder
{
    /// <summary>How the name of a template ends.</summary>
    public const string Extension = ".hbs";

    /// <summary>UTF-8 that refuses what is not.</summary>
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a text can be a language's tag.</summary>
    public static bool IsLanguage(string text) => LanguageTag().IsMatch(text);

    /// <summary>Reads the templates that a language takes: of each, the one in the language itself, else in its parent (<c>pt</c> for <c>pt-BR</c>), else the one without a language.</summary>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>, <c>TemplateUnknown</c>, <c>TemplatesMissing</c>, <c>FileUnreadable</c>.</exception>
    public static IReadOnlyDictionary<TemplateKey, NoticeTemplate> Read(string folder, string language)
    {
        var files = Find(folder);
        var chain = Chain(language).ToList();
        var templates = new Dictionary<TemplateKey, NoticeTemplate>();
        foreach (var key in files.Keys.Select(file => file.Key).Distinct())
        {
            if (chain.Find(tag => files.ContainsKey((key, tag))) is { } tag)
                templates.Add(key, NoticeTemplate.Parse(files[(key, tag)], tag.Length > 0 ? tag : language, ReadText(files[(key, tag)]), key.Part == TemplatePart.Html, key.Places));
        }

        return templates;
    }

    private static Dictionary<(TemplateKey Key, string Language), string> Find(string folder)
    {
        var known = TemplateKey.All.ToDictionary(key => key.FileName, StringComparer.OrdinalIgnoreCase);
        var files = new Dictionary<(TemplateKey, string), string>();
        foreach (var path in Enumerate(folder))
        {
            var words = Path.GetFileName(path).Split('.');
            var language = words.Length == 4 ? words[1].ToLowerInvariant() : "";
            var name = words.Length == 4 ? $"{words[0]}.{words[2]}.{words[3]}" : Path.GetFileName(path);
            if (!known.TryGetValue(name, out var key) || (words.Length == 4 && !IsLanguage(language)))
                throw CommerceErrors.TemplateUnknown(path, known.Keys);
            if (!files.TryAdd((key, language), path))
                throw CommerceErrors.TemplateInvalid(path, "another file has this name but for the case of its letters");
        }

        return files.Count > 0 ? files : throw CommerceErrors.TemplatesMissing(folder);
    }

    private static List<string> Enumerate(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommerceErrors.FileUnreadable(folder, cause);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path, StrictUtf8).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException cause)
        {
            throw CommerceErrors.TemplateInvalid(path, "it is not UTF-8", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnreadable(path, cause);
        }
    }

    private static IEnumerable<string> Chain(string language)
    {
        for (var tag = language.ToLowerInvariant(); ; tag = tag[..tag.LastIndexOf('-')])
        {
            yield return tag;
            if (!tag.Contains('-', StringComparison.Ordinal))
                break;
        }

        yield return "";
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LanguageTag();
}
