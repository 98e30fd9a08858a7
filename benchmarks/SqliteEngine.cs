using MSCommerce.Stores;

namespace MSCommerce.Benchmarks;

/// <summary>The embedded database.</summary>
internal sealed class SqliteEngine : Engine
{
    public override string Name => "sqlite";

    public override string? Missing => null;

    public override async Task<EngineStore> MakeAsync(Laboratory lab, string name, StoreOptions options, Func<CommerceClient, Task> fill, CancellationToken stop)
    {
        lab.Say($"making {name} in SQLite");
        var path = lab.Scratch($"{name}.db");
        await using (var client = await SqliteStores.OpenAsync(path, options, stop))
            await fill(client);
        return new Store(path);
    }

    public override async Task<EngineStore> SampleAsync(Laboratory lab, int users, CancellationToken stop) => new Store(await SqliteStores.SampleAsync(lab, users, stop));

    public override async Task<EngineStore> ManyAsync(Laboratory lab, int users, int rows, CancellationToken stop) => new Store(await SqliteStores.ManyAsync(lab, users, rows, stop));

    private sealed class Store(string path) : EngineStore
    {
        public override string Address => $"sqlite:{path}";

        public override Task<CommerceClient> OpenAsync(CancellationToken stop) => SqliteStores.OpenAsync(path, null, stop);

        public override async Task<BareSql> BareAsync(CancellationToken stop) => new(
            await SqliteStores.ConnectAsync(path, stop), "BEGIN IMMEDIATE",
            now => now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));

        public override Task<long> SizeAsync(CancellationToken stop) => Task.FromResult(new FileInfo(path).Length);
    }
}
