using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MSCommerce.PostgreSql.Server;

/// <summary>
/// A PostgreSQL server of one's own: made in a temporary folder, reached over loopback, and gone with everything in it afterwards. It ends with this process,
/// however that ends.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    /// <summary>The superuser, who needs no password.</summary>
    public const string Superuser = "postgres";

    /// <summary>The database, if there is one of this name, that asks for passwords; no other does.</summary>
    public const string Secured = "secured";

    private const int Attempts = 3;

    private readonly DirectoryInfo _folder;
    private readonly bool _isDurable;
    private Process? _process;

    private PostgreSqlServer(DirectoryInfo folder, bool isDurable)
    {
        _folder = folder;
        _isDurable = isDurable;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="isDurable">Whether what was committed survives the server's death; it costs time.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool isDurable, CancellationToken stop)
    {
        var server = new PostgreSqlServer(Directory.CreateTempSubdirectory("mscommerce-pg-"), isDurable);
        try
        {
            await server.MakeAsync(stop);
            await server.RunAsync(stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A store's address, or any other connection URI.</summary>
    public string Address(string login, string database, string settings = "") =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{Uri.EscapeDataString(login)}@127.0.0.1:{Port}/{database}{settings}");

    /// <summary>Connects as the superuser.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database, CancellationToken stop, string login = Superuser)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = login, Database = database, Pooling = false, IncludeErrorDetail = true };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(stop);
        return connection;
    }

    /// <summary>Runs SQL as the superuser.</summary>
    public async Task ExecuteAsync(string database, string sql, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(database, stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Runs SQL with psql, as somebody would who has a login and no need of this software.</summary>
    /// <returns>What it wrote: rows without headers, or the error.</returns>
    public async Task<(bool Succeeded, string Output)> PsqlAsync(string login, string database, string sql, CancellationToken stop)
    {
        string[] arguments = ["--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--dbname", Address(login, database), "--command", sql];
        return await RunProgramAsync(Path.Combine(PostgreSqlPrograms.Folder, "psql"), arguments, stop);
    }

    /// <summary>Ends the server and starts it again, on the same port.</summary>
    public async Task RestartAsync(CancellationToken stop)
    {
        await EndAsync(keep: true);
        await RunAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Refresh();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }

    private async Task MakeAsync(CancellationToken stop)
    {
        if (PostgreSqlPrograms.OtherUser is { } user)
            await DemandAsync("chown", [user, _folder.FullName], stop);
        var (program, arguments) = AsOther(
            Path.Combine(PostgreSqlPrograms.Folder, "initdb"),
            "--pgdata", Data, "--username", Superuser, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        await DemandAsync(program, arguments, stop);
        await File.WriteAllTextAsync(
            Path.Combine(Data, "pg_hba.conf"),
            $"""
            local all all trust
            host {Secured} all 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 trust

            """,
            stop);
    }

    private async Task RunAsync(CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Port == 0 || attempt > 1)
                Port = FreePort();
            Begin();
            if (await IsReadyAsync(stop))
                return;
            await EndAsync(keep: true);
            if (attempt == Attempts)
                throw new InvalidOperationException($"PostgreSQL does not start: {await File.ReadAllTextAsync(Log, stop)}");
        }
    }

    /// <summary>
    /// The shell waits for a line or for the end of its input, which comes when this process is done or dead; then it ends the server, and removes its folder
    /// unless the line says to keep it.
    /// </summary>
    private void Begin()
    {
        const string Script = "\"$@\" >\"$MSCOMMERCE_PG_LOG\" 2>&1 </dev/null & server=$!; read -r line; kill -INT $server 2>/dev/null; wait $server; [ \"$line\" = keep ] || rm -rf \"$MSCOMMERCE_PG_FOLDER\"";
        string[] durability = _isDurable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];
        var (program, arguments) = AsOther(
            "/bin/sh",
            [
                "-c", Script, "server", Path.Combine(PostgreSqlPrograms.Folder, "postgres"), "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
                "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder.FullName}", "-c", "max_connections=200", .. durability,
            ]);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["MSCOMMERCE_PG_LOG"] = Log;
        start.Environment["MSCOMMERCE_PG_FOLDER"] = _folder.FullName;
        start.Environment["LC_ALL"] = "C";
        _process = Process.Start(start)!;
    }

    private async Task<bool> IsReadyAsync(CancellationToken stop)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(30) && !_process!.HasExited; await Task.Delay(50, stop))
        {
            try
            {
                await using var connection = await ConnectAsync("postgres", stop);
                return true;
            }
            catch (NpgsqlException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private async Task EndAsync(bool keep = false)
    {
        if (_process is null)
            return;
        if (keep && !_process.HasExited)
            await _process.StandardInput.WriteLineAsync("keep");
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Log => Path.Combine(_folder.FullName, "log");

    private static (string Program, string[] Arguments) AsOther(string program, params string[] arguments) => PostgreSqlPrograms.OtherUser is { } user
        ? ("runuser", ["-u", user, "--", program, .. arguments])
        : (program, arguments);

    private static async Task DemandAsync(string program, string[] arguments, CancellationToken stop)
    {
        if (await RunProgramAsync(program, arguments, stop) is (false, var output))
            throw new InvalidOperationException($"{program} failed: {output}");
    }

    private static async Task<(bool Succeeded, string Output)> RunProgramAsync(string program, string[] arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        return (process.ExitCode == 0, $"{await error}{await output}".Trim());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
