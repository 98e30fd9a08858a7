using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace MSCommerce.Loader;

/// <summary>Leads PowerShell, when it imports the module, to the assembly with the cmdlets.</summary>
/// <remarks>
/// The manifest names two nested modules. This assembly is the first, and PowerShell finds it by its path. The second it does not
/// find beside the manifest, so it asks the runtime for an assembly of that name; the answer given here comes out of
/// <see cref="ModuleLoadContext"/>. No line of script runs.
/// </remarks>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private const string Loader = "MSCommerce.Loader";

    // What the manifest calls the second: the cmdlets' assembly with the version that is in this one's name.
    private static readonly string Wanted =
        ModuleLoadContext.ModuleAssembly + typeof(ModuleInitializer).Assembly.GetName().Name![Loader.Length..];

    private static int _listening;

    /// <inheritdoc/>
    public void OnImport()
    {
        if (Interlocked.Exchange(ref _listening, 1) != 0)
            return;

        // Not AssemblyLoadContext.Resolving, whose answers must have the very name that was asked for.
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        ThreadPool.UnsafeQueueUserWorkItem(LookAhead, CultureInfo.CurrentCulture, preferLocal: false);
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs asked) =>
        string.Equals(new AssemblyName(asked.Name).Name, Wanted, StringComparison.OrdinalIgnoreCase) ? ModuleLoadContext.Module : null;

    /// <summary>
    /// Does on another core what PowerShell is about to do, and does again faster: it compares the manifest's exports with the cmdlets by
    /// culture, the first of which comparisons in a process takes 5 to 10 ms to prepare, and looks at each cmdlet's class.
    /// </summary>
    private static void LookAhead(CultureInfo culture)
    {
        try
        {
            culture.CompareInfo.Compare("a", "b", CompareOptions.IgnoreCase);
            foreach (var type in ModuleLoadContext.Module.GetExportedTypes())
            {
                _ = type.GetConstructor(Type.EmptyTypes);
                _ = type.GetCustomAttributes(typeof(CmdletAttribute), inherit: false);
            }
        }
#pragma warning disable CA1031 // Whatever it is, PowerShell comes upon it too, and tells the user.
        catch
#pragma warning restore CA1031
        {
        }
    }
}
