namespace MSCommerce.Stores.Sql;

/// <summary>Amounts as the store keeps them: whole ten-thousandths, exact.</summary>
internal static class Money
{
    /// <summary>The largest amount that fits with room to add up.</summary>
    public const decimal Largest = 100_000_000_000m;

    private const decimal Scale = 10_000m;

    public static long? ToStore(decimal? amount) => amount is { } value ? decimal.ToInt64(value * Scale) : null;

    // Divided, and not multiplied by 0.0001: 13.5 is to come back as 13.5, and not as 13.5000.
    public static decimal? FromStore(long? stored) => stored is { } value ? value / Scale : null;

    /// <summary>Why an amount cannot be kept; null where it can.</summary>
    public static string? Refuse(decimal? amount) => amount switch
    {
        null => null,
        < 0 => "the price is negative",
        > Largest => "the price is too large",
        _ when decimal.Truncate(amount.Value * Scale) != amount.Value * Scale => "the price has more than four decimal places",
        _ => null,
    };
}
