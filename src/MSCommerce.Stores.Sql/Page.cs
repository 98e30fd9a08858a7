using System.Globalization;

namespace MSCommerce.Stores.Sql;

/// <summary>The part of a list that a query asks for.</summary>
internal sealed record Page(long Skip, long? First)
{
    /// <summary>Up to so many rows a list is sorted faster by keeping the first ones alone.</summary>
    private const long Near = 10_000;

    /// <summary>Whether the page ends near the beginning of the list.</summary>
    public bool IsNear => First <= Near && Skip <= Near - First;

    /// <summary>The end of a statement that reads the page alone; empty where that is everything.</summary>
    public string Sql => Skip <= 0 && First is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"LIMIT {Math.Max(0, First ?? long.MaxValue)} OFFSET {Math.Max(0, Skip)}");

    /// <summary>The page of a list that is in memory.</summary>
    public IEnumerable<T> Of<T>(List<T> items)
    {
        var skipped = (int)Math.Clamp(Skip, 0, items.Count);
        return items.GetRange(skipped, (int)Math.Clamp(First ?? items.Count, 0, items.Count - skipped));
    }
}
