namespace MSCommerce.Stores.Conformance;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>The present moment (UTC).</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Moves on.</summary>
    public void Advance(TimeSpan by) => Now += by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
