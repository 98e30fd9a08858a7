namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>A page of a list that was sorted here.</summary>
internal static class Pages
{
    public static IEnumerable<T> Of<T>(IEnumerable<T> items, long skip, long? first)
    {
        var left = first ?? long.MaxValue;
        foreach (var item in items)
        {
            if (skip-- > 0)
                continue;
            if (left-- <= 0)
                yield break;
            yield return item;
        }
    }
}
