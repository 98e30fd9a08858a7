using System.Net;
using System.Text.Json;

namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>One call of a service.</summary>
/// <param name="Method">GET, PUT, POST.</param>
/// <param name="Path">The path and query under the service's address, or a whole address under it that the service gave (the next page).</param>
/// <param name="Purpose">What it is for, as a person would say it: <c>list the policies</c>.</param>
internal sealed record ServiceRequest(HttpMethod Method, string Path, string Purpose)
{
    /// <summary>The body as JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Headers beyond those of every call.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What the user named: an error's target.</summary>
    public string? Target { get; init; }

    /// <summary>The permission that it takes, for whoever lacks it; null where the service has roles for it.</summary>
    public string? Needs { get; init; }

    /// <summary>Whether making the call twice does what making it once does: only then is it made again.</summary>
    public bool IsIdempotent { get; init; } = true;
}

/// <summary>What a service answered: a status, and what it said.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, where it is JSON; else undefined.</param>
/// <param name="RetryAfter">How long the service wants to be left alone; null where it does not say.</param>
/// <param name="CorrelationId">The id that the service's own logs have of the call.</param>
internal sealed record ServiceAnswer(HttpStatusCode Status, JsonElement Body, TimeSpan? RetryAfter, Guid CorrelationId)
{
    /// <summary>Why the answer cannot be used although its status says success; null where it can.</summary>
    public string? Flaw { get; init; }

    /// <summary>Whether the service did what it was asked, and said so.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300 && Flaw is null;

    /// <summary>Whether the service asks to slow down.</summary>
    public bool IsThrottled => Status is HttpStatusCode.TooManyRequests;

    /// <summary>Whether the same call may be answered another time.</summary>
    public bool IsTransient => IsThrottled || Status is HttpStatusCode.RequestTimeout || (int)Status >= 500 || Flaw is not null;
}
