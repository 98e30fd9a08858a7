namespace MSCommerce.Benchmarks;

/// <summary>
/// Measures several ways side by side: all once to warm up, then round after round each in its turn, every second round backwards. What else the machine
/// does in the meantime befalls all of them alike.
/// </summary>
internal static class Turns
{
    /// <summary>Measures.</summary>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="ways">Each answers its own figure.</param>
    /// <returns>The median of each.</returns>
    public static async Task<double[]> MedianAsync(int rounds, params IReadOnlyList<Func<Task<double>>> ways)
    {
        foreach (var way in ways)
            _ = await way();
        var figures = ways.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var way in round % 2 == 0 ? Enumerable.Range(0, ways.Count) : Enumerable.Range(0, ways.Count).Reverse())
                figures[way].Add(await ways[way]());
        }

        return [.. figures.Select(Median)];
    }

    public static double Median(IReadOnlyCollection<double> figures)
    {
        var sorted = figures.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
