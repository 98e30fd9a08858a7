using System.Globalization;

namespace MSCommerce.Rules;

/// <summary>Values as a <see cref="PropertyChange"/> and the audit log have them: the same in every culture, lists joined by semicolons, null for none.</summary>
public static class PropertyText
{
    /// <summary>Writes a truth value.</summary>
    /// <param name="value">The value.</param>
    /// <returns><c>True</c> or <c>False</c>.</returns>
    public static string Of(bool value) => value ? bool.TrueString : bool.FalseString;

    /// <summary>Writes a number.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its digits; null for none.</returns>
    public static string? Of(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes an amount: <c>13.5</c>, however many zeros it came with.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its digits; null for none.</returns>
    public static string? Of(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Writes a list.</summary>
    /// <param name="values">The values.</param>
    /// <returns>The values joined by semicolons; null where there are none.</returns>
    public static string? Of(IReadOnlyCollection<string> values) => values.Count == 0 ? null : string.Join(';', values);

    /// <summary>Writes roles, each once, in the order of the enumeration.</summary>
    /// <param name="roles">The roles.</param>
    /// <returns>The roles joined by semicolons; null where there are none.</returns>
    public static string? Of(IEnumerable<Role> roles) => Of([.. roles.Distinct().Order().Select(role => role.ToString())]);

    /// <summary>Reads the truth value that a change wants.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CommerceException"><c>ValueInvalid</c>.</exception>
    public static bool ToBoolean(PropertyChange change) => bool.TryParse(change.Wanted, out var value) ? value : throw Invalid(change);

    /// <summary>Reads the number that a change wants.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CommerceException"><c>ValueInvalid</c>.</exception>
    public static int ToNumber(PropertyChange change) =>
        int.TryParse(change.Wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Invalid(change);

    /// <summary>Reads the amount that a change wants.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CommerceException"><c>ValueInvalid</c>.</exception>
    public static decimal ToAmount(PropertyChange change) =>
        decimal.TryParse(change.Wanted, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : throw Invalid(change);

    /// <summary>Reads the name of a list of fixed values that a change wants.</summary>
    /// <typeparam name="T">The list.</typeparam>
    /// <param name="change">The change.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CommerceException"><c>ValueInvalid</c>.</exception>
    public static T ToName<T>(PropertyChange change)
        where T : struct, Enum => Name<T>(change, change.Wanted);

    /// <summary>Reads the texts that a change wants.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The values; empty for none.</returns>
    public static IReadOnlyList<string> ToList(PropertyChange change) => string.IsNullOrEmpty(change.Wanted) ? [] : change.Wanted.Split(';');

    /// <summary>Reads the roles that a change wants.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The roles; empty for none.</returns>
    /// <exception cref="CommerceException"><c>ValueInvalid</c>.</exception>
    public static IReadOnlyList<Role> ToRoles(PropertyChange change) => [.. ToList(change).Select(name => Name<Role>(change, name)).Distinct().Order()];

    private static T Name<T>(PropertyChange change, string? name)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(name!, ignoreCase: true) : throw Invalid(change);

    private static CommerceException Invalid(PropertyChange change) => CommerceErrors.ValueInvalid(change.Property, change.Wanted);
}
