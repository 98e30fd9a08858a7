namespace MSCommerce.Benchmarks;

/// <summary>Rows as imports take them.</summary>
internal static class Rows
{
    public static async IAsyncEnumerable<T> Of<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
        await Task.CompletedTask;
    }
}
