using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace MSCommerce.ServiceDouble;

/// <summary>What can go wrong with an answer.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>429, with Retry-After where seconds are said.</summary>
    Throttled,

    /// <summary>503, with Retry-After where seconds are said.</summary>
    Unavailable,

    /// <summary>500 without a body.</summary>
    ServerError,

    /// <summary>401, as for a token that was revoked.</summary>
    Unauthorized,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>The connection ends before the request is looked at.</summary>
    ResetBefore,

    /// <summary>The request is done, and the connection ends instead of an answer.</summary>
    ResetAfter,

    /// <summary>The request is done, and half of the answer comes.</summary>
    Truncated,

    /// <summary>The request is done, and the answer is no JSON.</summary>
    Malformed,

    /// <summary>The request is not done: something on the way answers a page of its own with 200.</summary>
    WrongContentType,

    /// <summary>The request is not done, and the answer is empty with 200.</summary>
    Empty,

    /// <summary>The request is not done, and the answer tells what holds: the value did not take.</summary>
    NotTaken,

    /// <summary>400, with a reason that repeats the token that was sent.</summary>
    EchoesToken,

    /// <summary>A redirect to another address.</summary>
    Redirect,
}

/// <summary>A fault, and how long the service wants to be left alone.</summary>
public sealed record Fault(FaultKind Kind, int? RetryAfter = null, bool AsDate = false);

/// <summary>Faults on demand: a queue that goes first, then whatever a rule says of each request.</summary>
public sealed class Faults
{
    private readonly ConcurrentQueue<Fault> _queue = new();

    private readonly ConcurrentQueue<Fault> _inner = new();

    /// <summary>Says what befalls a call inside a batch that no queued fault befell; null for nothing.</summary>
    public Func<string, string, Fault?>? InnerRule { get; set; }

    /// <summary>How long every answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Says what befalls a request that no queued fault befell; null for nothing.</summary>
    public Func<HttpRequest, Fault?>? Rule { get; set; }

    /// <summary>Has the next requests of the services fail in turn; sign-in is spared.</summary>
    public void Next(params Fault[] faults)
    {
        foreach (var fault in faults)
            _queue.Enqueue(fault);
    }

    /// <summary>Forgets what no request took.</summary>
    public void Clear()
    {
        _queue.Clear();
        _inner.Clear();
    }

    /// <summary>Has the next calls inside batches fail in turn.</summary>
    public void NextInner(params Fault[] faults)
    {
        foreach (var fault in faults)
            _inner.Enqueue(fault);
    }

    /// <summary>The same, without further words.</summary>
    public void Next(params FaultKind[] kinds) => Next([.. kinds.Select(kind => new Fault(kind))]);

    internal Fault TakeInner(string method, string url) => (_inner.TryDequeue(out var fault) ? fault : InnerRule?.Invoke(method, url)) ?? new(FaultKind.None);

    internal Fault Take(HttpRequest request) => (_queue.TryDequeue(out var fault) ? fault : Rule?.Invoke(request)) ?? new(FaultKind.None);
}
