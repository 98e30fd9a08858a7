using MSCommerce.Rules;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Client.Tests.Rules;

/// <summary>What may travel when a tenant is copied, and how it arrives (X4).</summary>
[Trait("Requirement", "X4")]
public class TransferRulesTests
{
    [Fact]
    public void A_section_refers_to_earlier_ones_only()
    {
        var seen = new HashSet<TransferSection>();
        foreach (var section in TransferSchema.Sections)
        {
            Assert.All(section.References, target => Assert.Contains(target, seen));
            seen.Add(section);
        }
    }

    [Fact]
    public void A_source_may_leave_out_all_but_the_tenant_and_its_users()
    {
        Assert.Null(TransferRules.Refuse("s", [TransferSchema.Tenant, TransferSchema.Users]));
        Assert.Equal("TransferIncomplete", TransferRules.Refuse("s", [TransferSchema.Tenant])!.ErrorId);
        Assert.Equal("TransferIncomplete", TransferRules.Refuse("s", [TransferSchema.Tenant, TransferSchema.Users, TransferSchema.Licenses])!.ErrorId);
    }

    [Fact]
    public void A_section_that_is_not_known_is_refused_and_never_left_out() =>
        Assert.Equal("TransferSectionUnknown", TransferRules.Refuse("s", [TransferSchema.Tenant, TransferSchema.Users, new TransferSection("Later")])!.ErrorId);

    [Theory]
    [InlineData("Pending", "Undeliverable")]
    [InlineData("Failed", "Undeliverable")]
    [InlineData("Sent", "Sent")]
    [InlineData("Undeliverable", "Undeliverable")]
    public void What_was_not_sent_is_held(string before, string after)
    {
        var row = new TransferRow(TransferSchema.Notices).Set("Status", TransferValue.Of(before)).Set("NextAttemptAt", TransferValue.Of(5L));
        TransferRules.Ready(row, keepUnsent: true);
        Assert.Equal(before, row["Status"].Text);

        TransferRules.Ready(row, keepUnsent: false);

        Assert.Equal(after, row["Status"].Text);
        Assert.Equal(before != after, row["NextAttemptAt"].IsNull);
    }

    [Theory, InlineData("Due", "None"), InlineData("Failed", "Failed"), InlineData("None", "None")]
    public void Nothing_is_due_in_a_copy(string before, string after)
    {
        var row = new TransferRow(TransferSchema.Invoices).Set("Settlement", TransferValue.Of(before));

        TransferRules.Ready(row, keepUnsent: true);

        Assert.Equal(after, row["Settlement"].Text);
    }

    [Fact]
    public void A_row_is_what_its_section_says()
    {
        var row = new TransferRow(TransferSchema.UserRoles).Set("User", TransferValue.Of("u"));
        Assert.Equal("Role is empty", TransferRules.Refuse(row, TransferSchema.UserRoles));
        Assert.Equal("Role is no Text", TransferRules.Refuse(row.Set("Role", TransferValue.Of(1L)), TransferSchema.UserRoles));
        Assert.Null(TransferRules.Refuse(row.Set("Role", TransferValue.Of("GlobalReader")), TransferSchema.UserRoles));
        Assert.Equal("it is a row of UserRoles", TransferRules.Refuse(row, TransferSchema.Users));
        Assert.Equal("IsApproved is neither yes nor no", TransferRules.Refuse(
            new TransferRow(TransferSchema.LicenseRequestUsers).Set("Request", TransferValue.Of("r")).Set("User", TransferValue.Of("u")).Set("Place", TransferValue.Of(1L)).Set("IsApproved", TransferValue.Of(2L)),
            TransferSchema.LicenseRequestUsers));
    }

    [Fact]
    public void A_checksum_minds_what_is_in_the_rows_and_how_often_and_not_their_order()
    {
        Assert.Equal(Sum("a|b", "c|d"), Sum("c|d", "a|b"));
        Assert.NotEqual(Sum("a|b", "c|d"), Sum("a|d", "c|b"));
        Assert.NotEqual(Sum("a|b"), Sum("a|b", "a|b"));
        Assert.NotEqual(Sum("ab|c"), Sum("a|bc"));
        Assert.NotEqual(Sum("a|b"), Sum("a|B"));
        // A reference means the same row however it is written.
        Assert.Equal(Sum("a|b"), Sum("A|b"));

        static string Sum(params string[] rows)
        {
            var summary = new TransferSummary();
            foreach (var row in rows)
                summary.Add(new TransferRow(TransferSchema.UserRoles).Set("User", TransferValue.Of(row.Split('|')[0])).Set("Role", TransferValue.Of(row.Split('|')[1])));
            return $"{summary.Count} {summary.Checksum}";
        }
    }
}
