using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>How a service is called so that its bad moments pass unnoticed, and its bad hours are neither made worse nor hidden.</summary>
/// <param name="options">How long, how often.</param>
/// <param name="clock">The clock that waits are measured by.</param>
internal sealed class ResiliencePipelines(ResilienceOptions options, TimeProvider clock)
{
    /// <summary>Where no time is said: a service that answers 429 is left alone for a while by all.</summary>
    public static readonly TimeSpan UnsaidRetryAfter = TimeSpan.FromSeconds(1);

    private const int EnoughToJudge = 20;
    private const double MostOfThem = 0.5;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Judged = TimeSpan.FromSeconds(30);

    private readonly CircuitBreakerStrategyOptions<ServiceAnswer> _breaker = new()
    {
        FailureRatio = MostOfThem,
        MinimumThroughput = EnoughToJudge,
        SamplingDuration = Judged,
        BreakDuration = options.BreakDuration,
        // A service that asks to slow down is well; one that answers nonsense is not.
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } failure ? IsTransient(failure) : arguments.Outcome.Result is { IsTransient: true, IsThrottled: false }),
    };

    /// <summary>For calls that may be made again.</summary>
    public ResiliencePipeline<ServiceAnswer> Idempotent => field ??= Build(retries: true);

    /// <summary>For calls that are made once.</summary>
    public ResiliencePipeline<ServiceAnswer> Once => field ??= Build(retries: false);

    /// <summary>Whether a failure below HTTP may pass.</summary>
    public static bool IsTransient(Exception failure) => failure is HttpRequestException or IOException or TimeoutRejectedException;

    private ResiliencePipeline<ServiceAnswer> Build(bool retries)
    {
        var builder = new ResiliencePipelineBuilder<ServiceAnswer> { TimeProvider = clock };
        if (retries)
        {
            builder.AddRetry(new RetryStrategyOptions<ServiceAnswer>
            {
                MaxRetryAttempts = Math.Max(options.Retries, options.RetriesWhenThrottled),
                Delay = options.FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments)),
                DelayGenerator = arguments => ValueTask.FromResult(DelayOf(arguments.Outcome.Result)),
            });
        }

        return builder.AddCircuitBreaker(_breaker).AddTimeout(options.AttemptTimeout).Build();
    }

    private bool ShouldRetry(RetryPredicateArguments<ServiceAnswer> arguments) => arguments.Outcome switch
    {
        { Exception: { } failure } => arguments.AttemptNumber < options.Retries && (IsTransient(failure) || failure is BrokenCircuitException),
        { Result: { IsThrottled: true } throttled } => arguments.AttemptNumber < options.RetriesWhenThrottled && !(throttled.RetryAfter > options.LongestRetryAfter),
        { Result: { IsTransient: true } answer } => arguments.AttemptNumber < options.Retries && !(answer.RetryAfter > options.LongestRetryAfter),
        _ => false,
    };

    /// <summary>The time that the service asked for, and a little more by chance, so that those who waited do not come back all at once; null for Polly's own.</summary>
    private static TimeSpan? DelayOf(ServiceAnswer? answer) =>
        answer?.RetryAfter is { } asked ? asked + TimeSpan.FromMilliseconds(Random.Shared.Next(50, 500)) : null;
}
