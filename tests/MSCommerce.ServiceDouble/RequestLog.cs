using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace MSCommerce.ServiceDouble;

/// <summary>One request that came, without its secrets.</summary>
public sealed record LoggedRequest(string Method, string Path, string Query, string CorrelationId, DateTimeOffset At);

/// <summary>What came, and how much of it at once.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();
    private int _now;
    private int _most;

    /// <summary>Every request, oldest first.</summary>
    public IReadOnlyCollection<LoggedRequest> All => _requests;

    /// <summary>The requests of the services.</summary>
    public IEnumerable<LoggedRequest> OfServices => _requests.Where(request => request.Path.StartsWith("/v1.0", StringComparison.Ordinal));

    /// <summary>How many requests of the services were under way at once, at most.</summary>
    public int MostAtOnce => _most;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _requests.Clear();
        _most = 0;
    }

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        _requests.Enqueue(new(request.Method, request.Path, request.QueryString.Value ?? "", request.Headers["x-ms-correlation-id"].ToString(), DateTimeOffset.UtcNow));
        if (!request.Path.StartsWithSegments("/v1.0", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var now = Interlocked.Increment(ref _now);
        for (var most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most)
        {
        }

        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }
}
