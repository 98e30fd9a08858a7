using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>
/// Stops what a connection executes once a token is cancelled: the library ignores tokens. An interrupt that arrives between two
/// statements is lost, so it is repeated until the operation has ended.
/// </summary>
internal sealed class SqliteInterrupt : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly sqlite3 _handle;
    private readonly object _gate = new();
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _disposed;

    public SqliteInterrupt(sqlite3 handle, CancellationToken stop)
    {
        _handle = handle;
        _registration = stop.Register(Begin);
    }

    public void Dispose()
    {
        _registration.Dispose();
        // Once the gate has been passed no interrupt is under way, and none will follow: the handle may be closed.
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (!_disposed)
                _timer = new Timer(_ => Interrupt(), null, TimeSpan.Zero, Interval);
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_disposed)
                raw.sqlite3_interrupt(_handle);
        }
    }
}
