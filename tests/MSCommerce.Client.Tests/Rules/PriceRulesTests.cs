using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "T5")]
public class PriceRulesTests
{
    private static readonly Product Priced = new() { ProductId = "p", ProductName = "Power BI Pro", Family = "PowerPlatform", ListPrice = 13.5m, OrganizationPrice = 12.25m, Currency = "EUR" };

    [Fact]
    public void The_organisations_price_comes_before_the_list_price_and_a_year_has_twelve_months()
    {
        Assert.Equal((12.25m, "EUR"), PriceRules.ForOrganization(Priced, SubscriptionTerm.Month));
        Assert.Equal((147m, "EUR"), PriceRules.ForOrganization(Priced, SubscriptionTerm.Year));
        Assert.Equal((162m, "EUR"), PriceRules.ForOrganization(Priced with { OrganizationPrice = null }, SubscriptionTerm.Year));
        Assert.Equal((0m, "EUR"), PriceRules.ForOrganization(Priced with { OrganizationPrice = 0 }, SubscriptionTerm.Year));
        Assert.Equal((null, null), PriceRules.ForOrganization(Priced with { OrganizationPrice = null, ListPrice = null }, SubscriptionTerm.Year));
    }

    [Fact]
    public void A_price_that_changes_names_its_currency_and_the_one_before_where_that_was_another()
    {
        Assert.Equal("EUR a licence and month", PriceRules.UnitInWords(null, null, "EUR"));
        Assert.Equal("EUR a licence and month", PriceRules.UnitInWords(null, "USD", "EUR"));
        Assert.Equal("EUR a licence and month", PriceRules.UnitInWords(13.5m, "EUR", "EUR"));
        Assert.Equal("EUR a licence and month, in place of USD", PriceRules.UnitInWords(13.5m, "USD", "EUR"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ko-KR")]
    [InlineData("fa-IR")]
    public void What_it_costs_is_said_the_same_in_every_culture(string culture)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new(culture);
        try
        {
            Assert.Equal("5000 licences at 13.50 EUR a month each", PriceRules.InWords(5000, 13.5m, "EUR", SubscriptionTerm.Month));
            Assert.Equal("1 licence at 1200.0001 EUR a year each", PriceRules.InWords(1, 1200.0001m, "EUR", SubscriptionTerm.Year));
            Assert.Equal("2 licences, whose price the store does not know", PriceRules.InWords(2, null, null, SubscriptionTerm.Year));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
