namespace MSCommerce.Stores.Microsoft365.Tests;

internal static class Lists
{
    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(TestContext.Current.CancellationToken))
            list.Add(item);
        return list;
    }
}
