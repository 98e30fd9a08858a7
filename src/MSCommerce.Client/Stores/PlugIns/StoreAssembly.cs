using System.Reflection;
using System.Text.RegularExpressions;

namespace MSCommerce.Stores.PlugIns;

/// <summary>
/// A third party's stores, loaded from an assembly (X7). Its code runs with all the rights of the process: load what you trust. It shares the contract with the process, and
/// otherwise has a load context of its own, in which its dependencies are resolved from beside it.
/// </summary>
public sealed partial class StoreAssembly
{
    // One context a file: what is loaded stays loaded, and a second Connect gets the same types.
    private static readonly Dictionary<string, StoreAssembly> Loaded = new(StringComparer.Ordinal);

    private StoreAssembly(string path, IReadOnlyList<IStoreFactory> factories) => (Path, Factories) = (path, factories);

    /// <summary>The assembly's file, absolute.</summary>
    public string Path { get; }

    /// <summary>What opens its stores: each public class that implements <see cref="IStoreFactory"/> and has a constructor without parameters; one a scheme.</summary>
    public IReadOnlyList<IStoreFactory> Factories { get; }

    /// <summary>Loads an assembly, once a process: the file may not be exchanged for another afterwards.</summary>
    /// <param name="path">The assembly's file; what it depends on lies beside it.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="CommerceException">
    /// <c>StoreAssemblyMissing</c>, <c>StoreAssemblyInvalid</c>, <c>StoreAssemblyArchitecture</c>, <c>StoreAssemblyVersion</c>, <c>StoreAssemblyFailed</c>,
    /// <c>StoreFactoryMissing</c>, <c>StoreSchemeTwice</c>, <c>StoreSchemeInvalid</c>.
    /// </exception>
    public static StoreAssembly Load(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        lock (Loaded)
            return Loaded.TryGetValue(full, out var loaded) ? loaded : Loaded[full] = LoadFile(full);
    }

    private static StoreAssembly LoadFile(string path)
    {
        StoreAssemblyFile.Demand(path, typeof(ICommerceStore).Assembly.GetName());
        var factories = MakeFactories(path);
        if (factories.Count == 0)
            throw CommerceErrors.StoreFactoryMissing(path);
        if (factories.FirstOrDefault(factory => factory.Scheme is null || !SchemePattern().IsMatch(factory.Scheme)) is { } invalid)
            throw CommerceErrors.StoreSchemeInvalid(path, invalid.Scheme);
        if (factories.GroupBy(factory => factory.Scheme, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw CommerceErrors.StoreSchemeTwice(path, twice.Key, twice.Select(factory => factory.GetType().FullName!));
        return new(path, factories);
    }

    private static List<IStoreFactory> MakeFactories(string path)
    {
        try
        {
            return
            [
                .. from type in new StoreLoadContext(path).LoadFromAssemblyPath(path).GetTypes()
                   where type is { IsVisible: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IStoreFactory).IsAssignableFrom(type)
                   where type.GetConstructor(Type.EmptyTypes) is not null
                   select (IStoreFactory)Activator.CreateInstance(type)!,
            ];
        }
        catch (ReflectionTypeLoadException cause)
        {
            throw CommerceErrors.StoreAssemblyFailed(path, cause.LoaderExceptions.OfType<Exception>().FirstOrDefault()?.Message ?? cause.Message, cause);
        }
        catch (TargetInvocationException cause)
        {
            throw CommerceErrors.StoreAssemblyFailed(path, cause.InnerException!.Message, cause.InnerException);
        }
        catch (Exception cause) when (cause is IOException or BadImageFormatException or TypeLoadException)
        {
            throw CommerceErrors.StoreAssemblyFailed(path, cause.Message, cause);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9+.-]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SchemePattern();
}
