using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>
/// Reads a date that comes as text: one like 2026-01-31, with or without a time, is the same day in every culture, whatever its calendar. Any other text is left to
/// PowerShell, which reads it as the user writes dates.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IsoDateAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text
        && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var date)
            ? date
            : inputData;
}
