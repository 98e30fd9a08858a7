namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>
/// Who of this process writes to a file next: whoever came first. SQLite lets in whoever happens to ask at the right moment, so that with many writers some would
/// wait for very long, and all of them ask in vain. Other programs still meet at the file's lock.
/// </summary>
#pragma warning disable CA1001 // A semaphore that nobody asks for its handle holds nothing to dispose of.
internal sealed class SqliteTurns
#pragma warning restore CA1001
{
    // Stores of one process that have the same file open know nothing of each other. An entry is there as long as somebody writes or waits.
    private static readonly Dictionary<string, SqliteTurns> Files = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _writers;

    /// <summary>Waits for the turn.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The turn, ended by disposing of it; null where the time is up.</returns>
    public static async Task<IDisposable?> TakeAsync(string path, TimeSpan timeout, CancellationToken stop)
    {
        SqliteTurns? turns;
        lock (Files)
        {
            if (!Files.TryGetValue(path, out turns))
                Files.Add(path, turns = new());
            turns._writers++;
        }

        var isMine = false;
        try
        {
            isMine = await turns._turn.WaitAsync(timeout, stop);
            return isMine ? new Turn(path, turns) : null;
        }
        finally
        {
            if (!isMine)
                turns.Leave(path);
        }
    }

    private void Leave(string path)
    {
        lock (Files)
        {
            if (--_writers == 0)
                Files.Remove(path);
        }
    }

    private sealed class Turn(string path, SqliteTurns turns) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0)
                return;
            turns._turn.Release();
            turns.Leave(path);
        }
    }
}
