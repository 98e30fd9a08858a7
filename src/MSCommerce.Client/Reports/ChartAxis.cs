namespace MSCommerce.Reports;

/// <summary>An axis: round numbers around all that is drawn, 0 among them.</summary>
internal sealed record ChartAxis(decimal Least, decimal Most, IReadOnlyList<decimal> Ticks)
{
    private const int AboutTicks = 4;

    /// <summary>The axis of values.</summary>
    /// <param name="least">The smallest, 0 or less.</param>
    /// <param name="most">The largest, 0 or more.</param>
    public static ChartAxis Of(decimal least, decimal most)
    {
        if (least == most)
            most = 1;
        var step = RoundStep((most - least) / AboutTicks);
        var (first, last) = (Math.Floor(least / step), Math.Ceiling(most / step));
        return new(first * step, last * step, [.. Enumerable.Range(0, (int)(last - first) + 1).Select(index => (first + index) * step)]);
    }

    /// <summary>1, 2 or 5 times a power of ten.</summary>
    private static decimal RoundStep(decimal step)
    {
        var power = 1m;
        while (power * 10 <= step)
            power *= 10;
        while (power > step)
            power /= 10;
        return new[] { 1m, 2m, 5m }.Select(factor => factor * power).FirstOrDefault(round => round >= step, 10 * power);
    }
}
