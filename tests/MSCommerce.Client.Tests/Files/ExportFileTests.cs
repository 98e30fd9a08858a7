using System.Text;
using MSCommerce.Files;
using MSCommerce.Stores;

namespace MSCommerce.Client.Tests.Files;

[Trait("Requirement", "S3")]
public sealed class ExportFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49", "\"'+49\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("Ada", "Ada")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"")]
    [InlineData("Ekström 工", "Ekström 工")]
    public async Task A_cell_that_a_spreadsheet_would_run_is_neutralised(string cell, string written) =>
        Assert.Equal($"A\n{written}\n", await WriteAsync("x.csv", raw: false, cell));

    [Theory]
    [InlineData("nul\0.csv")]
    [InlineData("\0.jsonl")]
    public async Task A_path_that_is_none_is_refused(string path)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ExportFile.WriteAsync(path, ["A"], raw: false, force: false, _ => Task.FromResult(0L), default));

        Assert.Equal("FileUnwritable", error.ErrorId);
    }

    [Fact]
    public async Task Raw_leaves_cells_as_they_are() => Assert.Equal("A\n=1+1\n", await WriteAsync("x.csv", raw: true, "=1+1"));

    [Fact]
    public async Task Json_lines_hold_text_as_it_is_and_null_for_nothing()
    {
        Assert.Equal("{\"A\":\"=1 \\\"x\\\" ö\"}\n", await WriteAsync("x.jsonl", raw: false, "=1 \"x\" ö"));
        Assert.Equal("{\"A\":null}\n", await WriteAsync("y.jsonl", raw: false, ""));
    }

    [Fact]
    public async Task An_export_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it()
    {
        var path = _folder.File("x.csv", "before");

        await Assert.ThrowsAsync<OperationCanceledException>(() => ExportFile.WriteAsync(
            path, ["A"], raw: false, force: true, sink =>
            {
                sink.WriteField("half"u8);
                sink.EndRow();
                throw new OperationCanceledException();
            }, default));

        Assert.Equal("before", await File.ReadAllTextAsync(path));
        Assert.Equal(["x.csv"], _folder.Files);
    }

    [Fact]
    public async Task A_truth_value_is_one_in_json_lines()
    {
        var path = _folder.File("t.jsonl");
        await ExportFile.WriteAsync(path, ["AccountEnabled"], raw: false, force: false, sink => Task.FromResult(Write(sink, "True")), default);

        Assert.Equal("{\"AccountEnabled\":true}\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_link_stays_and_what_it_points_to_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link takes a privilege on Windows; run the test on Linux or macOS.");
        var target = _folder.File("target.csv", "before");
        var link = _folder.File("link.csv");
        File.CreateSymbolicLink(link, target);

        await ExportFile.WriteAsync(link, ["A"], raw: false, force: true, sink => Task.FromResult(Write(sink, "x")), default);

        Assert.Equal(target, File.ResolveLinkTarget(link, true)?.FullName);
        Assert.Equal("A\nx\n", await File.ReadAllTextAsync(target));
    }

    [Fact]
    public async Task A_device_is_written_to_and_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev; run the test on Linux or macOS.");

        var result = await ExportFile.WriteAsync("/dev/null", ["A"], raw: false, force: false, sink => Task.FromResult(Write(sink, "x")), default);

        Assert.Equal((1, 4), (result.Rows, result.Bytes));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Theory]
    [InlineData("x.json")]
    [InlineData("x.xlsx")]
    [InlineData("x")]
    public async Task An_ending_that_names_no_format_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => WriteAsync(name, raw: false, "x"));

        Assert.Equal("FileFormatUnknown", error.ErrorId);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ExportFile.WriteAsync(
            Path.Combine(_folder.Path, "no", "x.csv"), ["A"], raw: false, force: false, _ => Task.FromResult(0L), default));

        Assert.Equal("FileUnwritable", error.ErrorId);
    }

    private async Task<string> WriteAsync(string name, bool raw, string cell)
    {
        var path = _folder.File(name);
        var result = await ExportFile.WriteAsync(path, ["A"], raw, force: false, sink => Task.FromResult(Write(sink, cell)), default);
        var text = await File.ReadAllTextAsync(path);
        Assert.Equal((1, Encoding.UTF8.GetByteCount(text)), (result.Rows, result.Bytes));
        return text;
    }

    private static long Write(IRowSink sink, string cell)
    {
        sink.WriteField(Encoding.UTF8.GetBytes(cell));
        sink.EndRow();
        return 1;
    }
}
