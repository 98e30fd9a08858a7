using System.Text;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests;

/// <summary>So many licences that the first rows by name are found otherwise than all of them, and a page far down otherwise than the first.</summary>
[Trait("Requirement", "S3")]
public sealed class SqliteLongListTests : SqliteTestBase
{
    private const int Users = 100_001;

    [Fact]
    public async Task A_page_of_a_long_list_is_the_same_wherever_it_is_and_however_it_is_sorted()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, Users, Stop);
        Assert.Equal(Users, await store.Licenses.CountUsersAsync(new(), Stop));

        foreach (var sort in new[] { LicensedUserSort.Purchaser, LicensedUserSort.User, LicensedUserSort.DisplayName })
        {
            foreach (var descending in new[] { false, true })
            {
                var query = new LicensedUserQuery { SortBy = sort, Descending = descending };
                var all = await NamesAsync(store, query);
                Assert.Equal(Users, all.Count);
                foreach (var (skip, first) in new (int, int?)[] { (0, 3), (9_990, 10), (9_991, 10), (60_000, 5), (Users - 2, null), (Users, 1) })
                    Assert.Equal(all.Skip(skip).Take(first ?? int.MaxValue), await NamesAsync(store, query with { Skip = skip, First = first }));
            }
        }

        Assert.Equal([Crowd.Name(1), Crowd.Name(2)], await NamesAsync(store, new() { SortBy = LicensedUserSort.User, First = 2 }));
        Assert.Equal(["user0010000@crowd.example", "user0100000@crowd.example"], (await NamesAsync(store, new() { SortBy = LicensedUserSort.DisplayName })).Skip(4).Take(2));
    }

    [Fact]
    public async Task A_long_export_has_every_row_in_the_order_of_the_list_and_is_stopped_in_the_middle()
    {
        var store = await OpenAsync();
        await Crowd.FillAsync(store, Users, Stop);
        var sink = new NameSink();

        Assert.Equal(Users, await store.Licenses.ExportUsersAsync(new(), sink, null, Stop));
        Assert.Equal(await NamesAsync(store, new()), sink.Names);

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Licenses.ExportUsersAsync(new(), new StopAtRow(stop, 100), null, stop.Token));
        Assert.Equal(1, await store.Licenses.ExportUsersAsync(new() { User = [Crowd.Name(7)] }, new NameSink(), null, Stop));
    }

    private static async Task<List<string>> NamesAsync(ICommerceStore store, LicensedUserQuery query) =>
        (await ListAsync(store.Licenses.GetUsersAsync(query, Stop))).ConvertAll(user => user.UserPrincipalName);

    /// <summary>Keeps the second field of every row: the principal name.</summary>
    private sealed class NameSink : IRowSink
    {
        private int _field;

        public List<string> Names { get; } = [];

        public void WriteField(ReadOnlySpan<byte> utf8)
        {
            if (_field++ == 1)
                Names.Add(Encoding.UTF8.GetString(utf8));
        }

        public void EndRow() => _field = 0;
    }
}
