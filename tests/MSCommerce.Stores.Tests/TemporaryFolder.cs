namespace MSCommerce.Stores.Tests;

/// <summary>A folder that is gone after the test.</summary>
/// <param name="inMemory">Whether it lies in memory where the system has a place for that (Linux): nobody waits for a disk that does not matter to the test.</param>
internal sealed class TemporaryFolder(bool inMemory = false) : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory($"{Memory}/mscommerce-{Guid.NewGuid():n}").FullName
        : Directory.CreateTempSubdirectory("mscommerce-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
            System.IO.File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Path, recursive: true);
    }
}
