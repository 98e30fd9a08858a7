namespace MSCommerce.PowerShell;

/// <summary>Paths as PowerShell means them: relative to its location, never to the process's.</summary>
internal static class FilePaths
{
    /// <summary>The file that a path names, there or not.</summary>
    /// <exception cref="CommerceException"><c>PathNotFileSystem</c>.</exception>
    public static string Resolve(SessionState state, string path)
    {
        var full = state.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? full : throw CommandErrors.PathNotFileSystem(path, provider.Name);
    }

    /// <summary>The files that a path names: the one that is called so, else those that match its wildcards.</summary>
    /// <exception cref="CommerceException"><c>PathNotFileSystem</c>, <c>NoFileMatches</c>.</exception>
    public static IReadOnlyList<string> Expand(SessionState state, string path)
    {
        // A piped file is called what it is called, brackets included.
        var literal = Resolve(state, path);
        if (File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path))
            return [literal];

        var files = state.Path.GetResolvedProviderPathFromPSPath(path, out _);
        return files.Count > 0 ? files : throw CommandErrors.NoFileMatches(path);
    }

    /// <summary>A store's address with its path, where it has one, made absolute.</summary>
    public static string ResolveStore(SessionState state, string address) =>
        Stores.StoreAddress.TryParse(address, out var parsed) && parsed.Value.Length > 0 && StoreOpener.IsPath(parsed)
            ? $"{parsed.Scheme}:{Resolve(state, parsed.Value)}"
            : address;
}
