[assembly: AssemblyFixture(typeof(MSCommerce.Cli.Tests.SampleStores))]

namespace MSCommerce.Cli.Tests;

/// <summary>A sample tenant, made once; who changes it takes a copy.</summary>
public sealed class SampleStores : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mscommerce-cli-tests-");

    /// <summary>The folder of all of them, for the files of tests.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The address of the sample that is only read.</summary>
    public string Shared { get; private set; } = "";

    // Never opened once it is made, so that it can be copied while other tests run.
    private string Pristine => Path.Combine(Folder, "pristine.db");

    public async ValueTask InitializeAsync()
    {
        var run = await CommandLine.RunAsync("sample", "create", "--path", Pristine);
        Assert.True(run.ExitCode == 0, run.Error);
        Shared = Copy();
    }

    /// <summary>The address of a copy.</summary>
    public string Copy()
    {
        var path = NewPath(".db");
        File.Copy(Pristine, path);
        return $"sqlite:{path}";
    }

    /// <summary>The path of a file that is not there yet.</summary>
    public string NewPath(string ending) => Path.Combine(Folder, Path.GetRandomFileName() + ending);

    /// <summary>A file with this text.</summary>
    public async Task<string> WriteAsync(string ending, string text)
    {
        var path = NewPath(ending);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
