using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>Reads a whole number that comes as text: digits alone, in every culture. PowerShell's own conversion takes 1.000 for 1, and rounds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
            return inputData;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a whole number. Write it like 1200, without grouping.");
    }
}
