using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>
/// Reads an amount that comes as text, from a file for instance: with a point, without grouping and currency, in every culture. PowerShell's own conversion takes
/// 9,90 for 990.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AmountAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
            return inputData;
        return decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new ArgumentTransformationMetadataException($"'{text}' is not an amount. Write it like 1234.50, with a point and without currency or grouping.");
    }
}
