namespace MSCommerce;

/// <content>Failures of loading a third party's store (X7).</content>
public static partial class CommerceErrors
{
    /// <summary>The file of a store's assembly is not there.</summary>
    public static CommerceException StoreAssemblyMissing(string path) =>
        new(CommerceError.NotFound, "StoreAssemblyMissing", $"There is no file {path} to load a store from. Name the assembly (.dll) that the store's project builds.", path);

    /// <summary>The file is no .NET assembly.</summary>
    public static CommerceException StoreAssemblyInvalid(string path, Exception? cause = null) =>
        new(CommerceError.InvalidFile, "StoreAssemblyInvalid", $"{path} is not a .NET assembly, so no store can be loaded from it. Name the assembly (.dll) that the store's project builds.", path, cause);

    /// <summary>The assembly is for another processor.</summary>
    public static CommerceException StoreAssemblyArchitecture(string path, string built, string here) =>
        new(CommerceError.InvalidFile, "StoreAssemblyArchitecture", $"{path} is built for {built}, and this process is {here}. Take the store's {here} build, or one for any processor.", path);

    /// <summary>The assembly was built against a contract that this version does not keep.</summary>
    public static CommerceException StoreAssemblyVersion(string path, Version built, Version here) =>
        new(CommerceError.StoreVersion, "StoreAssemblyVersion",
            built.Major == here.Major
                ? $"{path} was built against MSCommerce.Client {built.ToString(2)}, and this is {here.ToString(2)}, which is older. Update MSCommerce, or take an older version of the store."
                : $"{path} was built against major version {built.Major} of MSCommerce.Client, and this is {here.Major} ({here.ToString(2)}). Take a version of the store that was built against {here.Major}.x.",
            path);

    /// <summary>The assembly could not be loaded, or its factory not be made.</summary>
    public static CommerceException StoreAssemblyFailed(string path, string why, Exception cause) =>
        new(CommerceError.InvalidFile, "StoreAssemblyFailed",
            $"The store in {path} could not be loaded: {why.TrimEnd('.')}. See that everything the store's project builds lies beside it, its .deps.json included, and ask whoever made it.", path, cause);

    /// <summary>The assembly opens no store.</summary>
    public static CommerceException StoreFactoryMissing(string path) =>
        new(CommerceError.InvalidFile, "StoreFactoryMissing",
            $"{path} holds no store: no public class in it implements MSCommerce.Stores.IStoreFactory and has a constructor without parameters. Name the store's own assembly.", path);

    /// <summary>Two factories of one assembly for one scheme.</summary>
    public static CommerceException StoreSchemeTwice(string path, string scheme, IEnumerable<string> types) =>
        new(CommerceError.InvalidFile, "StoreSchemeTwice", $"{path} has several stores for the scheme '{scheme}': {string.Join(", ", types)}. Ask whoever made it; nothing of it is used.", path);

    /// <summary>A scheme that no address could have.</summary>
    public static CommerceException StoreSchemeInvalid(string path, string? scheme) =>
        new(CommerceError.InvalidFile, "StoreSchemeInvalid",
            $"{path} has a store for the scheme '{scheme}', which no address can name: a scheme is two or more lower-case letters, digits, '+', '-' or '.', and begins with a letter. Ask whoever made it.", path);

    /// <summary>A scheme that another store has.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="owner">The assembly that has it; null for a store that is built in.</param>
    public static CommerceException StoreSchemeTaken(string path, string scheme, string? owner) =>
        new(CommerceError.Conflict, "StoreSchemeTaken",
            owner is null
                ? $"{path} has a store for the scheme '{scheme}', which is that of a built-in store and stays so. Ask whoever made it for one with a scheme of its own; nothing of it is used."
                : $"{path} has a store for the scheme '{scheme}', which {owner} serves already. Start a new process to use the other; nothing of it is used.",
            scheme);
}
