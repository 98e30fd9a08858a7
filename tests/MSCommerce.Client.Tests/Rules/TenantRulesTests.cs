using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class TenantRulesTests
{
    [Theory]
    [InlineData("DE", null)]
    [InlineData("br", null)]
    [InlineData("CD", null)]
    [InlineData("Germany", "CountryUnknown")]
    [InlineData("D", "CountryUnknown")]
    [InlineData("QQ", "CountryUnknown")]
    [InlineData("ZZ", "CountryUnknown")]
    public void A_country_is_an_ISO_3166_code(string country, string? refusal) =>
        Assert.Equal(refusal, TenantRules.Refuse(new SetTenantRequest { Country = country })?.ErrorId);

    [Theory]
    [Trait("Requirement", "R3")]
    [InlineData(1, null)]
    [InlineData(0, "RetentionInvalid")]
    [InlineData(3651, "RetentionInvalid")]
    public void Decided_requests_are_kept_a_day_to_ten_years(int days, string? refusal) =>
        Assert.Equal(refusal, TenantRules.Refuse(new SetTenantRequest { LicenseRequestRetentionDays = days })?.ErrorId);

    [Theory]
    [Trait("Requirement", "S8")]
    [InlineData("12.3456", null)]
    [InlineData("0", null)]
    [InlineData("-1", "PriceInvalid")]
    [InlineData("1.23456", "PriceInvalid")]
    public void A_price_is_0_or_more_with_four_decimals_at_most(string price, string? refusal) =>
        Assert.Equal(refusal, TenantRules.Refuse(new SetProductRequest { ListPrice = decimal.Parse(price, CultureInfo.InvariantCulture) })?.ErrorId);

    [Theory]
    [Trait("Requirement", "S8")]
    [InlineData("EUR", null)]
    [InlineData("eur", "CurrencyInvalid")]
    [InlineData("Euro", "CurrencyInvalid")]
    [InlineData("EUX", "CurrencyInvalid")]
    [InlineData("XXX", "CurrencyInvalid")]
    [InlineData("CHF", null)]
    public void A_currency_is_an_ISO_4217_code(string currency, string? refusal) =>
        Assert.Equal(refusal, TenantRules.Refuse(new SetProductRequest { Currency = currency })?.ErrorId);

    [Fact]
    [Trait("Requirement", "S8")]
    public void A_price_has_a_currency()
    {
        var product = new Product { ProductId = "p", ProductName = "P", Family = "F" };

        Assert.Null(TenantRules.RefusePrices(product));
        Assert.Null(TenantRules.RefusePrices(product with { ListPrice = 1, Currency = "EUR" }));
        Assert.Equal("CurrencyMissing", TenantRules.RefusePrices(product with { OrganizationPrice = 0 })?.ErrorId);
    }

    [Fact]
    [Trait("Requirement", "A")]
    public void An_enabled_global_administrator_administers_and_a_partner_never_does()
    {
        Assert.True(TenantRules.Administers(true, [Role.GlobalAdministrator, Role.GlobalReader]));
        Assert.False(TenantRules.Administers(false, [Role.GlobalAdministrator]));
        Assert.False(TenantRules.Administers(true, [Role.GlobalAdministrator, Role.Partner]));
        Assert.False(TenantRules.Administers(true, [Role.BillingAdministrator]));
    }

    [Fact]
    [Trait("Requirement", "A")]
    public void The_last_global_administrator_stays()
    {
        Assert.Equal("LastAdministrator", TenantRules.RefuseWithoutAdministrator(0)?.ErrorId);
        Assert.Null(TenantRules.RefuseWithoutAdministrator(1));
    }
}
