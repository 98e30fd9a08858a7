namespace MSCommerce.Client.Tests;

/// <summary>A folder of a test's own, gone when it ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mscommerce-").FullName;

    public string File(string name, string? content = null)
    {
        var path = System.IO.Path.Combine(Path, name);
        if (content is not null)
            System.IO.File.WriteAllText(path, content);
        return path;
    }

    public IEnumerable<string> Files => Directory.EnumerateFiles(Path).Select(path => System.IO.Path.GetFileName(path)!);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
