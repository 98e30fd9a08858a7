using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using MSCommerce.Notices;

namespace MSCommerce.Reports;

/// <summary>
/// A report's HTML with places that are filled from a page. What fills them was typed by somebody: it is escaped, save the charts, which are drawn here. Styles and scripts
/// stand in the template itself; the policy that is made of them has a browser run these, and load nothing.
/// </summary>
internal sealed partial class ReportTemplate
{
    private const string BuiltInName = "Report.html.hbs";

    private static readonly Lazy<ReportTemplate> BuiltInTemplate = new(ReadBuiltIn);

    private readonly string _source;
    private readonly string _policy;
    private readonly HandlebarsTemplate<object, object> _render;

    private ReportTemplate(string source, string policy, HandlebarsTemplate<object, object> render) => (_source, _policy, _render) = (source, policy, render);

    /// <summary>The one built in.</summary>
    public static ReportTemplate BuiltIn => BuiltInTemplate.Value;

    /// <summary>Reads an organisation's own.</summary>
    /// <exception cref="CommerceException"><c>FileUnreadable</c>, <c>TemplateInvalid</c>.</exception>
    public static ReportTemplate Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path, TemplateFolder.StrictUtf8).ReplaceLineEndings("\n"));
        }
        catch (DecoderFallbackException cause)
        {
            throw CommerceErrors.ReportTemplateInvalid(path, "it is not UTF-8", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnreadable(path, cause);
        }
    }

    /// <summary>Reads a template.</summary>
    /// <param name="source">The file, or the name of what is built in.</param>
    /// <param name="text">Its text, with line ends as a browser has them.</param>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>.</exception>
    public static ReportTemplate Parse(string source, string text)
    {
        if (Refuse(text) is { } why)
            throw CommerceErrors.ReportTemplateInvalid(source, why);
        try
        {
            return new(source, Policy(text), Engine.Compile(text));
        }
        catch (HandlebarsException broken)
        {
            throw CommerceErrors.ReportTemplateInvalid(source, MailText.OneLine(broken.Message), broken);
        }
    }

    /// <summary>Fills the places.</summary>
    /// <exception cref="CommerceException"><c>TemplateInvalid</c>: a place that is none.</exception>
    public string Render(ReportPage page)
    {
        try
        {
            return _render(page with { ContentSecurityPolicy = _policy });
        }
        catch (Exception failed) when (failed is HandlebarsException or HandlebarsUndefinedBindingException)
        {
            throw CommerceErrors.ReportTemplateInvalid(_source, MailText.OneLine(failed.Message), failed);
        }
    }

    private static string? Refuse(string text)
    {
        foreach (Match raw in RawPlace().Matches(text))
        {
            if (raw.Groups["place"].Value is var place && place != nameof(ReportBlock.Svg))
                return $"'{MailText.OneLine(raw.Value)}' would put '{place}' into the HTML as it is; write it with two braces";
        }

        if (Styles().Matches(text).Concat(Scripts().Matches(text)).Any(block => block.Value.Contains("{{", StringComparison.Ordinal)))
            return "a style or a script has a place in it; write places into the HTML alone";
        return text.Contains($"{{{{{nameof(ReportPage.ContentSecurityPolicy)}}}}}", StringComparison.Ordinal)
            ? null
            : $"it lacks <meta http-equiv=\"Content-Security-Policy\" content=\"{{{{{nameof(ReportPage.ContentSecurityPolicy)}}}}}\">";
    }

    /// <summary>Nothing is loaded from anywhere, and nothing runs but what the template has.</summary>
    private static string Policy(string text) =>
        $"default-src 'none'; img-src data:; style-src {Hashes(Styles().Matches(text))}; script-src {Hashes(Scripts().Matches(text))}; base-uri 'none'; form-action 'none'";

    private static string Hashes(MatchCollection blocks) => blocks.Count == 0
        ? "'none'"
        : string.Join(' ', blocks.Select(block => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(block.Groups["content"].Value)))}'"));

    private static ReportTemplate ReadBuiltIn()
    {
        using var text = new StreamReader(typeof(ReportTemplate).Assembly.GetManifestResourceStream($"Reports/{BuiltInName}")!);
        return Parse(BuiltInName, text.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private static IHandlebars Engine => Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true });

    [GeneratedRegex(@"\{\{~?(?:\{\s*(?<place>[^{}]*?)\s*\}~?|&\s*(?<place>[^{}]*?)\s*~?)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RawPlace();

    [GeneratedRegex(@"<style\b[^>]*>(?<content>.*?)</style>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Styles();

    [GeneratedRegex(@"<script\b[^>]*>(?<content>.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scripts();
}
