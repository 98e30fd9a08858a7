using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>Colours what needs attention in the views, with the colours that the user chose for warnings and errors (<c>$PSStyle.Formatting</c>).</summary>
/// <remarks>
/// PowerShell leaves the colours out again where <c>$PSStyle.OutputRendering</c> or NO_COLOR asks for plain text and where output goes into a file or a string,
/// and does not count them when it measures a column.
/// </remarks>
public static class AttentionMark
{
    // $PSStyle's type came after the reference assembly that the module is built against: https://github.com/PowerShell/PowerShellStandard
    private static readonly object? Style = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance")?.GetValue(obj: null);

    /// <summary>Has PowerShell find this type by its full name, as the views call it: of a type in a load context it knows nothing otherwise.</summary>
    /// <remarks>
    /// The way that is described for types that a module exports: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_classes#exporting-classes-with-type-accelerators.
    /// It stays when the module is removed, for another runspace of the process may have the module still.
    /// </remarks>
    internal static void Register() => typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators")
        ?.GetMethod("Add", [typeof(string), typeof(Type)])?.Invoke(obj: null, [typeof(AttentionMark).FullName, typeof(AttentionMark)]);

    /// <summary>A property as it is shown.</summary>
    /// <param name="row">The object that a view shows.</param>
    /// <param name="property">The property's name.</param>
    /// <returns>Its value, in colour where it needs attention.</returns>
    public static object? Of(PSObject? row, string property) => Of(row, property, row?.Properties[property]?.Value);

    /// <summary>A property as it is shown, where that is not its bare value.</summary>
    /// <param name="row">The object that a view shows.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="shown">What is shown for it.</param>
    /// <returns>The same, in colour where the property needs attention.</returns>
    public static object? Of(PSObject? row, string property, object? shown)
    {
        // What came from another process (a job, a remote session) has the values and not the type: it is shown plain.
        var attention = AttentionRules.Of(row?.BaseObject, property, TimeProvider.System.GetUtcNow());
        if (attention == Attention.None)
            return shown;

        var text = Convert.ToString((shown as PSObject)?.BaseObject ?? shown, CultureInfo.CurrentCulture);
        return string.IsNullOrEmpty(text) ? shown : $"{Value(Value(Style, "Formatting"), attention.ToString())}{text}{Value(Style, "Reset")}";
    }

    private static object? Value(object? of, string property) => of is null ? null : PSObject.AsPSObject(of).Properties[property]?.Value;
}
