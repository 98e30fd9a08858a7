using System.Globalization;

namespace MSCommerce.Benchmarks;

/// <summary>What a figure is held to.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="IsFloor">Whether it is the least; else the most.</param>
internal readonly record struct Bar(double Limit, bool IsFloor)
{
    public static Bar AtMost(double limit) => new(limit, IsFloor: false);

    public static Bar AtLeast(double limit) => new(limit, IsFloor: true);

    public bool Allows(double figure) => IsFloor ? figure >= Limit : figure <= Limit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsFloor ? "≥" : "≤")} {Limit:0.##}");
}

/// <summary>One line of the table: a median of ours, a median of the other, and their ratio.</summary>
internal sealed record Comparison
{
    /// <summary>What was done.</summary>
    public required string Name { get; init; }

    /// <summary>What it is compared with.</summary>
    public required string Against { get; init; }

    /// <summary>The unit of both, for instance <c>ms</c>.</summary>
    public string Unit { get; init; } = "ms";

    public double Ours { get; init; }

    /// <summary>Null where ours is held to the bar as it is.</summary>
    public double? Other { get; init; }

    /// <summary>Null where there is nothing to be met.</summary>
    public Bar? Bar { get; init; }

    /// <summary>What it lacked to be measured; null where it was.</summary>
    public string? Needs { get; init; }

    /// <summary>What else there is to say.</summary>
    public string? Note { get; init; }

    public double? Ratio => Other is { } other && Needs is null ? Ours / other : null;

    /// <summary>Null where nothing was measured, or nothing is to be met.</summary>
    public bool? IsMet => Needs is null && Bar is { } bar ? bar.Allows(Ratio ?? Ours) : null;

    public string Verdict => this switch
    {
        { Needs: { } needs } => $"not measured: needs {needs}",
        { IsMet: true } => "met",
        { IsMet: false } => "MISSED",
        _ => "no bar",
    };

    public static string Figure(double value) => value switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
