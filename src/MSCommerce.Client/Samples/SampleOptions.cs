namespace MSCommerce.Samples;

/// <summary>What a sample tenant is made from (X8): the same options make the same tenant, to the last id.</summary>
public sealed record SampleOptions
{
    /// <summary>The number of users in the small tenant: a company that one can look through.</summary>
    public const int SmallUsers = 80;

    /// <summary>The seed that is taken where none is given.</summary>
    public const int DefaultSeed = 42;

    /// <summary>How many users the tenant has, the administrators among them; at least 20. There are somewhat more licences than users.</summary>
    public int Users { get; init; } = SmallUsers;

    /// <summary>The seed number.</summary>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>The day (UTC) that the dates are counted from, so that "expired last week" is true on the day of making.</summary>
    public DateTimeOffset Today { get; init; } = TimeProvider.System.GetUtcNow();
}
