namespace MSCommerce.Client.Tests.Reports;

/// <summary>The page as a browser has it.</summary>
[Trait("Requirement", "X5")]
public sealed class ReportBrowserTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Purchasers = "[...document.querySelectorAll('table')].find(table => table.caption.textContent === 'Spend by purchaser in EUR')";
    private const string Ending = "[...document.querySelectorAll('table')].find(table => table.caption.textContent.startsWith('Subscriptions that end'))";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1280, "light")]
    [InlineData(390, "dark")]
    public async Task It_loads_itself_alone_without_a_complaint_and_fits_the_screen(int width, string scheme)
    {
        await OpenAsync(width, scheme);

        var requests = browser.Events.Where(seen => seen.Method == "Network.requestWillBeSent").Select(seen => seen.Parameters["request"]!["url"]!.GetValue<string>());
        Assert.All(requests, url => Assert.True(url.StartsWith("file:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
        Assert.Empty(browser.Events.Where(seen => seen.Method is "Log.entryAdded" or "Runtime.consoleAPICalled" or "Runtime.exceptionThrown").Select(seen => seen.Parameters.ToJsonString()));
        Assert.InRange((int)(await browser.EvaluateAsync("document.documentElement.scrollWidth"))!, 300, width);
        // The style was let in by the page's own policy, and follows the scheme.
        Assert.Equal(scheme == "dark" ? "rgb(20, 23, 27)" : "rgb(244, 245, 247)", (string?)await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task A_table_is_sorted_by_its_headings_with_mouse_and_keyboard()
    {
        await OpenAsync(1280);

        // Numbers begin with the largest, names with the first.
        await ClickAsync(Purchasers, 3);
        Assert.Equal(("descending", "3086.25", "123.45"), await SortedAsync(Purchasers, 3));
        foreach (var type in new[] { "keyDown", "keyUp" })
            await browser.AskAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = "Enter", ["code"] = "Enter", ["windowsVirtualKeyCode"] = 13, ["text"] = type == "keyDown" ? "\r" : "" });
        Assert.Equal(("ascending", "123.45", "3086.25"), await SortedAsync(Purchasers, 3));
        Assert.StartsWith("and 99,975 more", (string?)await browser.EvaluateAsync($"{Purchasers}.tFoot.textContent.trim()"), StringComparison.Ordinal);

        await ClickAsync(Purchasers, 0);
        Assert.Equal(("ascending", SampleReport.Script, "User 25"), await SortedAsync(Purchasers, 0));
        Assert.Null(await browser.EvaluateAsync($"{Purchasers}.tHead.rows[0].cells[3].getAttribute('aria-sort')"));
    }

    [Fact]
    public async Task What_is_not_known_is_last_however_a_table_is_sorted()
    {
        await OpenAsync(1280);

        foreach (var direction in new[] { "descending", "ascending" })
        {
            await ClickAsync(Ending, 6);
            Assert.Equal((direction, "50.0", ""), await SortedAsync(Ending, 6));
        }
    }

    [Fact]
    public async Task Without_scripts_and_printed_it_is_whole()
    {
        await OpenAsync(1280, scripts: false);

        var pdf = await browser.AskAsync("Page.printToPDF", new() { ["preferCSSPageSize"] = true });

        Assert.StartsWith("%PDF-", System.Text.Encoding.Latin1.GetString(Convert.FromBase64String(pdf["data"]!.GetValue<string>())), StringComparison.Ordinal);
        Assert.Equal(0, (int?)await browser.EvaluateAsync("document.querySelectorAll('thead button').length"));
        Assert.Equal(25, (int?)await browser.EvaluateAsync($"{Purchasers}.tBodies[0].rows.length"));
    }

    private Task OpenAsync(int width, string scheme = "light", bool scripts = true) =>
        browser.OpenAsync(_folder.File("report.html", SampleReport.Html(SampleReport.Full)), width, scheme, scripts);

    /// <summary>Clicks on a column's heading, as a mouse does: where it is on the screen.</summary>
    private async Task ClickAsync(string table, int column)
    {
        var button = $"{table}.tHead.rows[0].cells[{column}].firstElementChild";
        var place = await browser.EvaluateAsync($"{button}.scrollIntoView({{ block: 'center' }}), (({{ x, y, width, height }}) => [x + width / 2, y + height / 2])({button}.getBoundingClientRect())");
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await browser.AskAsync("Input.dispatchMouseEvent", new()
            {
                ["type"] = type, ["x"] = (double)place![0]!, ["y"] = (double)place[1]!, ["button"] = "left", ["clickCount"] = 1,
            });
        }
    }

    /// <summary>How a column is said to be sorted, and by what its first row and its last are.</summary>
    private async Task<(string? Direction, string? First, string? Last)> SortedAsync(string table, int column)
    {
        var sorted = await browser.EvaluateAsync(
            $"(table => [table.tHead.rows[0].cells[{column}].getAttribute('aria-sort'), ...[0, table.tBodies[0].rows.length - 1].map(row => table.tBodies[0].rows[row].cells[{column}].dataset.sort)])({table})");
        return ((string?)sorted![0], (string?)sorted[1], (string?)sorted[2]);
    }
}
