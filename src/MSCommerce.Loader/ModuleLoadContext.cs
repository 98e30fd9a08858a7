using System.Collections.Concurrent;
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
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string ModuleAssembly = "MSCommerce.PowerShell";

    // One context a folder: a second import in the same process gets the same types, and a version of the module
    // that was installed meanwhile, being in another folder, gets its own.
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Modules = new(StringComparer.OrdinalIgnoreCase);

    private readonly string _folder;

    private ModuleLoadContext(string folder) : base(name: "MSCommerce") => _folder = folder;

    /// <summary>Loads the assembly with the cmdlets, once for each folder.</summary>
    /// <param name="folder">The module's <c>bin</c> folder.</param>
    /// <returns>The assembly to hand to <c>Import-Module -Assembly</c>.</returns>
    /// <exception cref="FileNotFoundException">The folder has no MSCommerce.PowerShell.dll.</exception>
    public static Assembly GetModule(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Modules.GetOrAdd(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
            path => new(() => new ModuleLoadContext(path).LoadFromAssemblyPath(Path.Combine(path, ModuleAssembly + ".dll")))).Value;
    }

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
}
