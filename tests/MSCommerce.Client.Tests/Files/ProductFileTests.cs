using System.Globalization;
using MSCommerce.Files;

namespace MSCommerce.Client.Tests.Files;

public sealed class ProductFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, Trait("Requirement", "S8")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("en-US")]
    public async Task Prices_read_the_same_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        var product = Assert.Single(await ReadAsync(
            "p.csv", "Product ID,Product name,Family,Legacy product ID,List price,Organization price,Currency,Services,Database capacity MB\nCFQ7TTC0NEW1,Insights,Data,OLD1,1234.50,990,eur,One; Two,250\n"));

        Assert.Equal(("CFQ7TTC0NEW1", "Insights", "Data", "OLD1"), (product.ProductId, product.ProductName, product.Family, product.LegacyProductId));
        Assert.Equal((1234.5m, 990m, "EUR", 250, null), (product.ListPrice, product.OrganizationPrice, product.Currency, product.DatabaseCapacityMB, product.FileCapacityMB));
        Assert.Equal(["One", "Two"], product.Services);
    }

    [Theory]
    [InlineData("12,50", 12.5)]
    [InlineData("1234,5678", 1234.5678)]
    [InlineData("1,234", 1.234)]
    [InlineData("0,125", 0.125)]
    [InlineData("990", 990)]
    [InlineData("9.90", 9.9)]
    [InlineData("0.125", 0.125)]
    [InlineData("1234.500", 1234.5)]
    public async Task Where_semicolons_separate_the_columns_a_price_may_have_a_decimal_comma(string price, double expected)
    {
        var product = Assert.Single(await ReadAsync("p.csv", $"ProductId;ProductName;Family;ListPrice;OrganizationPrice;Currency;Services\nCFQ7TTC0NEW1;Insights;Data;{price};\"{price}\";EUR;\"One;Two\"\n"));

        Assert.Equal(((decimal)expected, (decimal)expected), (product.ListPrice, product.OrganizationPrice));
        Assert.Equal(["One", "Two"], product.Services);
    }

    [Theory]
    [InlineData("1.234,56", "comma and a point")]
    [InlineData("1,234.56", "comma and a point")]
    [InlineData("1.234", "one of grouping")]
    [InlineData("12.345.678", "one of grouping")]
    [InlineData("1,234,567", "without currency or grouping")]
    [InlineData("1 234,50", "without currency or grouping")]
    [InlineData("12,50 €", "without currency or grouping")]
    public async Task A_price_with_grouping_is_refused_and_never_guessed(string price, string why)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("p.csv", $"ProductId;ProductName;Family;ListPrice;Currency\nCFQ7TTC0NEW1;Insights;Data;{price};EUR\n"));

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains($"line 2: '{price}' in ListPrice is not an amount", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_lines_are_read_too() => Assert.Equal(
        (4.5m, true),
        await ReadAsync("p.jsonl", """{"ProductId":"CFQ7TTC0NEW1","ProductName":"Boards","Family":"Boards","ListPrice":4.5,"Currency":"EUR","HasTrialWithoutPaymentMethod":true}""") is [var product]
            ? (product.ListPrice!.Value, product.HasTrialWithoutPaymentMethod) : default);

    [Theory]
    [InlineData("ListPrice", "\"12,50\"", "not an amount; write it like 1234.50, with a point and without currency or grouping; a comma is understood where semicolons separate the columns")]
    [InlineData("ListPrice", "\"1,234.50\"", "not an amount; write it like 1234.50, with a point and without currency or grouping.")]
    [InlineData("ListPrice", "5", "no Currency")]
    [InlineData("ListPrice,Currency", "-1,EUR", "0 or more")]
    [InlineData("Currency", "Euro", "ISO 4217")]
    [InlineData("DatabaseCapacityMB", "1.5", "not a whole number")]
    [InlineData("FileCapacityMB", "-1", "0 MB or more")]
    [InlineData("HasTrialWithoutPaymentMethod", "perhaps", "neither True nor False")]
    public async Task A_value_that_cannot_be_taken_is_refused_with_its_line(string column, string value, string why)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("p.csv", $"ProductId,ProductName,Family,{column}\nCFQ7TTC0NEW1,Insights,Data,{value}\n"));

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_is_there_twice_is_refused() =>
        Assert.Contains("line 3", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("p.csv", "ProductId,ProductName,Family\nA,A,A\na,B,B\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_of_a_format_that_is_not_known_is_refused() =>
        Assert.Equal("FileFormatUnknown", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("p.json", "[]"))).ErrorId);

    private async Task<IReadOnlyList<Product>> ReadAsync(string name, string content)
    {
        var path = _folder.File(name);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        return await ProductFile.ReadAsync(path, TestContext.Current.CancellationToken);
    }
}
