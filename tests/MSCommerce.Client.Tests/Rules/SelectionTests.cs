using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class SelectionTests
{
    private static readonly string[] Products = ["Power BI Pro", "Power BI Premium", "Visio Plan 1", "Odd [name]"];

    [Theory]
    [Trait("Requirement", "P8")]
    [InlineData("Power BI *", "Power BI Pro|Power BI Premium")]
    [InlineData("power bi pro", "Power BI Pro")]
    [InlineData("*plan ?", "Visio Plan 1")]
    [InlineData("[a-v]isio*", "Visio Plan 1")]
    [InlineData("Odd `[name`]", "Odd [name]")]
    [InlineData("*.*", "")]
    public void Wildcards_are_those_of_PowerShell_and_case_does_not_matter(string pattern, string expected) =>
        Assert.Equal(expected, string.Join('|', Pick(pattern).Matches));

    [Fact]
    public void No_names_pick_everything() => Assert.Equal(Products, Pick().Matches);

    [Fact]
    public void What_several_names_pick_comes_once_and_in_the_order_of_the_list() =>
        Assert.Equal(["Power BI Pro", "Visio Plan 1"], Pick("Visio*", "power bi pro", "*Pro").Matches);

    [Fact]
    public void An_exact_name_that_nothing_answers_to_is_missing_and_a_wildcard_unmatched()
    {
        var selection = Pick("Viso Plan 1", "Zoom*", "Visio Plan 1");

        Assert.Equal(["Viso Plan 1"], selection.Missing);
        Assert.Equal(["Zoom*"], selection.Unmatched);
        Assert.Equal(["Visio Plan 1"], selection.Matches);
    }

    [Theory]
    [InlineData("Odd [name")]
    [InlineData("[z-a]*")]
    [InlineData("[]*")]
    public void A_set_of_characters_that_is_none_is_an_error_that_says_so(string pattern)
    {
        var error = Assert.Throws<CommerceException>(() => Pick(pattern));

        Assert.Equal("PatternInvalid", error.ErrorId);
        Assert.Equal(CommerceError.InvalidRequest, error.Error);
    }

    [Theory]
    [Trait("Requirement", "P5")]
    [InlineData("CFQ7TTC0L3PB", "CFQ7TTC0H9MP")]
    [InlineData("cfq7ttc0kp0p", "CFQ7TTC0LH2H")]
    public void An_old_product_id_finds_the_product_that_replaced_it(string old, string present) =>
        Assert.Equal([present], Selection.Of(["CFQ7TTC0H9MP", "CFQ7TTC0LH2H"], [old], id => [id], ProductIds.Replacement).Matches);

    [Fact]
    public void A_present_product_id_is_no_old_one() => Assert.Null(ProductIds.Replacement("CFQ7TTC0H9MP"));

    private static Selection<string> Pick(params string[] names) => Selection.Of(Products, names, name => [name]);
}
