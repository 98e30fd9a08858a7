using System.Globalization;
using System.Management.Automation;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>The lists that are sorted and paged.</summary>
public sealed class ViewCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Theory, Trait("Requirement", "S4")]
    [InlineData("OrderedAt"), InlineData("Quantity"), InlineData("Product")]
    public void Orders_are_sorted(string sort) => Sorted<GetSelfServiceOrderCommand, SubscriptionOrder>(sort, order => sort switch
    {
        "OrderedAt" => order.OrderedAt,
        "Quantity" => order.Quantity,
        _ => order.ProductName,
    });

    [Theory, Trait("Requirement", "S2")]
    [InlineData("AvailableLicenses"), InlineData("Subscriptions")]
    public void A_summary_is_sorted(string sort) => Sorted<GetSelfServiceLicenseSummaryCommand, LicenseSummary>(
        sort, line => sort == "Subscriptions" ? line.Subscriptions : line.AvailableLicenses);

    [Theory, Trait("Requirement", "S5")]
    [InlineData("Licenses"), InlineData("FileCapacityMB")]
    public void Capacity_is_sorted(string sort) => Sorted<GetSelfServiceCapacityCommand, ProductCapacity>(
        sort, line => sort == "Licenses" ? line.Licenses : line.FileCapacityMB);

    [Theory, Trait("Requirement", "S3")]
    [InlineData("User"), InlineData("AssignedAt"), InlineData("DisplayName")]
    public void Licensed_users_are_sorted(string sort) => Sorted<GetSelfServiceUserCommand, LicensedUser>(sort, user => sort switch
    {
        "AssignedAt" => user.AssignedAt,
        "User" => user.UserPrincipalName.ToUpperInvariant(),
        _ => user.DisplayName.ToUpperInvariant(),
    });

    [Fact, Trait("Requirement", "L3")]
    public void Former_users_are_sorted_by_the_end_of_their_licence_and_no_others_are()
    {
        var theirs = _session.Theirs("Visio Plan 2");
        _session.Cmdlet<RemoveSelfServiceSubscriptionCommand>().With("SubscriptionId", theirs.SubscriptionId).With("Reason", CancellationReason.CentrallyProvided).Invoke();

        var former = Users("Former").With("SortBy", "EndedAt").With("Descending", value: true).Invoke().OutputOf<FormerLicensedUser>();

        Assert.True(former.Count > 1);
        Assert.Equal(former.Select(user => user.EndedAt).OrderDescending(), former.Select(user => user.EndedAt));
        var counted = Users("Former").With("First", 1).With("IncludeTotalCount", value: true).Invoke().Output;
        Assert.Equal((former.Count, 2), (Number(counted[0]), counted.Count));
        Assert.StartsWith("SortNotApplicable,", Users("SelfService").With("SortBy", "EndedAt").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_of_what_is_not_there_is_nought_and_the_list_says_so_once()
    {
        var run = _session.Cmdlet<GetSelfServiceOrderCommand>().With("SubscriptionId", "gone").With("IncludeTotalCount", value: true).Invoke();

        Assert.Equal(0, Number(Assert.Single(run.Output)));
        Assert.StartsWith("SubscriptionNotFound,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private CmdletInvocation<GetSelfServiceUserCommand> Users(string kind) => _session.Cmdlet<GetSelfServiceUserCommand>().With(kind, value: true);

    private void Sorted<TCommand, TRow>(string sort, Func<TRow, object?> key)
        where TCommand : Cmdlet, new()
        where TRow : notnull
    {
        CmdletInvocation<TCommand> List() => _session.Cmdlet<TCommand>().With("SortBy", sort);

        var rows = List().Invoke().OutputOf<TRow>();
        Assert.True(rows.Count > 1);
        Assert.Equal(rows.Select(key).Order(Comparer<object?>.Create(static (left, right) => left is string text ? string.CompareOrdinal(text, (string?)right) : Comparer<object?>.Default.Compare(left, right))), rows.Select(key));
        var turned = List().With("Descending", value: true).Invoke().OutputOf<TRow>();
        Assert.Equal(rows.Reverse().Select(row => row.ToString()), turned.Select(row => row.ToString()));
        var page = List().With("Skip", 1).With("First", 1).With("IncludeTotalCount", value: true).Invoke().Output;
        Assert.Equal((2, rows.Count, rows[1].ToString()), (page.Count, Number(page[0]), page[1]!.ToString()));
    }

    /// <summary>The number that a total count is written as.</summary>
    private static long Number(object? total) => Convert.ToInt64(total is PSObject wrapped ? wrapped.BaseObject : total, CultureInfo.InvariantCulture);
}
