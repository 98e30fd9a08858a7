using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>The countries that the system knows.</summary>
internal static class Regions
{
    /// <summary>Each country once, by its two letters.</summary>
    public static IEnumerable<RegionInfo> All => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name))
        .Where(region => region.TwoLetterISORegionName is { Length: 2 } code && code.All(char.IsAsciiLetterUpper) && region.ISOCurrencySymbol.Length == 3)
        .DistinctBy(region => region.TwoLetterISORegionName, StringComparer.Ordinal)
        .OrderBy(region => region.TwoLetterISORegionName, StringComparer.Ordinal);
}
