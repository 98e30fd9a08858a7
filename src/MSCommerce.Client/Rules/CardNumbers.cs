using System.Text.RegularExpressions;

namespace MSCommerce.Rules;

/// <summary>
/// Keeps card numbers out (U6): whatever text is given, one that holds a card's number is refused before anything is written, logged or sent, and no message repeats it.
/// </summary>
public static partial class CardNumbers
{
    /// <summary>Refuses texts that hold a card's number: 13 to 19 digits, with or without spaces, dots or hyphens between them, whose check digit is right.</summary>
    /// <param name="texts">The texts, each with the name of its parameter.</param>
    /// <returns>The refusal, which names the parameter and nothing of the text; null where there is none.</returns>
    public static CommerceException? Refuse(params IEnumerable<(string Name, string? Text)> texts)
    {
        foreach (var (name, text) in texts)
        {
            if (text is not null && IsIn(text))
            {
                return CommerceErrors.InvalidRequest(
                    "CardNumberGiven", $"{name} holds what looks like a card number. Card numbers must not come here: give the token that your payment provider makes of the card, and clear the number from your shell's history. Nothing was kept of it.");
            }
        }

        return null;
    }

    /// <summary>Whether a text holds a card's number.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True where it does.</returns>
    public static bool IsIn(string text)
    {
        foreach (Match run in DigitRun().Matches(text))
        {
            var digits = run.Value.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
            for (var length = 13; length <= Math.Min(19, digits.Length); length++)
            {
                for (var start = 0; start + length <= digits.Length; start++)
                {
                    // Within a longer run of digits too: a number with its security code behind it is a number.
                    if (IsIssuer(digits[start]) && PassesLuhn(digits.AsSpan(start, length)) && (digits.Length <= 23))
                        return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first digits of the card schemes: airlines, travel, banks.</summary>
    private static bool IsIssuer(int digit) => digit is >= 2 and <= 6;

    private static bool PassesLuhn(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)];
            sum += index % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"(?:[0-9][ .\-]?){13,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DigitRun();
}
