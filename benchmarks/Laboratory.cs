using MSCommerce.PostgreSql.Server;

namespace MSCommerce.Benchmarks;

/// <summary>Where things are, what is installed, and what is made once and used by several benchmarks.</summary>
internal sealed class Laboratory : IAsyncDisposable
{
    private readonly TextWriter _progress;
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("mscommerce-bench-");
    private PostgreSqlLaboratory? _postgres;

    public Laboratory(Sizes sizes, TextWriter progress)
    {
        Sizes = sizes;
        _progress = progress;
        Cache = Path.Combine(Root, "artifacts", "benchmarks");
        Directory.CreateDirectory(Cache);
    }

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module as users have it.</summary>
    public static string Module => Path.Combine(Root, "out", "MSCommerce", "MSCommerce.psd1");

    public Sizes Sizes { get; }

    /// <summary>Holds what a later run can use again.</summary>
    public string Cache { get; }

    /// <summary>What is installed.</summary>
    public Programs Programs { get; } = new();

    /// <summary>A file that is gone after the run.</summary>
    public string Scratch(string name) => Path.Combine(_scratch.FullName, name);

    /// <summary>Tells what is going on.</summary>
    public void Say(string what) => _progress.WriteLine($"  {what}");

    /// <summary>A sample tenant in an embedded store, made once.</summary>
    public async Task<string> SqliteSampleAsync(int users, CancellationToken stop) => await SqliteStores.SampleAsync(this, users, stop);

    /// <summary>The server, started when it is first needed. It writes as one in production does: what was committed is on the disk.</summary>
    public async Task<PostgreSqlLaboratory> PostgreSqlAsync(CancellationToken stop) => _postgres ??= await PostgreSqlLaboratory.StartAsync(this, stop);

    /// <summary>Why there is no PostgreSQL to measure with; null where there is.</summary>
    public static string? PostgreSqlMissing => PostgreSqlPrograms.Missing is null ? null : "a PostgreSQL server's programs (initdb, postgres, psql)";

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _scratch.Delete(recursive: true);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MSCommerce.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above holds MSCommerce.slnx.");
    }
}
