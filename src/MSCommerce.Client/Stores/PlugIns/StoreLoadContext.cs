using System.Reflection;
using System.Runtime.Loader;

namespace MSCommerce.Stores.PlugIns;

/// <summary>
/// Keeps a third party's store and what it needs to itself: the contract is shared with the process, and the framework; everything else is taken from beside the store first, so
/// that it may bring other versions of what the built-in stores bring.
/// </summary>
internal sealed class StoreLoadContext : AssemblyLoadContext
{
    private static readonly Assembly Contract = typeof(ICommerceStore).Assembly;

    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;

    public StoreLoadContext(string path) : base(name: $"MSCommerce store {Path.GetFileNameWithoutExtension(path)}")
    {
        _folder = Path.GetDirectoryName(path)!;
        try
        {
            _resolver = new(path);
        }
        catch (InvalidOperationException)
        {
            // A program that hosts .NET without its resolver library, or a deps.json that cannot be read: then what lies in the folder itself is all there is.
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (string.Equals(assemblyName.Name, Contract.GetName().Name, StringComparison.OrdinalIgnoreCase))
            return Contract;

        var path = _resolver is not null ? _resolver.ResolveAssemblyToPath(assemblyName) : Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
