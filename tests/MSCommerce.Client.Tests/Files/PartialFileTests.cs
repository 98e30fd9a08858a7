using MSCommerce.Files;

namespace MSCommerce.Client.Tests.Files;

public sealed class PartialFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Place => _folder.File("tenant.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_making_left_that_was_killed_goes_with_the_next_one_of_the_same_file()
    {
        foreach (var name in new[] { "", "-wal", "-shm", ".claim" })
            _folder.File($"tenant.db.q1w2e3r4.t5y.partial{name}", "left");
        // Another's, alone without its file, and what only looks like one.
        _folder.File("tenant.db.z9y8x7w6.v5u.partial-journal", "left");
        string[] others = ["tenant.db", "tenant.db.partial", "tenant.db.old.partial", "tenant.db2.q1w2e3r4.t5y.partial", "atenant.db.q1w2e3r4.t5y.partial", "tenant.db.q1w2e3r4.t5y"];
        foreach (var name in others)
            _folder.File(name, "kept");

        PartialFile.Beside(Place).Dispose();

        Assert.Equal(others.Order(StringComparer.Ordinal), _folder.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_being_made_stays_until_it_is_disposed_of()
    {
        using var first = PartialFile.Beside(Place);
        File.WriteAllText(first.Path, "half");
        File.WriteAllText($"{first.Path}-wal", "half");

        using (var second = PartialFile.Beside(Place))
        {
            Assert.NotEqual(first.Path, second.Path);
            File.WriteAllText(second.Path, "whole");
            File.Move(second.Path, Place);
        }

        Assert.True(File.Exists(first.Path) && File.Exists($"{first.Path}-wal"));
        first.Dispose();
        Assert.Equal(["tenant.db"], _folder.Files);
    }

    [Fact]
    public void Many_makings_of_one_file_at_the_same_time_leave_each_other_alone() => Parallel.For(0, 400, new() { MaxDegreeOfParallelism = 8 }, number =>
    {
        using var partial = PartialFile.Beside(Place);
        File.WriteAllText(partial.Path, "made");
        PartialFile.DeleteAbandoned(Place);
        Assert.True(File.Exists(partial.Path), $"Making {number} was taken for abandoned.");
    });

    [Fact]
    public void A_folder_that_is_missing_is_made_for_its_owner_alone()
    {
        var place = Path.Combine(_folder.Path, "new", "deep", "tenant.db");

        PartialFile.Beside(place).Dispose();

        var folder = Path.GetDirectoryName(place)!;
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_place_where_nothing_can_be_made_is_an_error()
    {
        _folder.File("file", "x");

        var error = Assert.Throws<CommerceException>(() => PartialFile.Beside(Path.Combine(_folder.Path, "file", "tenant.db")));

        Assert.Equal("FileUnwritable", error.ErrorId);
    }

    [Fact, Trait("Requirement", "S3")]
    public async Task What_a_killed_export_left_goes_with_the_next_one_and_one_that_is_being_written_stays()
    {
        var path = _folder.File("users.csv");
        _folder.File("users.csv.q1w2e3r4.t5y.partial", "left");
        await ExportFile.WriteAsync(path, ["A"], raw: false, force: false, async sink =>
        {
            sink.WriteField("first"u8);
            sink.EndRow();
            await ExportFile.WriteAsync(path, ["A"], raw: false, force: false, _ => Task.FromResult(0L), default);
            Assert.Equal(2, _folder.Files.Count());
            File.Delete(path);
            return 1;
        }, default);

        Assert.Equal(["users.csv"], _folder.Files);
        Assert.Contains("first", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
