namespace MSCommerce.PowerShell;

/// <summary>Completes a currency's three letters (ISO 4217).</summary>
internal sealed class CurrencyCompleter() : WordCompleter(
    [.. Regions.All.Select(region => (region.ISOCurrencySymbol, region.CurrencyEnglishName)).DistinctBy(currency => currency.ISOCurrencySymbol, StringComparer.Ordinal).OrderBy(currency => currency.ISOCurrencySymbol, StringComparer.Ordinal)]);
