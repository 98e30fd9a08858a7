using MSCommerce.Cli.Help;
using MSCommerce.Cli.Operations;
using MSCommerce.Cli.Output;

namespace MSCommerce.Cli.Tests;

public sealed class WordingTests
{
    private static readonly MessageWording Wording = new(Operation.Of(typeof(CommerceClient)));

    [Theory]
    [InlineData("Get-MSCommerceProductPolicies lists them.", "'mscommerce policy product list' lists them.")]
    [InlineData("Get-MSCommerceProductPolicies -Scope OfferType lists them.", "'mscommerce policy offer-type list' lists them.")]
    [InlineData("Get-MSCommerceUser lists them; Import-MSCommerceUser adds them.", "'mscommerce user list' lists them; 'mscommerce user import' adds them.")]
    [InlineData("Use -Force to replace it.", "Use --force to replace it.")]
    [InlineData("Name an enabled user with -As.", "Name an enabled user with --as.")]
    [InlineData("Get-SelfServiceUser -SubscriptionId lists who does.", "'mscommerce license user list --subscription-id' lists who does.")]
    [InlineData("Name your card: New-SelfServiceSubscription -PaymentMethodId.", "Name your card: 'mscommerce subscription purchase --payment-method-id'.")]
    [InlineData("New-SelfServiceSubscription buys.", "'mscommerce subscription buy' buys.")]
    [InlineData("Request licences with New-SelfServiceLicenseRequest -ProductId CFQ7TTC0KXND.", "Request licences with 'mscommerce request new --product CFQ7TTC0KXND'.")]
    [InlineData("Clear-SelfServiceRequestProcess ends it.", "'mscommerce request-process clear' ends it.")]
    [InlineData("Connect-MSCommerce -Local -Path makes one.", "Connect-MSCommerce -Local -Path makes one.")]
    [InlineData("5 - 3 and well-known stay.", "5 - 3 and well-known stay.")]
    public void A_message_names_commands_where_the_client_names_cmdlets(string message, string expected) => Assert.Equal(expected, Wording.Of(message));

    [Fact]
    public void A_table_in_a_narrow_terminal_cuts_text_and_never_ids_and_then_leaves_out_the_last_columns()
    {
        string[] row = [new('9', 36), "A product with a very long name indeed", "7"];
        Heading[] headings = [new("SubscriptionId", StaysWhole: true), new("ProductName"), new("Users", AlignsRight: true, StaysWhole: true)];

        var narrow = new TableLayout(headings, [row], width: 64).Line(row);
        Assert.Equal(64, narrow.Length);
        Assert.StartsWith(row[0], narrow, StringComparison.Ordinal);
        Assert.Contains("…", narrow, StringComparison.Ordinal);
        Assert.EndsWith("    7", narrow, StringComparison.Ordinal);

        var narrower = new TableLayout(headings, [row], width: 50).Line(row);
        Assert.StartsWith($"{row[0]}  A product", narrower, StringComparison.Ordinal);
        Assert.DoesNotContain("7", narrower, StringComparison.Ordinal);
        Assert.Contains(row[1], new TableLayout(headings, [row], width: null).Line(row), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_holds_no_control_characters()
    {
        var column = Column.Of(typeof(StoreCheck)).First(column => column.Name == nameof(StoreCheck.Detail));

        Assert.Equal("one [31mtwo", column.Readable(new StoreCheck { Name = "x", Passed = true, Detail = "one\e[31mtwo" }));
    }

    [Fact]
    public void A_nested_list_reads_as_somebody_wrote_it_and_what_nobody_wrote_words_for_is_json()
    {
        var request = new LicenseRequest
        {
            RequestId = Guid.Empty, ProductId = "p", ProductName = "Power BI", Requester = "ada@contoso.example", RequesterName = "Ada", RequestedAt = default, Status = LicenseRequestStatus.Pending,
            Users = [new() { UserPrincipalName = "ada@contoso.example", DisplayName = "Ada" }, new() { UserPrincipalName = "bo@contoso.example", DisplayName = "Bo" }],
        };
        Assert.Equal("ada@contoso.example, bo@contoso.example", Column.Of(typeof(LicenseRequest)).First(column => column.Name == nameof(LicenseRequest.Users)).Readable(request));
        Assert.Equal("ada@contoso.example;bo@contoso.example", Column.Of(typeof(LicenseRequest)).First(column => column.Name == nameof(LicenseRequest.Users)).Exact(request));
        Assert.StartsWith("{\"RequestId\":\"00", Column.Of(typeof(Plan))[0].Exact(new Plan(new(request.RequestId, "x"))), StringComparison.Ordinal);
        var process = new RequestProcess { IsOwnProcess = true, Message = "Ask.", Link = new("https://intranet.contoso.example/licences"), PendingRequests = 0 };
        Assert.Equal("https://intranet.contoso.example/licences", Column.Of(typeof(RequestProcess)).First(column => column.Name == nameof(RequestProcess.Link)).Exact(process));
    }

    [Fact]
    public void Words_are_wrapped_between_them_and_a_long_one_stays_whole() =>
        Assert.Equal(["one two", "incomprehensibilities", "three"], TextBlock.Wrap("one two incomprehensibilities three", 8));

    private sealed record Plain(Guid RequestId, string Name);

    private sealed record Plan(Plain Request);
}
