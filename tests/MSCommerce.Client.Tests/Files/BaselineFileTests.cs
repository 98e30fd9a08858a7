using MSCommerce.Files;

namespace MSCommerce.Client.Tests.Files;

[Trait("Requirement", "P9")]
public sealed class BaselineFileTests : IDisposable
{
    private static readonly BaselineEntry[] Entries =
    [
        new() { Id = "*", Name = "Every other product", PolicyValue = "Disabled" },
        new() { Id = "CFQ7TTC0HD33", Name = "Visio Plan 1, \"web\"", PolicyValue = "Enabled" },
        new() { Scope = PolicyScope.OfferType, Id = "SaaS", Name = "SaaS", PolicyValue = "Disabled" },
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("baseline.csv")]
    [InlineData("baseline.json")]
    public async Task What_was_written_is_read_back(string name)
    {
        var path = _folder.File(name);
        var written = await BaselineFile.WriteAsync(path, Entries, force: false, default);
        var read = await BaselineFile.ReadAsync(path, default);

        Assert.Equal(3, written.Rows);
        Assert.Equal(Entries, read.Select(entry => entry with { Line = 0 }));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_with_their_entry()
    {
        var path = _folder.File("b.json");
        await File.WriteAllBytesAsync(path, [.. "[{\"ProductId\":\"*\",\"PolicyValue\":\"Ena"u8, 0x9D, .. "bled\"}]"u8]);

        var error = await Assert.ThrowsAsync<CommerceException>(() => BaselineFile.ReadAsync(path, default));

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains("entry 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", "b.json", "[{\"ProductId\":\"Ä1\",\"PolicyValue\":\"Disabled\"}]")]
    [InlineData("utf-16BE", "b.json", "[{\"ProductId\":\"Ä1\",\"PolicyValue\":\"Disabled\"}]")]
    [InlineData("utf-8", "b.json", "[{\"ProductId\":\"Ä1\",\"PolicyValue\":\"Disabled\"}]")]
    [InlineData("utf-16", "b.csv", "ProductId,PolicyValue\nÄ1,Disabled\n")]
    public async Task A_mark_at_the_beginning_says_what_the_text_is_written_in(string encoding, string name, string text)
    {
        var path = _folder.File(name);
        await File.WriteAllTextAsync(path, text, System.Text.Encoding.GetEncoding(encoding));

        Assert.Equal(("Ä1", "Disabled"), (await BaselineFile.ReadAsync(path, default)) switch { [var entry] => (entry.Id, entry.PolicyValue), _ => default });
    }

    [Fact]
    public async Task A_line_with_too_few_fields_is_named_once()
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => BaselineFile.ReadAsync(_folder.File("b.csv", "ProductId,PolicyValue\nA,Disabled\nB\n"), default));

        Assert.Contains("line 3: it has 1 fields", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Record", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Export_Csv_makes_of_product_policies_is_a_baseline()
    {
        var path = _folder.File("b.csv", "\"PolicyId\",\"ProductName\",\"ProductId\",\"PolicyValue\"\n\"AllowSelfServicePurchase\",\"Visio Plan 1\",\"CFQ7TTC0HD33\",\"disabled\"\n");

        Assert.Equal(("CFQ7TTC0HD33", "Disabled", 2), (await BaselineFile.ReadAsync(path, default)) switch { [var entry] => (entry.Id, entry.PolicyValue, entry.Line), _ => default });
    }

    [Theory]
    [InlineData("b.csv", "ProductId,PolicyValue\nA,Disabeld\n", "'Disabeld' is not a policy value")]
    [InlineData("b.csv", "ProductId,PolicyValue\nA,Disabled\na,Enabled\n", "line 3: 'a' has a line already")]
    [InlineData("b.csv", "ProductId,PolicyValue\nA,\n", "PolicyValue is empty")]
    [InlineData("b.csv", "ProductId,PolicyValue\n", "has no lines after them")]
    [InlineData("b.json", "[]", "an empty array")]
    [InlineData("b.csv", "ProductId\nA\n", "has no column PolicyValue")]
    [InlineData("b.json", "{}", "not a JSON array")]
    [InlineData("b.json", "[1]", "entry 1 is not an object")]
    [InlineData("b.json", "[{\"ProductId\":\"A\"}", "it is not JSON")]
    public async Task A_baseline_that_cannot_be_taken_is_refused_as_a_whole(string name, string content, string why)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => BaselineFile.ReadAsync(_folder.File(name, content), default));

        Assert.Equal(CommerceError.InvalidFile, error.Error);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b.jsonl")]
    [InlineData("b")]
    public async Task An_ending_that_names_no_format_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => BaselineFile.WriteAsync(_folder.File(name), Entries, force: false, default));

        Assert.Equal("FileFormatUnknown", error.ErrorId);
        Assert.Contains(".csv, .json", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_only_by_force()
    {
        var path = _folder.File("b.csv", "mine");
        var error = await Assert.ThrowsAsync<CommerceException>(() => BaselineFile.WriteAsync(path, Entries, force: false, default));

        Assert.Equal("FileExists", error.ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        await BaselineFile.WriteAsync(path, Entries, force: true, default);
        Assert.Equal(3, (await BaselineFile.ReadAsync(path, default)).Count);
        Assert.Equal(["b.csv"], _folder.Files);
    }
}
