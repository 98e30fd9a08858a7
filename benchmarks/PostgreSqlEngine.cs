using System.Globalization;
using MSCommerce.Stores;

namespace MSCommerce.Benchmarks;

/// <summary>PostgreSQL.</summary>
internal sealed class PostgreSqlEngine : Engine
{
    public override string Name => "postgresql";

    public override string? Missing => Laboratory.PostgreSqlMissing;

    public override async Task<EngineStore> MakeAsync(Laboratory lab, string name, StoreOptions options, Func<CommerceClient, Task> fill, CancellationToken stop)
    {
        var postgres = await lab.PostgreSqlAsync(stop);
        return new Store(postgres, await postgres.MakeAsync(name, options, fill, stop));
    }

    public override async Task<EngineStore> SampleAsync(Laboratory lab, int users, CancellationToken stop)
    {
        var postgres = await lab.PostgreSqlAsync(stop);
        return new Store(postgres, await postgres.SampleAsync(users, stop));
    }

    public override async Task<EngineStore> ManyAsync(Laboratory lab, int users, int rows, CancellationToken stop)
    {
        var postgres = await lab.PostgreSqlAsync(stop);
        return new Store(postgres, await postgres.ManyAsync(users, rows, stop));
    }

    private sealed class Store(PostgreSqlLaboratory postgres, string database) : EngineStore
    {
        public override string Address => postgres.Address(database);

        public override Task<CommerceClient> OpenAsync(CancellationToken stop) => postgres.OpenAsync(database, stop);

        public override async Task<BareSql> BareAsync(CancellationToken stop) => new(
            await postgres.ConnectAsync(database, stop), "BEGIN; SET LOCAL jit = off; SELECT begin_change()", now => now);

        public override async Task<long> SizeAsync(CancellationToken stop)
        {
            await using var connection = await postgres.ConnectAsync(database, stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_database_size(current_database())";
            return Convert.ToInt64(await command.ExecuteScalarAsync(stop), CultureInfo.InvariantCulture);
        }
    }
}
