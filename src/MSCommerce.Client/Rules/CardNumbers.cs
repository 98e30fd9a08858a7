using System.Text;
using System.Text.RegularExpressions;

namespace MSCommerce.Rules;

/// <summary>
/// Keeps card numbers out (U6): whatever text is given, one that holds a card's number is refused before anything is written, logged or sent, and no message repeats it.
/// </summary>
public static partial class CardNumbers
{
    /// <summary>Refuses texts that hold a card's number: 13 to 19 digits of whatever script, whatever stands between them that is neither letter nor digit, whose check digit is right.</summary>
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

    /// <summary>Whether a text holds a card's number. An object id (a GUID) is none, whatever its digits come to.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True where it does.</returns>
    public static bool IsIn(string text)
    {
        foreach (Match run in DigitRun().Matches(ObjectId().Replace(Normalized(text), "id")))
        {
            var digits = run.Value.Where(char.IsDigit).Select(digit => (int)char.GetNumericValue(digit)).ToArray();

            // The whole run, or its beginning where a security code or an expiry stands behind the number.
            if (IsCard(digits) || (digits.Length > 16 && IsCard(digits.AsSpan(0, 16))) || (digits.Length > 15 && IsCard(digits.AsSpan(0, 15))))
                return true;
        }

        return false;
    }

    /// <summary>A text without its card numbers: for a message that repeats what was typed.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text as it is, or with its digits as dots where it holds a card's number.</returns>
    public static string Mask(string text) => IsIn(text) ? string.Concat(Normalized(text).Select(letter => char.IsDigit(letter) ? '•' : letter)) : text;

    /// <summary>Full-width digits and the like as plain ones; a text that is no sound UTF-16 is looked at as it is.</summary>
    private static string Normalized(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static bool IsCard(ReadOnlySpan<int> digits) => IsIssued(digits) && PassesLuhn(digits);

    /// <summary>The first digits and lengths that card schemes use (ISO/IEC 7812): Visa, Maestro and Discover, Mastercard, American Express, Diners and JCB.</summary>
    private static bool IsIssued(ReadOnlySpan<int> digits)
    {
        if (digits.Length is < 13 or > 19)
            return false;
        var first = (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];
        return digits[0] switch
        {
            4 => digits.Length is 13 or 16 or 19,
            5 or 6 => true,
            2 => first is >= 2221 and <= 2720 && digits.Length == 16,
            3 => digits[1] switch
            {
                4 or 7 => digits.Length == 15,
                5 => digits.Length >= 16,
                0 or 6 or 8 or 9 => digits.Length is >= 14 and <= 16,
                _ => false,
            },
            _ => false,
        };
    }

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

    /// <summary>A GUID as RFC 9562 makes them: one in some thousands has digits that pass for a card's.</summary>
    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ObjectId();

    [GeneratedRegex(@"\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){12,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DigitRun();
}
