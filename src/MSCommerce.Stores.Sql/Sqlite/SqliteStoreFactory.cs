using System.Data.Common;
using Microsoft.Data.Sqlite;
using MSCommerce.Stores.Transfer;
using SQLitePCL;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>
/// Opens, and makes, the embedded store: a SQLite file. Whoever can open the file may act as any of its users, so it is for rehearsal and
/// for one administrator; the file is made readable by its owner alone.
/// </summary>
public sealed class SqliteStoreFactory : IStoreFactory
{
    /// <summary>The path that is taken where none is given: <c>MSCommerce/mscommerce.db</c> in the user's local application data.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "MSCommerce", "mscommerce.db");

    /// <inheritdoc/>
    public string Scheme => "sqlite";

    /// <inheritdoc/>
    public bool TakesPath => true;

    /// <inheritdoc/>
    public async Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken)
    {
        var location = SqliteLocation.Parse(address.Value);
        Prepare(location.Path, options.Create);
        var dialect = new SqliteDialect(location);
        try
        {
            await OpenFileAsync(dialect, location, options, cancellationToken);
        }
        catch (Exception cause) when (dialect.IsOwn(cause))
        {
            throw dialect.Translate(cause, cancellationToken);
        }

        var store = new SqlStore(dialect, StoreCreation.OnlyTenant, options.Clock);
        try
        {
            await store.SignInAsync(options.Actor, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        return store;
    }

    /// <inheritdoc/>
    public async Task<ITransferTarget> OpenTargetAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) =>
        await SqliteTransferTarget.OpenAsync(SqliteLocation.Parse(address.Value), options, cancellationToken);

    /// <summary>Looks at what the file is, and makes or migrates the store in it.</summary>
    private static async Task OpenFileAsync(SqliteDialect dialect, SqliteLocation location, StoreOptions options, CancellationToken stop)
    {
        await using var connection = await dialect.ConnectAsync(stop);
        switch (await dialect.LookAsync(connection, stop))
        {
            case SqliteContent.Foreign:
                throw CommerceErrors.StoreCorrupt(location.Path, "it is a SQLite database, but not one of MSCommerce");
            case SqliteContent.Empty when !options.Create:
                throw CommerceErrors.StoreCorrupt(location.Path, "it is empty: its making was cut short, or has not begun. Connect-MSCommerce -Local -Path makes a store of it");
        }

        var migrator = new Migrator(dialect, connection);
        var version = await dialect.ReadVersionAsync(connection, stop);
        if (version > migrator.Latest)
            throw CommerceErrors.StoreNewer(location.Path, version, migrator.Latest);
        if (version < migrator.Latest)
            await MigrateAsync(dialect, connection, migrator, location, version, options, stop);
        await dialect.UseWriteAheadLogAsync(connection, stop);
    }

    private static async Task MigrateAsync(SqliteDialect dialect, DbConnection connection, Migrator migrator, SqliteLocation location, long version, StoreOptions options, CancellationToken stop)
    {
        try
        {
            // A file holds one tenant.
            await migrator.MigrateAsync(
                found => found == 0 ? StoreCreation.FillAsync(new(connection, dialect, StoreCreation.OnlyTenant, options.Clock.GetUtcNow(), stop), options) : Task.CompletedTask, stop);
        }
        catch (SqliteException cause) when (cause.SqliteErrorCode == raw.SQLITE_READONLY && version > 0)
        {
            throw CommerceErrors.StoreNeedsUpgrade(location.Path, version, migrator.Latest, cause);
        }
    }

    /// <summary>Makes an empty file where there is none; an empty file is an empty database.</summary>
    private static void Prepare(string path, bool create)
    {
        if (File.Exists(path))
            return;
        if (Directory.Exists(path))
            throw CommerceErrors.StoreUnavailable(path, new IOException("It is a folder."));
        if (!create)
            throw CommerceErrors.StoreMissing(path);

        try
        {
            MakeOwnersAlone(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another program made it first: it is as good.
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CommerceErrors.StoreUnavailable(path, cause);
        }
    }

    /// <summary>Makes an empty file that its owner alone may open.</summary>
    internal static void MakeOwnersAlone(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            // The user's profile is his alone, and what is made in it inherits that.
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            // SQLite gives the files that it makes beside this one the same mode.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }
}
