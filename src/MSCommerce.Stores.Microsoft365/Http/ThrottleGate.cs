namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>Holds every request back until the moment before which the service wants none: what it answers one of them holds for all.</summary>
internal sealed class ThrottleGate(TimeProvider clock)
{
    private readonly object _lock = new();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>Closes the gate for a while.</summary>
    public void Close(TimeSpan time)
    {
        var until = clock.GetUtcNow() + time;
        lock (_lock)
        {
            if (until > _notBefore)
                _notBefore = until;
        }
    }

    /// <summary>Waits until it is open.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        while (Remaining() is { Ticks: > 0 } time)
            await Task.Delay(time, clock, stop);
    }

    private TimeSpan Remaining()
    {
        lock (_lock)
            return _notBefore - clock.GetUtcNow();
    }
}
