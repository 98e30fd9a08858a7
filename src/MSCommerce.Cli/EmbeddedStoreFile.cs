namespace MSCommerce.Cli;

/// <summary>The file of an embedded store, and those that its engine keeps beside it.</summary>
internal sealed class EmbeddedStoreFile(string path)
{
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    public string Path => path;

    public string Address => $"{StoreOpener.EmbeddedScheme}:{path}";

    public bool Exists => File.Exists(path);

    /// <summary>Moves a closed store to another place, and replaces what is there.</summary>
    public void MoveTo(EmbeddedStoreFile target)
    {
        try
        {
            target.Delete();
            File.Move(path, target.Path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnwritable(target.Path, cause);
        }
    }

    private void Delete()
    {
        // File.Delete throws where the folder is missing, too.
        foreach (var file in Companions.Prepend("").Select(companion => path + companion).Where(File.Exists))
            File.Delete(file);
    }
}
