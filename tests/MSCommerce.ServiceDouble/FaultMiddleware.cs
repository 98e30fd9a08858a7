using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MSCommerce.ServiceDouble;

/// <summary>Lets requests of the services fail as they are told to.</summary>
internal sealed class FaultMiddleware(Faults faults)
{
    private const string NotTaken = "double.not-taken";

    /// <summary>Whether a change is to be answered without being made.</summary>
    public static bool IsNotTaken(HttpContext context) => context.Items.ContainsKey(NotTaken);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/v1.0", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        if (faults.Latency > TimeSpan.Zero)
            await Task.Delay(faults.Latency, context.RequestAborted);
        var fault = faults.Take(context.Request);
        switch (fault.Kind)
        {
            case FaultKind.None:
                await next(context);
                break;
            case FaultKind.Throttled:
                await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "TooManyRequests", "Too many requests.", fault);
                break;
            case FaultKind.Unavailable:
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", "The service is busy.", fault);
                break;
            case FaultKind.ServerError:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case FaultKind.Unauthorized:
                await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", "The token has expired.", fault);
                break;
            case FaultKind.Forbidden:
                await RefuseAsync(context, StatusCodes.Status403Forbidden, "Forbidden", "The caller lacks the permission.", fault);
                break;
            case FaultKind.EchoesToken:
                await RefuseAsync(context, StatusCodes.Status400BadRequest, "BadRequest", $"Could not understand '{context.Request.Headers.Authorization}'.", fault);
                break;
            case FaultKind.Redirect:
                context.Response.Redirect("https://elsewhere.example/v1.0/policies");
                break;
            case FaultKind.ResetBefore:
                context.Abort();
                break;
            case FaultKind.WrongContentType:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><body>Please sign in to the network.</body></html>");
                break;
            case FaultKind.Empty:
                context.Response.StatusCode = StatusCodes.Status200OK;
                break;
            case FaultKind.NotTaken:
                context.Items[NotTaken] = true;
                await next(context);
                break;
            default:
                await SpoilAsync(context, next, fault.Kind);
                break;
        }
    }

    /// <summary>Does what was asked, and spoils the answer.</summary>
    private static async Task SpoilAsync(HttpContext context, RequestDelegate next, FaultKind kind)
    {
        var answer = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next(context);
        context.Response.Body = answer;
        if (kind == FaultKind.ResetAfter)
        {
            context.Abort();
            return;
        }

        if (kind == FaultKind.Malformed)
        {
            context.Response.ContentLength = null;
            await context.Response.WriteAsync("""{"items":[{"policyId":"AllowSelf""");
            return;
        }

        // Half of what was announced; then the connection ends.
        context.Response.ContentLength = buffer.Length;
        await answer.WriteAsync(buffer.ToArray().AsMemory(0, (int)buffer.Length / 2));
        await answer.FlushAsync();
        context.Abort();
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, string reason, Fault fault)
    {
        context.Response.StatusCode = status;
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = fault.AsDate
                ? DateTimeOffset.UtcNow.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)
                : seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = context.Request.Path.StartsWithSegments("/v1.0/policies", StringComparison.Ordinal)
            ? new JsonObject { ["errorCode"] = code, ["reason"] = reason }
            : new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = reason } };
        await context.Response.WriteAsJsonAsync(body);
    }
}
