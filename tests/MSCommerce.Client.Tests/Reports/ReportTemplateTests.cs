using System.Globalization;
using MSCommerce.Reports;

namespace MSCommerce.Client.Tests.Reports;

[Trait("Requirement", "X5")]
public class ReportTemplateTests
{
    private const string Policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"{{ContentSecurityPolicy}}\">";

    [Fact]
    public void A_template_of_ones_own_is_filled_and_what_people_typed_is_escaped_in_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("own.hbs"), $"{Policy}\r\n<h1>{{{{Tenant}}}} {{{{Culture}}}}</h1>{{{{#each Sections}}}}{{{{#if Gap}}}}{{{{else}}}}{{{{#each Blocks}}}}{{{{{{Svg}}}}}}{{{{/each}}}}{{{{/if}}}}{{{{/each}}}}");

        var html = ReportTemplate.Read(folder.File("own.hbs")).Render(ReportPages.Make(SampleReport.Full, null, new(CultureInfo.GetCultureInfo("fr-FR"))));

        Assert.Contains("<h1>Contoso &lt;b&gt;&amp;&lt;/b&gt; Co fr-FR</h1><svg", html, StringComparison.Ordinal);
        Assert.Contains("script-src &#", html.Replace("&apos;", "&#39;", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Policy + "{{{Title}}}", "with two braces")]
    [InlineData(Policy + "{{&Title}}", "with two braces")]
    [InlineData(Policy + "{{~{Tenant}~}}", "with two braces")]
    [InlineData(Policy + "<script>var t = \"{{Title}}\";</script>", "a style or a script has a place in it")]
    [InlineData(Policy + "<STYLE media=print>{{Title}}</STYLE>", "a style or a script has a place in it")]
    [InlineData("<h1>{{Title}}</h1>", "Content-Security-Policy")]
    [InlineData(Policy + "{{#each Sections}}", "")]
    [InlineData(Policy + "{{Titel}}", "Titel")]
    public void A_template_that_would_be_unsafe_or_wrong_is_refused_and_told_why(string text, string why)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("own.hbs"), text);

        var refusal = Assert.Throws<CommerceException>(() => ReportTemplate.Read(folder.File("own.hbs")).Render(ReportPages.Make(SampleReport.Full, null, new(CultureInfo.InvariantCulture))));

        Assert.Equal("TemplateInvalid", refusal.ErrorId);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("no report was written.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_is_not_there_or_no_text_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("binary.hbs"), [0x7B, 0xFF, 0xFE]);

        Assert.Equal("TemplateInvalid", Assert.Throws<CommerceException>(() => ReportTemplate.Read(folder.File("binary.hbs"))).ErrorId);
        Assert.Equal("FileUnreadable", Assert.Throws<CommerceException>(() => ReportTemplate.Read(folder.File("none.hbs"))).ErrorId);
    }
}
