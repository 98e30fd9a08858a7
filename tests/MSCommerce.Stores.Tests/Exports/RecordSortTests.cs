using System.Globalization;
using System.Text;
using MSCommerce.Stores.Sql.Exports;

namespace MSCommerce.Stores.Tests.Exports;

/// <summary>Sorted by their numbers, equal ones as they came, whether memory holds all of them, a few, or not even one.</summary>
[Trait("Requirement", "S3")]
public sealed class RecordSortTests
{
    [Theory]
    [InlineData(0, 1 << 20)]
    [InlineData(1, 1 << 20)]
    [InlineData(5_000, 1 << 20)]
    [InlineData(5_000, 40_000)]
    [InlineData(5_000, 1_000)]
    [InlineData(300, 1)]
    public void Records_are_read_in_the_order_of_their_numbers_and_equal_ones_as_they_came(int count, int capacity)
    {
        var random = new Random(count + capacity);
        var records = Enumerable.Range(0, count).Select(place => (Key: Key(random), Text: Text(random, place))).ToList();
        using var sort = new RecordSort(capacity);
        foreach (var (key, text) in records)
            sort.Add(key, Encoding.UTF8.GetBytes(text));

        var read = new List<(long, string)>();
        while (sort.Read())
            read.Add((sort.Key, Encoding.UTF8.GetString(sort.Record)));

        Assert.Equal(records.OrderBy(record => record.Key), read);
        Assert.False(sort.Read());
    }

    [Fact]
    public void What_is_written_to_a_file_is_found_by_nobody_and_gone_afterwards()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the file has a name until it is closed.");
        using var sort = new RecordSort(100);
        var before = Directory.GetFiles(Path.GetTempPath(), "mscommerce-*");
        for (var key = 0; key < 1_000; key++)
            sort.Add(key, new byte[50]);

        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "mscommerce-*").Except(before));
        Assert.True(sort.Read());
    }

    // Few numbers and many of each, and some that differ in their highest digits alone.
    private static long Key(Random random) => random.Next(4) == 0 ? random.NextInt64(1, long.MaxValue) : random.Next(1, 40);

    private static string Text(Random random, int place) => new string('x', random.Next(300)) + place.ToString(CultureInfo.InvariantCulture);
}
