using System.Runtime.InteropServices;

namespace MSCommerce.Loader;

/// <summary>Where a native library may lie under <c>runtimes/&lt;rid&gt;/native</c>, the likeliest place first.</summary>
internal static class NativeLibraryPaths
{
    internal static IEnumerable<string> For(string folder, string library) =>
        from rid in RuntimeIdentifiers(
            RuntimeInformation.RuntimeIdentifier,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant())
        from file in FileNames(library)
        select Path.Combine(folder, "runtimes", rid, "native", file);

    /// <summary>
    /// The runtime's own identifier, then the portable ones: a .NET that a Linux distribution built names itself
    /// after it (<c>alpine.3.20-x64</c>, <c>rhel.9-x64</c>), and packages bring no such folder.
    /// </summary>
    internal static IEnumerable<string> RuntimeIdentifiers(string own, string architecture)
    {
        string[] systems = OperatingSystem.IsWindows() ? ["win"]
            : OperatingSystem.IsMacOS() ? ["osx"]
            : own.StartsWith("alpine", StringComparison.Ordinal) ? ["linux-musl", "linux"]
            : ["linux", "linux-musl"];
        return systems.Select(system => $"{system}-{architecture}").Prepend(own).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> FileNames(string library)
    {
        if (OperatingSystem.IsWindows())
            return [library + ".dll", library];

        var extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return ["lib" + library + extension, library + extension, "lib" + library, library];
    }
}
