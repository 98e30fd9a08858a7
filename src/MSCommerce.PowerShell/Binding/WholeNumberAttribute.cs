using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>
/// Reads a whole number: as text digits alone, in every culture, and as a number one without a fraction. PowerShell's own conversion takes 1.000 for 1, and 2.5 for 2; and it
/// repeats a card number that was given by mistake, which this does not.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (CardNumbers.Refuse(("The number", Convert.ToString(given, CultureInfo.InvariantCulture))) is { } card)
            throw new ArgumentTransformationMetadataException(card.Message);
        if (HasFraction(given))
            throw new ArgumentTransformationMetadataException($"{Convert.ToString(given, CultureInfo.InvariantCulture)} is not a whole number, and is not rounded. Write it like 1200.");
        if (given is not string text)
            return inputData;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a whole number. Write it like 1200, without grouping.");
    }

    private static bool HasFraction(object? number) => number switch
    {
        double real => real % 1 != 0,
        float real => real % 1 != 0,
        decimal real => real % 1 != 0,
        _ => false,
    };
}
