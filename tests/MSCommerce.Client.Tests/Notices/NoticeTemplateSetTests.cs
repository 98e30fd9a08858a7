using System.Text.RegularExpressions;
using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

[Trait("Requirement", "N1")]
public sealed class NoticeTemplateSetTests : IDisposable
{
    private static readonly NoticeFacts Facts = new() { TenantName = "Fabrikam", RecipientName = "Ada <3", ProductName = "Visio", SubscriptionId = "s1", Users = 2, Approved = ["a", "b"] };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("PT-br", "pt-BR")]
    [InlineData("pt-PT", "pt")]
    [InlineData("pt-BR-x", "pt-BR")]
    [InlineData("pt", "pt")]
    [InlineData("de", "any")]
    public void The_nearest_language_is_taken(string language, string expected)
    {
        foreach (var (tag, text) in new[] { (".pt-BR", "pt-BR"), (".pt", "pt"), ("", "any"), (".fr", "fr") })
            _folder.File($"ControlTaken{tag}.subject.hbs", text);

        Assert.Equal(expected, Load(language).Subject(NoticeKind.ControlTaken, Facts));
    }

    [Fact]
    public void What_is_not_replaced_is_built_in()
    {
        _folder.File("ControlTaken.de.subject.hbs", "Übernommen: {{ProductName}}");

        var written = Load("de").Write(NoticeKind.ControlTaken, Facts);

        Assert.Equal("Übernommen: Visio", written.Subject);
        Assert.Equal(NoticeTemplates.Render(NoticeKind.ControlTaken, Facts).Body, written.Text);
        Assert.Contains("lang=\"en\"", written.Html, StringComparison.Ordinal);
        Assert.Equal(NoticeTemplateSet.BuiltIn.Write(NoticeKind.LicenseGranted, Facts), Load("de").Write(NoticeKind.LicenseGranted, Facts));
        Assert.Equal(NoticeTemplateSet.BuiltIn.Write(NoticeKind.ControlTaken, Facts), Load("fr").Write(NoticeKind.ControlTaken, Facts));
    }

    [Fact]
    public void Where_the_text_alone_is_replaced_the_HTML_says_the_same()
    {
        _folder.File("ControlTaken.de.txt.hbs", "Guten Tag {{RecipientName}},\r\n\r\nzwei\r\nZeilen.\r\n");

        var written = Load("de-AT").Write(NoticeKind.ControlTaken, Facts);

        Assert.Equal("Guten Tag Ada <3,\n\nzwei\nZeilen.", written.Text);
        Assert.Contains("<p>Guten Tag Ada &lt;3,</p>\n<p>zwei<br>\nZeilen.</p>", written.Html, StringComparison.Ordinal);
        Assert.Contains("lang=\"de\"", written.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_organisation_has_a_frame_of_its_own_or_none()
    {
        _folder.File("Layout.html.hbs", "<html lang={{Language}}><h1>{{Subject}}</h1>{{{Content}}}{{TenantName}}</html>");
        _folder.File("ControlTaken.html.hbs", "<p>{{RecipientName}}</p>");
        _folder.File("LicenseGranted.html.hbs", "\n<!doctype html><p>{{RecipientName}}</p>");

        Assert.Equal("<html lang=fr><h1>Fabrikam has taken control of your Visio subscription</h1><p>Ada &lt;3</p>Fabrikam</html>", Load("fr").Write(NoticeKind.ControlTaken, Facts).Html);
        Assert.Equal("<!doctype html><p>Ada &lt;3</p>", Load("fr").Write(NoticeKind.LicenseGranted, Facts).Html);
    }

    [Theory]
    [InlineData("x {{ProductNam}}", "there is no place 'ProductNam'")]
    [InlineData("x\n{{#if Message}}{{Wrong}}{{/if}}", "line 2: there is no place 'Wrong'")]
    [InlineData("{{#if ProductName}}x", "not closed")]
    [InlineData("{{#if Wrong}}x{{/if}}", "there is no place 'Wrong'")]
    [InlineData("{{#if Message}}a{{else if Wrong}}b{{/if}}", "there is no place 'Wrong'")]
    [InlineData("x{{/if}}", "closes what is not open")]
    [InlineData("{{#if Message}}{{#each Approved}}{{/if}}{{/each}}", "closes what is not open")]
    [InlineData("{{else}}", "outside of a block")]
    [InlineData("{{ProductName", "not closed")]
    [InlineData("{{ProductName}", "not closed")]
    [InlineData("{{}}", "not understood")]
    [InlineData("{{&ProductName}}", "not understood")]
    [InlineData("{{> other}}", "not understood")]
    [InlineData("{{upper ProductName}}", "not understood")]
    [InlineData("{{lookup Approved 0}}", "not understood")]
    [InlineData("{{ProductName.Length}}", "not understood")]
    [InlineData("{{#with ProductName}}x{{/with}}", "not understood")]
    [InlineData("{{{{raw}}}}x{{{{/raw}}}}", "not closed")]
    [InlineData("{{Approved}}", "is a list")]
    [InlineData("{{#each ProductName}}x{{/each}}", "is not a list")]
    [InlineData("{{#each Approved}}{{ProductName}}{{/each}}", "write '../ProductName'")]
    [InlineData("{{#each Approved}}{{#each ../Refused}}x{{/each}}{{/each}}", "stands in another")]
    [InlineData("{{this}}", "outside of {{#each}}")]
    [InlineData("{{@index}}", "outside of {{#each}}")]
    [InlineData("{{../ProductName}}", "outside of {{#each}}")]
    [InlineData("{{productname}}", "there is no place 'productname'")]
    [InlineData("{{ToJson}}", "there is no place")]
    public void A_mistake_in_a_template_names_the_file_before_anything_is_sent(string text, string why)
    {
        var path = _folder.File("LicenseRefused.de.txt.hbs", text);

        var error = Assert.Throws<CommerceException>(() => Load("de"));

        Assert.Equal(("TemplateInvalid", CommerceError.InvalidFile, path), (error.ErrorId, error.Error, error.Target));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Same(NoticeTemplateSet.BuiltIn, NoticeTemplateSet.Load(null, "de"));
    }

    [Theory]
    [InlineData("{{! a comment with {{ braces }}{{!-- and }} another --}}x", "x")]
    [InlineData("\\{{ProductName}}", "{{ProductName}}")]
    [InlineData("{{#if Approved}}{{#each Approved}}{{@index}}{{this}}{{#unless @last}}, {{else}}.{{/unless}}{{#if ../Users}}{{../ProductName}}{{/if}}{{/each}}{{/if}}", "0a, Visio1b.Visio")]
    [InlineData("{{#if Message}}m{{else if Users}}u{{else}}n{{/if}}", "u")]
    [InlineData("{{#unless Message}}none{{/unless}} {{ ProductName }} {{{ProductName}}} }", "none Visio Visio }")]
    [InlineData("a {{~#if Users~}} b {{~/if~}} c {{RequestId}}", "abc ")]
    [InlineData("{{Users}} < {{RecipientName}}", "2 < Ada <3")]
    public void What_is_understood_is_rendered(string text, string expected)
    {
        _folder.File("LicenseRefused.txt.hbs", text);

        Assert.Equal(expected, Load("en").Text(NoticeKind.LicenseRefused, Facts));
    }

    [Theory]
    [InlineData("ControlTaken.html.hbs", "{{{RecipientName}}}")]
    [InlineData("Layout.html.hbs", "{{{Content}}}{{{Subject}}}")]
    public void Nothing_that_people_typed_gets_into_HTML_as_it_is(string file, string text)
    {
        _folder.File(file, text);

        Assert.Contains("write it with two braces", Assert.Throws<CommerceException>(() => Load("en")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LicenceGranted.txt.hbs")]
    [InlineData("ControlTaken.text.hbs")]
    [InlineData("ControlTaken.d.txt.hbs")]
    [InlineData("ControlTaken.txt.de.hbs")]
    [InlineData("Layout.txt.hbs")]
    [InlineData("0.txt.hbs")]
    public void A_file_that_replaces_nothing_is_a_mistake(string file)
    {
        _folder.File("ControlTaken.txt.hbs", "x");
        var path = _folder.File(file, "x");

        var error = Assert.Throws<CommerceException>(() => Load("en"));

        Assert.Equal(("TemplateUnknown", path), (error.ErrorId, error.Target));
        Assert.Contains("LicenseGranted.txt.hbs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_holds_no_template_is_a_mistake()
    {
        Assert.Equal("FileUnreadable", Assert.Throws<CommerceException>(() => NoticeTemplateSet.Load(_folder.File("gone"), "en")).ErrorId);
        _folder.File("notes.txt", "x");
        Assert.Equal("TemplatesMissing", Assert.Throws<CommerceException>(() => Load("en")).ErrorId);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_a_mistake()
    {
        File.WriteAllBytes(_folder.File("ControlTaken.subject.hbs"), [0x55, 0xFC, 0x62]);

        Assert.Contains("not UTF-8", Assert.Throws<CommerceException>(() => Load("en")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../de")]
    [InlineData("german language")]
    public void What_is_no_language_is_refused(string language) =>
        Assert.Equal("LanguageInvalid", Assert.Throws<CommerceException>(() => NoticeTemplateSet.Load(null, language)).ErrorId);

    [Fact]
    public void A_subject_that_comes_out_empty_is_a_mistake_of_that_notice()
    {
        var path = _folder.File("ControlTaken.subject.hbs", "{{TargetProductName}}\n");

        var error = Assert.Throws<CommerceException>(() => Load("en").Write(NoticeKind.ControlTaken, Facts));

        Assert.Equal(("TemplateInvalid", path), (error.ErrorId, error.Target));
    }

    [Fact]
    public void The_documentation_lists_the_places_that_there_are()
    {
        var page = File.ReadAllText(Path.Combine(RequirementsPageTests.Root, "docs", "notices.md"));

        Assert.Equal(NoticePlaces.OfNotices.Names, Places(page[page.IndexOf("### Places", StringComparison.Ordinal)..page.IndexOf("| place of the frame", StringComparison.Ordinal)]));
        Assert.Equal(NoticePlaces.OfLayouts.Names, Places(page[page.IndexOf("| place of the frame", StringComparison.Ordinal)..]));
        Assert.All(Enum.GetNames<NoticeKind>(), kind => Assert.Contains($"| `{kind}` |", page, StringComparison.Ordinal));

        static IEnumerable<string> Places(string table) => Regex.Matches(table, @"^\| `(?<place>\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["place"].Value).Order(StringComparer.Ordinal);
    }

    private NoticeTemplateSet Load(string language) => NoticeTemplateSet.Load(_folder.Path, language);
}
