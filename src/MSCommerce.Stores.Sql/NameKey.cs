namespace MSCommerce.Stores.Sql;

/// <summary>
/// A principal name as it is compared: databases differ in whose letters they know the case of, so the store keeps the name in upper case beside the name.
/// Two names have the same key where <see cref="StringComparison.OrdinalIgnoreCase"/>, by which the rules compare them, takes them for one.
/// </summary>
internal static class NameKey
{
    public static string Of(string name) => name.ToUpperInvariant();
}
