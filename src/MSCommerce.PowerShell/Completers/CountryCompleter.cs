namespace MSCommerce.PowerShell;

/// <summary>Completes a country's two letters (ISO 3166-1).</summary>
internal sealed class CountryCompleter() : WordCompleter([.. Regions.All.Select(region => (region.TwoLetterISORegionName, region.EnglishName))]);
