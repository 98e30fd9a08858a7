using MSCommerce.Stores;

namespace MSCommerce.Benchmarks;

/// <summary>A database engine that holds stores, for what is measured in both.</summary>
internal abstract class Engine
{
    /// <summary>Both.</summary>
    public static IReadOnlyList<Engine> All { get; } = [new SqliteEngine(), new PostgreSqlEngine()];

    /// <summary>As it is called in names of benchmarks.</summary>
    public abstract string Name { get; }

    /// <summary>What is not installed; null where it can be used.</summary>
    public abstract string? Missing { get; }

    /// <summary>Makes a store that is gone after the run.</summary>
    public abstract Task<EngineStore> MakeAsync(Laboratory lab, string name, StoreOptions options, Func<CommerceClient, Task> fill, CancellationToken stop);

    /// <summary>A sample tenant, to be left as it is.</summary>
    public abstract Task<EngineStore> SampleAsync(Laboratory lab, int users, CancellationToken stop);

    /// <summary>A sample tenant whose users hold several licences each.</summary>
    public abstract Task<EngineStore> ManyAsync(Laboratory lab, int users, int rows, CancellationToken stop);
}

/// <summary>A store in an engine.</summary>
internal abstract class EngineStore
{
    /// <summary>As Connect-MSCommerce takes it.</summary>
    public abstract string Address { get; }

    public abstract Task<CommerceClient> OpenAsync(CancellationToken stop);

    public abstract Task<BareSql> BareAsync(CancellationToken stop);

    /// <summary>What it takes on the disk (bytes).</summary>
    public abstract Task<long> SizeAsync(CancellationToken stop);
}
