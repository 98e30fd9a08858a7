using System.Collections.Frozen;

namespace MSCommerce.Notices;

/// <summary>A part of an e-mail that has a template of its own.</summary>
internal enum TemplatePart
{
    Subject,
    Txt,
    Html,
}

/// <summary>Which template: of a kind of notices, or, without a kind, the frame around the HTML of all.</summary>
internal sealed record TemplateKey(NoticeKind? Kind, TemplatePart Part)
{
    /// <summary>The frame around the HTML.</summary>
    public static TemplateKey Layout { get; } = new(null, TemplatePart.Html);

    /// <summary>Every template that there is.</summary>
    public static IEnumerable<TemplateKey> All =>
        [.. Enum.GetValues<NoticeKind>().SelectMany(kind => Enum.GetValues<TemplatePart>().Select(part => new TemplateKey(kind, part))), Layout];

    /// <summary>Its file's name without a language.</summary>
    public string FileName => $"{Kind?.ToString() ?? nameof(Layout)}.{Part.ToString().ToLowerInvariant()}{TemplateFolder.Extension}";

    public NoticePlaces Places => Kind is null ? NoticePlaces.OfLayouts : NoticePlaces.OfNotices;
}

/// <summary>A notice, written.</summary>
internal sealed record WrittenNotice(string Subject, string Text, string Html);

/// <summary>The templates of the e-mails: an organisation's own, and those built in for what it has none of.</summary>
internal sealed class NoticeTemplateSet
{
    /// <summary>The language of what is built in.</summary>
    private const string BuiltInLanguage = "en";

    // Compiled when the first of a kind is rendered, and once: a list renders thousands.
    private static readonly FrozenDictionary<TemplateKey, Lazy<NoticeTemplate>> BuiltInTemplates = TemplateKey.All.ToFrozenDictionary(key => key, key => new Lazy<NoticeTemplate>(() => ReadBuiltIn(key)));

    private readonly IReadOnlyDictionary<TemplateKey, NoticeTemplate> _own;

    private NoticeTemplateSet(IReadOnlyDictionary<TemplateKey, NoticeTemplate> own) => _own = own;

    /// <summary>What is built in.</summary>
    public static NoticeTemplateSet BuiltIn { get; } = new(FrozenDictionary<TemplateKey, NoticeTemplate>.Empty);

    /// <summary>Reads an organisation's templates, all that a language takes, so that a mistake in one is found before anything is sent.</summary>
    /// <param name="folder">Their folder; null for none.</param>
    /// <param name="language">The language (IETF tag).</param>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>, <c>TemplateUnknown</c>, <c>TemplatesMissing</c>, <c>FileUnreadable</c>, <c>LanguageInvalid</c>.</exception>
    public static NoticeTemplateSet Load(string? folder, string language)
    {
        if (!TemplateFolder.IsLanguage(language))
            throw CommerceErrors.LanguageInvalid(language);
        return folder is null ? BuiltIn : new(TemplateFolder.Read(folder, language));
    }

    /// <summary>The subject line.</summary>
    public string Subject(NoticeKind kind, NoticeFacts facts)
    {
        var template = Find(kind, TemplatePart.Subject);
        return MailText.OneLine(template.Render(facts)) is { Length: > 0 } subject ? subject : throw CommerceErrors.TemplateInvalid(template.Source, "it leaves the subject empty");
    }

    /// <summary>The plain text.</summary>
    public string Text(NoticeKind kind, NoticeFacts facts) => MailText.Lines(Find(kind, TemplatePart.Txt).Render(facts)).Trim('\n');

    /// <summary>Writes a notice.</summary>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>: a template cannot be filled from these facts.</exception>
    public WrittenNotice Write(NoticeKind kind, NoticeFacts facts)
    {
        var (subject, text) = (Subject(kind, facts), Text(kind, facts));
        var (content, language) = Content(kind, facts, text);
        return new(subject, text, IsWhole(content) ? content : MailText.Lines(Find(TemplateKey.Layout).Render(new LayoutFacts(content, subject, language, facts.TenantName))));
    }

    /// <summary>The HTML without its frame. An organisation that replaced the text alone gets its own words in the HTML too.</summary>
    private (string Content, string Language) Content(NoticeKind kind, NoticeFacts facts, string text)
    {
        if (_own.TryGetValue(new(kind, TemplatePart.Txt), out var ownText) && !_own.ContainsKey(new(kind, TemplatePart.Html)))
            return (MailText.ToHtml(text), ownText.Language);
        var template = Find(kind, TemplatePart.Html);
        return (MailText.Lines(template.Render(facts)).Trim('\n'), template.Language);
    }

    private static bool IsWhole(string html) =>
        html.AsSpan().TrimStart() is var start && (start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase));

    private NoticeTemplate Find(NoticeKind kind, TemplatePart part) => Find(new(kind, part));

    private NoticeTemplate Find(TemplateKey key) => _own.TryGetValue(key, out var own) ? own : BuiltInTemplates[key].Value;

    private static NoticeTemplate ReadBuiltIn(TemplateKey key)
    {
        using var text = new StreamReader(typeof(NoticeTemplateSet).Assembly.GetManifestResourceStream($"Notices/{key.FileName}")!);
        return NoticeTemplate.Parse(key.FileName, BuiltInLanguage, text.ReadToEnd().ReplaceLineEndings("\n"), key.Part == TemplatePart.Html, key.Places);
    }
}
