using HandlebarsDotNet;

namespace MSCommerce.Notices;

/// <summary>A text with places that are filled from facts: compiled once, rendered for each notice.</summary>
internal sealed class NoticeTemplate
{
    private readonly HandlebarsTemplate<object, object> _render;

    private NoticeTemplate(string source, string language, HandlebarsTemplate<object, object> render) => (Source, Language, _render) = (source, language, render);

    /// <summary>The file, or the name of what is built in.</summary>
    public string Source { get; }

    /// <summary>The language of its words (IETF tag).</summary>
    public string Language { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="source">The file, or the name of what is built in.</param>
    /// <param name="language">The language of its words.</param>
    /// <param name="text">Its text.</param>
    /// <param name="isHtml">Whether what fills its places is escaped for HTML.</param>
    /// <param name="places">The places that it may have.</param>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>: a place that is none, or broken syntax.</exception>
    public static NoticeTemplate Parse(string source, string language, string text, bool isHtml, NoticePlaces places)
    {
        if (TemplateSyntax.Refuse(text, isHtml, places) is { } why)
            throw CommerceErrors.TemplateInvalid(source, why);
        try
        {
            return new(source, language, (isHtml ? Engines.Html : Engines.Plain).Compile(text));
        }
        catch (HandlebarsException broken)
        {
            throw CommerceErrors.TemplateInvalid(source, MailText.OneLine(broken.Message), broken);
        }
    }

    /// <summary>Fills the places.</summary>
    /// <param name="facts">What with.</param>
    /// <returns>The text.</returns>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>: it cannot be filled from these facts.</exception>
    public string Render(object facts)
    {
        try
        {
            return _render(facts);
        }
        catch (HandlebarsException failed)
        {
            throw CommerceErrors.TemplateInvalid(Source, MailText.OneLine(failed.Message), failed);
        }
    }

    // Made when the first notice is rendered: a session that renders none does not load the library.
    private static class Engines
    {
        public static readonly IHandlebars Html = Make(isHtml: true);

        public static readonly IHandlebars Plain = Make(isHtml: false);

        private static IHandlebars Make(bool isHtml) => Handlebars.Create(new HandlebarsConfiguration
        {
            NoEscape = !isHtml,
            ThrowOnUnresolvedBindingExpression = true,
            FormatProvider = System.Globalization.CultureInfo.InvariantCulture,
        });
    }
}
