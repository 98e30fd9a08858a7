using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class LicenseRequestRulesTests
{
    private static readonly RequestProcess Here = new() { IsOwnProcess = false, PendingRequests = 0 };
    private static readonly RequestProcess Own = new() { IsOwnProcess = true, Message = "Ask IT.", PendingRequests = 0 };

    private static readonly LicenseRequest Pending = new()
    {
        RequestId = Guid.NewGuid(), ProductId = "V1", ProductName = "Visio Plan 1", Requester = "ada@f", RequesterName = "Ada",
        RequestedAt = DateTimeOffset.UnixEpoch, Status = LicenseRequestStatus.Pending, Users = [],
    };

    [Theory]
    [Trait("Requirement", "R1")]
    [InlineData("", false, "RequestNotNeeded")]
    [InlineData("E4", false, null)]
    [InlineData("E4", true, "OwnRequestProcess")]
    [InlineData("E3", false, "Refused")]
    [InlineData("E3 E4", true, "Refused")]
    public void A_request_is_for_what_the_policy_alone_refuses(string rules, bool ownProcess, string? errorId)
    {
        IReadOnlyList<EligibilityRefusal> refusals = [.. rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(rule => new EligibilityRefusal { Rule = rule, ErrorId = "Refused", Reason = rule, Advice = "Ask." })];
        var process = ownProcess ? Own : Here;
        var eligibility = new Eligibility
        {
            ProductId = "V1", ProductName = "Visio Plan 1", UserPrincipalName = "ada@f", IsTrial = false, PolicyValue = PolicyValues.Disabled,
            Refusals = refusals, MayRequest = LicenseRequestRules.MayRequest(refusals, process),
        };

        Assert.Equal(errorId, LicenseRequestRules.RefuseRaise(eligibility, process)?.ErrorId);
        // What is told beforehand is what happens.
        Assert.Equal(errorId is null, eligibility.MayRequest);
    }

    [Fact]
    [Trait("Requirement", "R7")]
    public void The_organisations_own_message_is_in_the_refusal()
    {
        var eligibility = EligibilityRulesTests.Answer(new()
        {
            Tenant = new() { TenantId = "t", Name = "F", Country = "DE", Sector = TenantSector.Commercial, IsManaged = true, LicenseRequestRetentionDays = 30, IsSample = false },
            Buyer = new() { UserPrincipalName = "ada@f", DisplayName = "Ada", UserId = "1", UserType = UserType.Member, AccountEnabled = true },
            Product = new() { ProductId = "V1", ProductName = "Visio", Family = "Visio" },
            PolicyValue = PolicyValues.Disabled,
            IsTrial = false,
        });

        Assert.Contains("Ask IT. https://it.example/", LicenseRequestRules.RefuseRaise(eligibility, Own with { Link = new("https://it.example/") })!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "R4")]
    [InlineData(3, 0, LicenseRequestStatus.Approved)]
    [InlineData(3, 2, LicenseRequestStatus.PartiallyApproved)]
    [InlineData(0, 2, LicenseRequestStatus.Denied)]
    public void How_a_request_ends_follows_from_its_users(int approved, int refused, LicenseRequestStatus status) => Assert.Equal(status, LicenseRequestRules.StatusOf(approved, refused));

    [Theory]
    [Trait("Requirement", "R4")]
    [InlineData(LicenseRequestStatus.Pending, null)]
    [InlineData(LicenseRequestStatus.Approved, "RequestDecided")]
    [InlineData(LicenseRequestStatus.PartiallyApproved, "RequestDecided")]
    [InlineData(LicenseRequestStatus.Denied, "RequestDecided")]
    public void What_is_decided_is_not_decided_again(LicenseRequestStatus status, string? errorId) =>
        Assert.Equal(errorId, LicenseRequestRules.RefuseDecision(Pending with { Status = status })?.ErrorId);

    [Fact]
    [Trait("Requirement", "R3")]
    public void A_request_is_kept_from_its_decision_on_and_a_pending_one_stays()
    {
        var decided = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero), LicenseRequestRules.PurgedAt(decided, 30));
        Assert.Null(LicenseRequestRules.PurgedAt(decidedAt: null, 30));
    }

    [Theory]
    [Trait("Requirement", "R7")]
    [InlineData(null, null, "NothingToSet")]
    [InlineData(" ", null, "MessageMissing")]
    [InlineData("Ask IT.", "intranet/licences", "LinkInvalid")]
    [InlineData("Ask IT.", "javascript:alert(1)", "LinkInvalid")]
    [InlineData("Ask IT.", "file:///etc/passwd", "LinkInvalid")]
    [InlineData("Ask IT.", "https://intranet.example/licences", null)]
    [InlineData("Ask IT.", "", null)]
    [InlineData(null, "https://intranet.example/licences", null)]
    [InlineData("Pay with 4242 4242 4242 4242", null, "CardNumberGiven")]
    public void An_own_process_has_a_message_and_a_link_that_is_a_page(string? message, string? link, string? errorId) =>
        Assert.Equal(errorId, LicenseRequestRules.RefuseProcess(new() { Message = message, Link = link })?.ErrorId);

    [Theory]
    [Trait("Requirement", "R1")]
    [InlineData("two lines\r\nand a\ttab", null)]
    [InlineData("a\u001b[2Jb", "ControlCharacters")]
    [InlineData("a\u0007b", "ControlCharacters")]
    public void A_message_cannot_take_over_the_console_that_shows_it(string message, string? errorId) => Assert.Equal(errorId, LicenseRequestRules.RefuseMessage(message)?.ErrorId);

    [Theory]
    [Trait("Requirement", "R1")]
    [InlineData(1000, null)]
    [InlineData(1001, "MessageTooLong")]
    public void A_message_has_1000_characters_at_most(int length, string? errorId) => Assert.Equal(errorId, LicenseRequestRules.RefuseMessage(new('x', length))?.ErrorId);
}
