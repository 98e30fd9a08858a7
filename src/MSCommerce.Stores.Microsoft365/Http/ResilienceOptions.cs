namespace MSCommerce.Stores.Microsoft365.Http;

/// <summary>How a service is called: how long to wait, how often to try again, how much at once.</summary>
public sealed record ResilienceOptions
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call that failed is made again.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>How often a call that was to come later is made again.</summary>
    public int RetriesWhenThrottled { get; init; } = 12;

    /// <summary>The first wait; each further one is twice as long, with some chance in it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait that the service may ask for; where it asks for a longer one, the call fails and says so.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many requests may be under way at once.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>How long no request is made after most of them failed.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);
}
