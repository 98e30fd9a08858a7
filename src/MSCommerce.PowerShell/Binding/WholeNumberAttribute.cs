using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>
/// Reads a whole number that comes as text: digits alone, in every culture. PowerShell's own conversion takes 1.000 for 1, and rounds; and it repeats a card number that was
/// given by mistake, which this does not.
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
        if (given is not string text)
            return inputData;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a whole number. Write it like 1200, without grouping.");
    }
}
