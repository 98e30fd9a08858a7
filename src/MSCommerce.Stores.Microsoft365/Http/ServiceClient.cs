using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Authentication;
using Polly.CircuitBreaker;

namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>Calls one service: with a token that is good, a correlation id, in bounded number, as often as it takes and may.</summary>
/// <param name="name">The service's name, for people.</param>
/// <param name="address">Its address.</param>
/// <param name="scope">What its tokens are for.</param>
/// <param name="tokens">Gives them.</param>
/// <param name="http">Sends.</param>
/// <param name="options">How long, how often, how much at once.</param>
/// <param name="clock">The clock that waits are measured by.</param>
internal sealed class ServiceClient(string name, Uri address, string scope, ITokenSource tokens, HttpClient http, ResilienceOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>More than any list of a tenant: whoever sends more is not the service.</summary>
    private const int LongestBody = 64 * 1024 * 1024;

    private readonly ResiliencePipelines _pipelines = new(options, clock);
    private readonly ThrottleGate _gate = new(clock);
    private readonly SemaphoreSlim _slots = new(options.Concurrency);
    private readonly ServiceErrors _errors = new(name);

    /// <summary>How many requests may be under way at once.</summary>
    public int Concurrency => options.Concurrency;

    /// <summary>How long, how often.</summary>
    public ResilienceOptions Options => options;

    /// <summary>Its failures.</summary>
    public ServiceErrors Errors => _errors;

    /// <summary>Holds every call back for a while: part of one was answered that it comes too early.</summary>
    public void HoldBack(TimeSpan time) => _gate.Close(time);

    /// <summary>Makes a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="trace">Told what is sent where, without secrets; null where nobody listens.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="CommerceException">The service did not do it; the message has its reason and the correlation id.</exception>
    public async Task<JsonElement> SendAsync(ServiceRequest request, Action<string>? trace, CancellationToken stop)
    {
        var correlationId = Guid.NewGuid();
        var target = AddressOf(request);
        var pipeline = request.IsIdempotent ? _pipelines.Idempotent : _pipelines.Once;
        ServiceAnswer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(
                static async (state, token) => await state.Client.AttemptAsync(state.request, state.target, state.correlationId, state.trace, token),
                (Client: this, request, target, correlationId, trace), stop);
        }
        catch (Exception failure) when (ResiliencePipelines.IsTransient(failure) || failure is BrokenCircuitException)
        {
            throw _errors.Unreachable(request, failure, correlationId);
        }

        return answer.IsSuccess ? answer.Body : throw _errors.Of(request, answer);
    }

    public void Dispose() => _slots.Dispose();

    private async Task<ServiceAnswer> AttemptAsync(ServiceRequest request, Uri target, Guid correlationId, Action<string>? trace, CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        await _slots.WaitAsync(stop);
        try
        {
            // Whoever waited for a place may have come to a gate that was closed meanwhile.
            await _gate.WaitAsync(stop);
            var grant = await tokens.GetAsync(scope, rejected: null, stop);
            var answer = await SendAsync(request, target, grant, correlationId, trace, stop);
            if (answer.Status == HttpStatusCode.Unauthorized)
            {
                // A token may end before its time: it was revoked, or a role was taken away.
                trace?.Invoke($"The {name} refused the token; another one is asked for (correlation id {correlationId}).");
                grant = await tokens.GetAsync(scope, rejected: grant.Token, stop);
                answer = await SendAsync(request, target, grant, correlationId, trace, stop);
            }

            if (answer.RetryAfter is { } asked && (answer.IsThrottled || answer.Status == HttpStatusCode.ServiceUnavailable) && asked <= options.LongestRetryAfter)
                _gate.Close(asked);
            else if (answer.IsThrottled)
                _gate.Close(ResiliencePipelines.UnsaidRetryAfter);
            return answer;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<ServiceAnswer> SendAsync(ServiceRequest request, Uri target, AccessGrant grant, Guid correlationId, Action<string>? trace, CancellationToken stop)
    {
        using var message = new HttpRequestMessage(request.Method, target);
        message.Headers.Authorization = new("Bearer", grant.Token);
        message.Headers.Accept.Add(new("application/json"));
        message.Headers.Add("x-ms-correlation-id", correlationId.ToString());
        message.Headers.Add("client-request-id", correlationId.ToString());
        foreach (var (header, value) in request.Headers)
            message.Headers.Add(header, value);
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };

        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        trace?.Invoke(FormattableString.Invariant($"{request.Method} {target} answered {(int)response.StatusCode} (correlation id {correlationId})."));
        var text = await ReadAsync(response.Content, stop);
        var (json, flaw) = Parse(response, text);
        return new(response.StatusCode, ServiceErrors.WithoutToken(json, grant.Token), RetryAfter(response.Headers.RetryAfter), correlationId) { Flaw = flaw };
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken stop)
    {
        if (content.Headers.ContentLength > LongestBody)
            throw new HttpRequestException("The answer is longer than any that the service gives.");
        await using var stream = await content.ReadAsStreamAsync(stop);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int count; (count = await stream.ReadAsync(chunk, stop)) > 0;)
        {
            if (buffer.Length + count > LongestBody)
                throw new HttpRequestException("The answer is longer than any that the service gives.");
            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }

    private static (JsonElement Body, string? Flaw) Parse(HttpResponseMessage response, byte[] text)
    {
        if (text.Length == 0)
            return (default, response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.Accepted || !response.IsSuccessStatusCode ? null : "the answer is empty");
        if (response.Content.Headers.ContentType?.MediaType is not { } type
            || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
            return (default, response.IsSuccessStatusCode ? $"the answer is {response.Content.Headers.ContentType?.MediaType ?? "of no type"} and not JSON: something between here and the service may have answered" : null);
        try
        {
            using var document = JsonDocument.Parse(text);
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException)
        {
            return (default, response.IsSuccessStatusCode ? "the answer is no JSON, or breaks off" : null);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    /// <summary>The address of a call. One that the service gave must be its own: a token goes nowhere else.</summary>
    private Uri AddressOf(ServiceRequest request)
    {
        var root = new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
        if (!Uri.TryCreate(request.Path, UriKind.Absolute, out var whole) || whole.IsFile)
            return new(root, request.Path.TrimStart('/'));
        return whole.Scheme == root.Scheme && whole.Authority == root.Authority ? whole : throw _errors.ForeignPage(request, whole);
    }
}
