using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace MSCommerce.Stores.PlugIns;

/// <summary>Looks at an assembly before anything of it is loaded.</summary>
internal static class StoreAssemblyFile
{
    private static readonly Dictionary<Machine, Architecture> Machines = new()
    {
        [Machine.I386] = Architecture.X86,
        [Machine.Amd64] = Architecture.X64,
        [Machine.Arm] = Architecture.Arm,
        [Machine.ArmThumb2] = Architecture.Arm,
        [Machine.Arm64] = Architecture.Arm64,
    };

    /// <summary>Refuses a file that cannot be a store's assembly in this process.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contract">The contract that it has to be built against.</param>
    /// <exception cref="CommerceException">See <see cref="StoreAssembly.Load"/>.</exception>
    public static void Demand(string path, System.Reflection.AssemblyName contract)
    {
        if (!File.Exists(path))
            throw CommerceErrors.StoreAssemblyMissing(path);
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (!file.HasMetadata || file.GetMetadataReader() is not { IsAssembly: true } metadata)
                throw CommerceErrors.StoreAssemblyInvalid(path);
            if (ForeignArchitecture(file.PEHeaders) is { } foreign)
                throw CommerceErrors.StoreAssemblyArchitecture(path, foreign.ToString(), RuntimeInformation.ProcessArchitecture.ToString());
            if (ReferenceTo(metadata, contract.Name!) is not { } built)
                throw CommerceErrors.StoreFactoryMissing(path);
            if (!Serves(contract.Version!, built))
                throw CommerceErrors.StoreAssemblyVersion(path, built, contract.Version!);
        }
        catch (BadImageFormatException cause)
        {
            throw CommerceErrors.StoreAssemblyInvalid(path, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnreadable(path, cause);
        }
    }

    /// <summary>Whether a version of the contract serves what was built against another: within a major version the later has all that the earlier had.</summary>
    internal static bool Serves(Version here, Version built) => built.Major == here.Major && built.Minor <= here.Minor;

    /// <summary>The processor that an assembly is for, where it is not this process's.</summary>
    private static Architecture? ForeignArchitecture(PEHeaders headers)
    {
        // What a compiler marks as I386 is for any processor, unless it says that it needs 32 bits.
        var isAny = headers.CoffHeader.Machine == Machine.I386 && headers.CorHeader!.Flags.HasFlag(CorFlags.ILOnly) && !headers.CorHeader.Flags.HasFlag(CorFlags.Requires32Bit);
        return !isAny && Machines.TryGetValue(headers.CoffHeader.Machine, out var built) && built != RuntimeInformation.ProcessArchitecture ? built : null;
    }

    private static Version? ReferenceTo(MetadataReader metadata, string name) =>
        metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Where(reference => metadata.StringComparer.Equals(reference.Name, name, ignoreCase: true))
            .Select(reference => reference.Version).FirstOrDefault();
}
