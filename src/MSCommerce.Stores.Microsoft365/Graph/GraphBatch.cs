using System.Globalization;
using System.Net;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>One call of a batch.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">The address under the version, with its query.</param>
/// <param name="Purpose">What it is for, as a person would say it.</param>
/// <param name="Target">What the user named.</param>
internal sealed record BatchCall(HttpMethod Method, string Url, string Purpose, string Target)
{
    /// <summary>The body; null for none.</summary>
    public object? Body { get; init; }

    /// <summary>The permission that it takes.</summary>
    public string? Needs { get; init; }

    /// <summary>As its failure is reported.</summary>
    public ServiceRequest Request => new(Method, Url, Purpose) { Target = Target, Needs = Needs };
}

/// <summary>
/// Up to 20 calls in one request (<c>$batch</c>). That it succeeded says nothing of the calls in it: each has its own status, and one that comes too early has its own
/// Retry-After. Those that may be answered another time are sent again, the others are not.
/// </summary>
/// <param name="service">Graph.</param>
/// <param name="path">Where batches go.</param>
/// <param name="trace">Told what is sent where.</param>
internal sealed class GraphBatch(ServiceClient service, string path, Action<string> trace)
{
    /// <summary>How many calls a batch may have.</summary>
    public const int Size = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Makes the calls.</summary>
    /// <param name="calls">20 at most; each does, made twice, what it does made once.</param>
    /// <param name="stop">Stops them.</param>
    /// <returns>An answer for each, in their order.</returns>
    /// <exception cref="CommerceException">The batch as a whole could not be sent, or what came is no answer; what became of its calls is not known.</exception>
    public async Task<IReadOnlyList<ServiceAnswer>> SendAsync(IReadOnlyList<BatchCall> calls, CancellationToken stop)
    {
        var ids = calls.Select(_ => Guid.NewGuid()).ToArray();
        var answers = new ServiceAnswer?[calls.Count];
        var open = Enumerable.Range(0, calls.Count).ToList();
        for (var attempt = 0; open.Count > 0; attempt++)
        {
            await RoundAsync(calls, ids, answers, open, stop);
            open.RemoveAll(index => !MayRetry(answers[index]!, attempt));
            if (open.Count > 0)
                service.HoldBack(open.Max(index => WaitFor(answers[index]!, attempt)));
        }

        return answers!;
    }

    /// <summary>The failure that an answer is.</summary>
    public CommerceException Failure(BatchCall call, ServiceAnswer answer) => service.Errors.Of(call.Request, answer);

    private async Task RoundAsync(IReadOnlyList<BatchCall> calls, Guid[] ids, ServiceAnswer?[] answers, List<int> open, CancellationToken stop)
    {
        var request = new ServiceRequest(HttpMethod.Post, path, open.Count == 1 ? calls[open[0]].Purpose : $"{calls[open[0]].Purpose}, and {open.Count - 1} calls like it")
        {
            Target = calls[open[0]].Target,
            Needs = calls[open[0]].Needs,
            Body = JsonSerializer.SerializeToUtf8Bytes(new { requests = open.Select(index => Part(calls[index], index, ids[index])) }, Json),
        };
        var body = await service.SendAsync(request, trace, stop);
        var came = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in body.ValueKind == JsonValueKind.Object ? body.Items("responses") : [])
        {
            if (part.Text("id") is { } id)
                came[id] = part;
        }

        foreach (var index in open)
        {
            answers[index] = came.TryGetValue(Number(index), out var part) && part.Number("status") is { } status
                ? new((HttpStatusCode)status, part.TryGetProperty("body", out var inner) ? inner : default, RetryAfter(part), ids[index])
                : new(HttpStatusCode.OK, default, RetryAfter: null, ids[index]) { Flaw = "the answer has no part for this call" };
            if (!answers[index]!.IsSuccess)
                trace(FormattableString.Invariant($"In the batch: {calls[index].Method} {calls[index].Url} answered {(int)answers[index]!.Status} (correlation id {ids[index]})."));
        }
    }

    private static Dictionary<string, object> Part(BatchCall call, int index, Guid id)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["client-request-id"] = id.ToString() };
        var part = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = Number(index), ["method"] = call.Method.Method, ["url"] = call.Url, ["headers"] = headers };
        if (call.Body is { } body)
        {
            headers["Content-Type"] = "application/json";
            part["body"] = body;
        }

        return part;
    }

    private bool MayRetry(ServiceAnswer answer, int attempt)
    {
        var options = service.Options;
        return !answer.IsSuccess && answer.IsTransient && attempt < (answer.IsThrottled ? options.RetriesWhenThrottled : options.Retries) && !(answer.RetryAfter > options.LongestRetryAfter);
    }

    private TimeSpan WaitFor(ServiceAnswer answer, int attempt) =>
        answer.RetryAfter ?? (answer.IsThrottled ? ResiliencePipelines.UnsaidRetryAfter : service.Options.FirstDelay * Math.Pow(2, Math.Min(attempt, 5)));

    private static TimeSpan? RetryAfter(JsonElement part)
    {
        if (!part.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var header in headers.EnumerateObject())
        {
            if (header.Name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase) && double.TryParse(header.Value.ToString(), CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86_400)
                return TimeSpan.FromSeconds(seconds);
        }

        return null;
    }

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
