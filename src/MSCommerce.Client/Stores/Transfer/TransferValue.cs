using System.Diagnostics.CodeAnalysis;

namespace MSCommerce.Stores.Transfer;

/// <summary>A value of a row: a text, a number, or nothing. It is made so that millions of them cost no memory of their own.</summary>
public readonly record struct TransferValue
{
    private const decimal Scale = 10_000m;

    private readonly bool _isNumber;

    private TransferValue(string? text) => Text = text;

    private TransferValue(long number) => (Number, _isNumber) = (number, true);

    /// <summary>Nothing: what the store does not know, or what is not there.</summary>
    public static TransferValue Null => default;

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => !_isNumber && Text is null;

    /// <summary>Whether it is a number: a whole number, a flag (0 or 1), ten-thousandths of an amount, or milliseconds since 1970.</summary>
    public bool IsNumber => _isNumber;

    /// <summary>The text; null where it is none.</summary>
    public string? Text { get; }

    /// <summary>The number; 0 where it is none.</summary>
    public long Number { get; }

    /// <summary>The moment.</summary>
    public DateTimeOffset Moment => DateTimeOffset.FromUnixTimeMilliseconds(Number);

    /// <summary>A text.</summary>
    /// <param name="text">The text; null for nothing.</param>
    /// <returns>The value.</returns>
    public static TransferValue Of(string? text) => new(text);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number; null for nothing.</param>
    /// <returns>The value.</returns>
    public static TransferValue Of(long? number) => number is { } value ? new(value) : Null;

    /// <summary>Yes or no.</summary>
    /// <param name="flag">The flag; null for nothing.</param>
    /// <returns>The value.</returns>
    public static TransferValue Of(bool? flag) => flag is { } value ? new(value ? 1 : 0) : Null;

    /// <summary>A moment, cut to whole milliseconds.</summary>
    /// <param name="moment">The moment; null for nothing.</param>
    /// <returns>The value.</returns>
    public static TransferValue Of(DateTimeOffset? moment) => moment is { } value ? new(value.ToUnixTimeMilliseconds()) : Null;

    /// <summary>An amount of money, cut to four decimal places.</summary>
    /// <param name="amount">The amount; null for nothing.</param>
    /// <returns>The value.</returns>
    public static TransferValue Of(decimal? amount) => amount is { } value ? new(decimal.ToInt64(value * Scale)) : Null;

    /// <summary>Whether the value is that text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True where it is.</returns>
    public bool Is([NotNullWhen(true)] string? text) => text is not null && Text == text;
}
