using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Stores.Tests;

/// <summary>The order in which writers of one process write to a file.</summary>
public sealed class SqliteTurnsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_come_in_the_order_in_which_they_asked()
    {
        var file = Guid.NewGuid().ToString();
        var first = await TakeAsync(file);
        var waiting = Enumerable.Range(0, 5).Select(_ => TakeAsync(file)).ToList();

        first!.Dispose();
        // A turn that has ended ends no other.
        first.Dispose();
        foreach (var next in waiting)
        {
            var turn = await next;
            Assert.All(waiting.Skip(waiting.IndexOf(next) + 1), later => Assert.False(later.IsCompleted));
            turn!.Dispose();
        }
    }

    [Fact]
    public async Task Who_gives_up_holds_up_nobody()
    {
        var file = Guid.NewGuid().ToString();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var first = await TakeAsync(file);
        var stopped = SqliteTurns.TakeAsync(file, TimeSpan.FromMinutes(1), stop.Token);
        var next = TakeAsync(file);

        Assert.Null(await SqliteTurns.TakeAsync(file, TimeSpan.Zero, Stop));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        first!.Dispose();

        Assert.NotNull(await next);
        Assert.NotNull(await TakeAsync(Guid.NewGuid().ToString()));
    }

    private static Task<IDisposable?> TakeAsync(string file) => SqliteTurns.TakeAsync(file, TimeSpan.FromMinutes(1), Stop);
}
