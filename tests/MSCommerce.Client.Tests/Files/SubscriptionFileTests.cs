using System.Globalization;
using MSCommerce.Files;

namespace MSCommerce.Client.Tests.Files;

public sealed class SubscriptionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("en-US")]
    public async Task Dates_and_money_read_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var row = Assert.Single(await ReadAsync(
                "SubscriptionId,ProductId,Purchaser,TotalLicenses,PurchasedAt,ExpiresAt,Term,PricePerLicense,Currency\ns1,Power BI Pro,,25,2026-01-05,2026-02-05T12:00:00+02:00,month,1234.50,eur\n"));

            Assert.Equal((25, 1234.50m, "EUR", SubscriptionTerm.Month), (row.TotalLicenses, row.PricePerLicense, row.Currency, row.Term));
            Assert.Equal(new DateTimeOffset(2026, 2, 5, 10, 0, 0, TimeSpan.Zero), row.ExpiresAt);
            Assert.Null(row.Purchaser);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("TotalLicenses", "0", "at least 1")]
    [InlineData("TotalLicenses", "1.5", "not a whole number")]
    [InlineData("TotalLicenses", "99999999999", "not a whole number")]
    [InlineData("PricePerLicense", "\"1,50\"", "not an amount")]
    [InlineData("PricePerLicense", "€ 5", "not an amount")]
    [InlineData("PricePerLicense", "-1", "negative")]
    [InlineData("PricePerLicense", "5", "no Currency")]
    [InlineData("Currency", "Euro", "ISO 4217")]
    [InlineData("Term", "Fortnight", "none of Month, Year")]
    [InlineData("PurchasedAt", "01.02.2026", "not a date")]
    public async Task A_value_that_cannot_be_taken_is_refused_with_its_line(string column, string value, string why)
    {
        var columns = new[] { "TotalLicenses", "PricePerLicense", "Currency", "Term", "PurchasedAt" };
        var cells = columns.Select(name => name == column ? value : name == "TotalLicenses" ? "5" : "");
        var error = await Assert.ThrowsAsync<CommerceException>(() => ReadAsync($"SubscriptionId,Product,{string.Join(',', columns)}\ns1,Visio Plan 1,{string.Join(',', cells)}\n"));

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_term_that_ends_before_the_purchase_is_refused() =>
        Assert.Contains("not after", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync(
            "SubscriptionId,Product,TotalLicenses,PurchasedAt,ExpiresAt\ns1,Visio Plan 1,5,2026-02-01,2026-01-01\n"))).Message, StringComparison.Ordinal);

    private Task<List<SubscriptionRow>> ReadAsync(string content) => SubscriptionFile.ReadAsync(_folder.File("s.csv", content), default).ListAsync();
}
