using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MSCommerce.Loader;

/// <summary>
/// Keeps the module's assemblies and native libraries to itself, so that other modules in the same session
/// (Az, Microsoft.Graph, ExchangeOnlineManagement) keep their own versions of what both bring.
/// </summary>
/// <remarks>
/// Looks into the module's folder itself rather than through <see cref="AssemblyDependencyResolver"/>, which needs a
/// deps.json and the host's resolver library: not every program that hosts PowerShell has the latter.
/// </remarks>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    /// <summary>The assembly with the cmdlets.</summary>
    internal const string ModuleAssembly = "MSCommerce.PowerShell";

    // What the cmdlets' own types need to be looked at; loaded by path, for the runtime compares names by culture where it asks Load.
    private const string ClientAssembly = "MSCommerce.Client";

    private static readonly Lazy<Assembly> LoadedModule = new(LoadModule);

    private readonly string _folder;

    private ModuleLoadContext(string folder) : base(name: "MSCommerce") => _folder = folder;

    /// <summary>The assembly with the cmdlets, loaded once: a second import, in another runspace too, gets the same types.</summary>
    /// <exception cref="FileNotFoundException">The folder has no MSCommerce.PowerShell.dll.</exception>
    internal static Assembly Module => LoadedModule.Value;

    /// <inheritdoc/>
    /// <remarks>
    /// What the folder does not hold comes from the default context: the framework and System.Management.Automation,
    /// whose types the cmdlets share with the engine and which are therefore never shipped.
    /// </remarks>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        // The loader itself is not loaded twice: the default context has it.
        if (string.Equals(assemblyName.Name, typeof(ModuleLoadContext).Assembly.GetName().Name, StringComparison.Ordinal))
            return null;

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var path in NativeLibraryPaths.For(_folder, unmanagedDllName))
        {
            // A library that is there but does not load (glibc's on a musl system) is no reason to stop looking.
            if (File.Exists(path) && NativeLibrary.TryLoad(path, out var handle))
                return handle;
        }

        return nint.Zero;
    }

    private static Assembly LoadModule()
    {
        var folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
        var context = new ModuleLoadContext(folder);
        context.LoadFromAssemblyPath(Path.Combine(folder, ClientAssembly + ".dll"));
        return context.LoadFromAssemblyPath(Path.Combine(folder, ModuleAssembly + ".dll"));
    }
}
