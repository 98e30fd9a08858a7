using System.Text.Json;

namespace MSCommerce.Cli.Tests;

/// <summary>The purchaser's side on the command line.</summary>
public sealed class PurchaserTests(SampleStores samples)
{
    private const string Ada = "ada.adler@fabrikam.example";
    private static readonly string[] Card = ["payment-method", "add", "--expiry-month", "4", "--expiry-year", "2031", "--cardholder-name", "Ada Adler"];

    [Fact, Trait("Requirement", "U1"), Trait("Requirement", "U7")]
    public async Task A_card_is_added_by_a_secret_and_bought_with_and_the_invoice_shows_its_lines_in_every_format()
    {
        var store = samples.Copy();
        var card = await RunAsync(store, [.. Card, "--token-stdin", "--output", "json"], "tok_visa\n");
        var id = card.Json.GetProperty(nameof(PaymentMethod.PaymentMethodId)).GetString()!;
        Assert.DoesNotContain("tok_", card.Out + card.Error, StringComparison.Ordinal);

        string[] purchase = ["subscription", "purchase", "--product", "Power BI Pro", "--licenses", "5", "--payment-method-id", id];
        var planned = await RunAsync(store, [.. purchase, "--what-if"]);
        Assert.Contains("67.50 EUR", planned.Out, StringComparison.Ordinal);
        Assert.Contains("Visa ending in 4242", planned.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync([.. purchase, "--store", store, "--as", Ada])).ExitCode);
        var bought = await RunAsync(store, [.. purchase, "--yes", "--output", "json"]);
        Assert.Equal("Active", bought.Json.GetProperty(nameof(Subscription.Status)).GetString());

        var table = await RunAsync(store, ["invoice", "list"]);
        Assert.Contains("Power BI Pro: 5 licences: 67.50", table.Out, StringComparison.Ordinal);
        var csv = await RunAsync(store, ["invoice", "list", "--output", "csv"]);
        Assert.Contains("Power BI Pro: 5 licences: 67.50", csv.Out, StringComparison.Ordinal);
        var json = await RunAsync(store, ["invoice", "list", "--output", "json"]);
        var line = json.Json[0].GetProperty(nameof(Invoice.Lines))[0];
        Assert.Equal((5, 67.5m), (line.GetProperty(nameof(InvoiceLine.Licenses)).GetInt32(), line.GetProperty(nameof(InvoiceLine.Amount)).GetDecimal()));
    }

    [Fact, Trait("Requirement", "U6")]
    public async Task A_token_is_no_argument_and_a_card_number_is_refused_and_not_repeated()
    {
        var store = samples.Copy();
        var argument = await CommandLine.RunAsync([.. Card, "--token", "tok_visa", "--store", store, "--as", Ada]);
        var number = await CommandLine.RunAsync([.. Card, "--store", store, "--as", Ada], "", ("MSCOMMERCE_TOKEN", "4242424242424242"));

        Assert.Equal(2, argument.ExitCode);
        Assert.Equal(6, number.ExitCode);
        Assert.DoesNotContain("4242", number.Out + number.Error, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task A_declined_payment_has_an_exit_code_of_its_own_and_an_invoice_that_stays_open_is_a_finding()
    {
        var store = samples.Copy();
        var poor = await CardAsync(store, "tok_insufficient_funds");
        var failing = await CardAsync(store, "tok_capture_fails");

        var declined = await CommandLine.RunAsync("subscription", "purchase", "--product", "Visio Plan 1", "--licenses", "1", "--payment-method-id", poor, "--yes", "--store", store, "--as", Ada);
        Assert.Equal(17, declined.ExitCode);
        await RunAsync(store, ["subscription", "purchase", "--product", "Visio Plan 1", "--licenses", "1", "--payment-method-id", failing, "--yes"]);
        var invoice = (await RunAsync(store, ["invoice", "list", "--status", "Open", "--output", "json"])).Json[0].GetProperty(nameof(Invoice.InvoiceId)).GetString()!;
        Assert.Equal(20, (await CommandLine.RunAsync("invoice", "pay", "--invoice-id", invoice, "--yes", "--store", store, "--as", Ada)).ExitCode);
        var good = await CardAsync(store, "tok_visa");
        var paid = await RunAsync(store, ["invoice", "pay", "--invoice-id", invoice, "--payment-method-id", good, "--yes", "--output", "json"]);
        Assert.Equal("Paid", paid.Json[0].GetProperty(nameof(Invoice.Status)).GetString());
    }

    [Fact, Trait("Requirement", "E6"), Trait("Requirement", "R1"), Trait("Requirement", "R4"), Trait("Requirement", "R7")]
    public async Task What_is_blocked_is_requested_and_approved_and_the_list_says_where_requests_are_taken()
    {
        var store = samples.Copy();
        var refused = await RunAsync(store, ["product", "eligibility", "--product", "Power Automate RPA"]);
        Assert.Contains("E4 PurchaseDisabled", refused.Out, StringComparison.Ordinal);
        var raised = await RunAsync(store, ["request", "new", "--product", "Power Automate RPA", "--user", Ada, "gita.petrov@fabrikam.example", "--output", "json"]);
        var id = raised.Json.GetProperty(nameof(LicenseRequest.RequestId)).GetString()!;

        var list = await CommandLine.RunAsync("request", "list", "--store", store);
        Assert.Contains("gita.petrov@fabrikam.example", list.Out, StringComparison.Ordinal);
        Assert.Empty(list.Error);
        string[] approve = ["request", "approve", "--request-id", id, "--product", "Visio Plan 2", "--user", Ada, "--store", store];
        Assert.Equal(0, (await CommandLine.RunAsync([.. approve, "--what-if"])).ExitCode);
        var approved = await CommandLine.RunAsync([.. approve, "--output", "json"]);
        Assert.True(approved.ExitCode == 0, approved.Error);
        Assert.Equal("PartiallyApproved", approved.Json[0].GetProperty(nameof(LicenseRequestDecision.Request)).GetProperty(nameof(LicenseRequest.Status)).GetString());

        Assert.Equal(0, (await CommandLine.RunAsync("request-process", "set", "--message", "Ask in the portal.", "--link", "https://intranet.fabrikam.example/licences", "--store", store)).ExitCode);
        var elsewhere = await CommandLine.RunAsync("request", "list", "--output", "json", "--store", store);
        Assert.Contains("Ask in the portal. https://intranet.fabrikam.example/licences", elsewhere.Error, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, elsewhere.Json.ValueKind);
        Assert.Contains("https://intranet.fabrikam.example/licences", (await CommandLine.RunAsync("request-process", "show", "--store", store)).Out, StringComparison.Ordinal);
    }

    [Fact, Trait("Requirement", "A")]
    public async Task Who_buys_as_if_he_were_the_organisation_is_told_the_command_for_himself()
    {
        var run = await CommandLine.RunAsync("subscription", "buy", "--product", "Power BI Pro", "--licenses", "1", "--yes", "--store", samples.Copy(), "--as", Ada);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("'mscommerce subscription purchase --payment-method-id'", run.Error, StringComparison.Ordinal);
    }

    private static async Task<Run> RunAsync(string store, string[] arguments, string input = "", params (string, string?)[] environment)
    {
        var run = await CommandLine.RunAsync([.. arguments, "--store", store, "--as", Ada], input, environment);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private static async Task<string> CardAsync(string store, string token) =>
        (await RunAsync(store, [.. Card, "--output", "json"], "", ("MSCOMMERCE_TOKEN", token))).Json.GetProperty(nameof(PaymentMethod.PaymentMethodId)).GetString()!;
}
