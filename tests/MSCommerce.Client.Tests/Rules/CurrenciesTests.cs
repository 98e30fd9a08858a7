using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public sealed class CurrenciesTests
{
    [Fact, Trait("Requirement", "S8")]
    public void Every_currency_that_this_host_pays_with_is_known()
    {
        var used = CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol)
            .Where(code => code.Length == 3 && code.All(char.IsAsciiLetterUpper) && code is not ("XXX" or "XDR" or "XUA")).Distinct(StringComparer.Ordinal);

        Assert.All(used, code => Assert.True(Currencies.IsKnown(code), code));
    }

    [Theory, Trait("Requirement", "S8")]
    [InlineData("")]
    [InlineData("EU")]
    [InlineData("eur")]
    [InlineData("EUR ")]
    [InlineData("ABC")]
    public void Nothing_else_is(string code) => Assert.False(Currencies.IsKnown(code));
}
