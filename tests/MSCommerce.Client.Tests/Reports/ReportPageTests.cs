using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MSCommerce.Reports;

namespace MSCommerce.Client.Tests.Reports;

[Trait("Requirement", "X5")]
public class ReportPageTests
{
    private static readonly IHtmlDocument Page = Parse(SampleReport.Html(SampleReport.Full));

    [Fact]
    public void What_people_typed_is_text_and_never_markup()
    {
        Assert.Single(Page.QuerySelectorAll("script"));
        Assert.Empty(Page.QuerySelectorAll("b, i, td *, tbody th *"));
        Assert.Contains(SampleReport.Script, Table("Spend by product in EUR").QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
        Assert.Contains(SampleReport.Script, Page.QuerySelectorAll("svg text.label").Select(label => label.TextContent));
        Assert.Equal("Contoso <b>&</b> Co: self-service purchases", Page.Title);
        Assert.Equal("<img src=x>", Parse(SampleReport.Html(SampleReport.Full, title: " <img src=x> ")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere_and_only_its_own_style_and_script_may_run()
    {
        var policy = Page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;

        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(Page.QuerySelector("style")!.TextContent)}';", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(Page.QuerySelector("script")!.TextContent)}';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Empty(Page.QuerySelectorAll("[src], [style], [onclick], iframe, object, link:not([href='data:,'])"));
        Assert.All(Page.QuerySelectorAll("a"), link => Assert.NotNull(Page.QuerySelector(link.GetAttribute("href")!)));
    }

    [Fact]
    public void Each_chart_has_a_title_a_description_and_a_table_of_its_numbers()
    {
        var charts = Page.QuerySelectorAll("svg");

        Assert.Equal(10, charts.Length);
        Assert.All(charts, chart =>
        {
            Assert.Equal("img", chart.GetAttribute("role"));
            Assert.All(chart.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEmpty(Page.GetElementById(id)!.TextContent));
            Assert.NotEmpty(chart.Closest(".block")!.QuerySelectorAll("tbody tr"));
            // Not colour alone.
            Assert.Equal(chart.QuerySelectorAll("rect.s1, rect.s2").Length, chart.QuerySelectorAll("rect.pattern").Length);
        });
        Assert.Equal(Page.QuerySelectorAll("[id]").Length, Page.QuerySelectorAll("[id]").Select(element => element.Id).Distinct().Count());
    }

    [Fact]
    public void Amounts_carry_their_currency_and_its_decimals_and_currencies_are_never_added()
    {
        Assert.Equal(["Total", "70,366.50 EUR", "29,628.00 EUR", "99,994.50 EUR"], Cells(Table("Spend by month in EUR").QuerySelector("tfoot tr.total")!));
        Assert.Equal(["Total", "5,130,000 JPY", "2,160,000 JPY", "7,290,000 JPY"], Cells(Table("Spend by month in JPY").QuerySelector("tfoot tr.total")!));
        Assert.Equal(["Aug 2026", "-1,234.50 EUR", "2,469.00 EUR", "1,234.50 EUR"], Cells(Row("Spend by month in EUR", "Aug 2026")));
        Assert.Equal(["99,994.50 EUR", "7,290,000 JPY"], Page.QuerySelectorAll(".figure .value").Take(2).Select(Text));
    }

    [Fact]
    public void What_is_not_known_says_so_and_sorts_behind_everything()
    {
        var unpriced = Row("Subscriptions whose price is unknown", SampleReport.Script);
        Assert.Equal([SampleReport.Script, "2", "1,500", "unknown"], Cells(unpriced));
        Assert.Equal("", unpriced.LastElementChild!.GetAttribute("data-sort"));
        var ending = Row("Subscriptions that end within 90 days, soonest first", "Visio Plan 1");
        Assert.Equal(["Visio Plan 1", "ada@contoso.example", "31/12/2026", "unknown", "4", "1", "unknown"], Cells(ending));
        Assert.Contains("SomethingNew", Cells(Row("What users may buy", "Visio Plan 1")));
        Assert.Equal(["Within", "Ends", "Ends (licences)", "Renews", "Renews (licences)", "Not known", "Not known (licences)"], Cells(Table("Subscriptions, and their licences, that expire soon").QuerySelector("thead tr")!));
    }

    [Fact]
    public void A_part_that_the_store_knows_nothing_of_says_why()
    {
        var page = Parse(SampleReport.Html(SampleReport.OfPoliciesAlone));

        Assert.Equal("Not known. See the admin centre.", Text(page.QuerySelector("#spend .gap")!));
        Assert.Equal("Not known. See Billing > Licenses.", Text(page.QuerySelector("#licences .gap")!));
        Assert.NotNull(page.QuerySelector("#expiring .gap"));
        Assert.NotNull(page.QuerySelector("#requests .gap"));
        Assert.Null(page.QuerySelector("#policy .gap"));
        Assert.Contains("drift is unknown", page.QuerySelector("#policy .note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Products enabled"], page.QuerySelectorAll(".figure dt").Select(Text));
    }

    [Fact]
    public void What_is_left_out_is_counted()
    {
        // 25 of them spent 32.5 units of the 57 that users spent.
        Assert.Equal("and 99,975 more purchasers, who spent 30,245.25 EUR", Text(Table("Spend by purchaser in EUR").QuerySelector("tfoot tr.more")!));
        Assert.Equal("and 59 more subscriptions", Text(Table("Subscriptions that end within 90 days, soonest first").QuerySelector("tfoot tr.more")!));
        Assert.Equal("and 50 more requests", Text(Table("Licence requests that wait, the longest first").QuerySelector("tfoot tr.more")!));
    }

    [Theory]
    [InlineData("en-GB", "en-GB", "01/12/2026", "1,234.50 EUR")]
    [InlineData("de-DE", "en", "01.12.2026", "1.234,50 EUR")]
    [InlineData("", "en", "2026-12-01", "1,234.50 EUR")]
    public void Dates_and_numbers_are_the_readers_and_the_language_is_that_of_the_words(string culture, string language, string date, string amount)
    {
        var page = Parse(SampleReport.Html(SampleReport.Full, culture));

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Contains(date, page.QuerySelector("#expiring")!.QuerySelectorAll("td").Select(Text));
        Assert.Contains($"at present {amount} a month", Text(page.QuerySelector(".figure .detail")!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenant_without_anything_has_a_page_too()
    {
        var empty = SampleReport.Full with
        {
            Spend = new() { Currencies = [], WithoutPrice = [] },
            Licenses = new() { ByProduct = [], SelfService = new(0, 0), Central = new(0, 0), UnusedCost = [] },
            Expiring = new() { Periods = [new(30, 0, 0, 0, 0, 0, 0), new(60, 0, 0, 0, 0, 0, 0), new(90, 0, 0, 0, 0, 0, 0)], Ending = [], Renewing = [] },
            Policy = new() { Products = [], OfferTypes = [], Drift = [] },
            Requests = new() { Pending = 0, Oldest = [], IsOwnProcess = false },
        };

        var page = Parse(SampleReport.Html(empty));

        Assert.Equal("Nothing was spent in these months.", Text(page.QuerySelector("#spend .note")!));
        Assert.Contains("No request waits.", page.QuerySelector("#requests table")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_is_always_the_same_page() => Assert.Equal(SampleReport.Html(SampleReport.Full), SampleReport.Html(SampleReport.Full));

    [Theory]
    [InlineData(0, 0, "0 0.5 1")]
    [InlineData(0, 6055.9, "0 2000 4000 6000 8000")]
    [InlineData(-30, 95, "-50 0 50 100")]
    [InlineData(0, 0.03, "0 0.01 0.02 0.03")]
    public void An_axis_has_round_numbers_around_everything(double least, double most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', ChartAxis.Of((decimal)least, (decimal)most).Ticks.Select(tick => tick.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))));

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static IElement Table(string caption) => Page.QuerySelectorAll("table").Single(table => Text(table.QuerySelector("caption")!) == caption);

    private static IElement Row(string caption, string head) => Table(caption).QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th")!.TextContent == head);

    private static List<string> Cells(IElement row) => [.. row.Children.Select(Text)];

    private static string Text(IElement element) => element.TextContent.Replace('\u00A0', ' ').Trim();

    private static string Hash(string content) => $"sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)))}";
}
