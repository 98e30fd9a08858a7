using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using MSCommerce.Stores;

namespace MSCommerce.Client.Tests.Stores;

/// <summary>Writes assemblies with factories in them, and spoils what they say of themselves.</summary>
internal static class StoreFile
{
    /// <summary>An assembly with a factory for each scheme, that opens nothing; one for the scheme "throws" cannot be made.</summary>
    public static string Write(string path, params string[] schemes)
    {
        var assembly = new PersistedAssemblyBuilder(new(Path.GetFileNameWithoutExtension(path)), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("module");
        for (var index = 0; index < schemes.Length; index++)
            AddFactory(module, $"Factory{index}", schemes[index]);
        // Refers to the contract, with and without a factory.
        module.DefineType("Another", TypeAttributes.Public, typeof(object), [typeof(ITracedStore)]).DefineTracing().CreateType();
        assembly.Save(path);
        return path;
    }

    /// <summary>Has the file say that it was built against another version of the contract.</summary>
    public static void SayContract(string path, ushort major, ushort minor)
    {
        var bytes = File.ReadAllBytes(path);
        using (var file = new PEReader(new MemoryStream(bytes)))
        {
            var metadata = file.GetMetadataReader();
            var row = metadata.AssemblyReferences.Select((handle, index) => (Name: metadata.GetString(metadata.GetAssemblyReference(handle).Name), index)).Single(one => one.Name == "MSCommerce.Client").index;
            var offset = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef) + (row * metadata.GetTableRowSize(TableIndex.AssemblyRef));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), major);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset + 2), minor);
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Has the file say that it is for a processor.</summary>
    public static void SayMachine(string path, Machine machine)
    {
        var bytes = File.ReadAllBytes(path);
        int header;
        using (var file = new PEReader(new MemoryStream(bytes)))
            header = file.PEHeaders.CoffHeaderStartOffset;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(header), (ushort)machine);
        File.WriteAllBytes(path, bytes);
    }

    private static void AddFactory(ModuleBuilder module, string name, string scheme)
    {
        var type = module.DefineType(name, TypeAttributes.Public, typeof(object), [typeof(IStoreFactory)]);
        var make = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        make.Emit(OpCodes.Ldarg_0);
        make.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        if (scheme == "throws")
        {
            make.Emit(OpCodes.Ldstr, "no licence key");
            make.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
            make.Emit(OpCodes.Throw);
        }
        else
        {
            make.Emit(OpCodes.Ret);
        }

        var get = Implement(type, typeof(IStoreFactory).GetProperty(nameof(IStoreFactory.Scheme))!.GetMethod!);
        get.Emit(OpCodes.Ldstr, scheme);
        get.Emit(OpCodes.Ret);
        var open = Implement(type, typeof(IStoreFactory).GetMethod(nameof(IStoreFactory.OpenAsync))!);
        open.Emit(OpCodes.Ldnull);
        open.Emit(OpCodes.Ret);
        type.CreateType();
    }

    private static TypeBuilder DefineTracing(this TypeBuilder type)
    {
        Implement(type, typeof(ITracedStore).GetMethod(nameof(ITracedStore.TraceTo))!).Emit(OpCodes.Ret);
        return type;
    }

    private static ILGenerator Implement(TypeBuilder type, MethodInfo member) => type.DefineMethod(
        member.Name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, member.ReturnType, [.. member.GetParameters().Select(parameter => parameter.ParameterType)]).GetILGenerator();
}
