using MSCommerce.Files;
using MSCommerce.Stores.Sql.Transfer;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.Sqlite;

/// <summary>A file that is to be a copy. It is made beside its place and moved there once it is whole.</summary>
internal sealed class SqliteTransferTarget : ITransferTarget
{
    private readonly SqliteLocation _location;
    private readonly StoreOptions _options;

    private SqliteTransferTarget(SqliteLocation location, StoreOptions options) => (_location, _options) = (location, options);

    public string Store => $"sqlite:{_location.Path}";

    /// <summary>Looks whether the file may be made.</summary>
    public static async Task<SqliteTransferTarget> OpenAsync(SqliteLocation location, StoreOptions options, CancellationToken stop)
    {
        if (Directory.Exists(location.Path))
            throw CommerceErrors.FileUnwritable(location.Path, new IOException("It is a folder."));
        if (File.Exists(location.Path))
        {
            if (!options.Replace)
                throw CommerceErrors.FileExists(location.Path);
            await DemandStoreAsync(location, stop);
        }

        return new(location, options);
    }

    public async Task ReceiveAsync(TransferFeed feed, CancellationToken cancellationToken)
    {
        using var partial = PartialFile.Beside(_location.Path);
        var place = _location with { Path = partial.Path };
        SqliteStoreFactory.MakeOwnersAlone(place.Path);
        var dialect = new SqliteDialect(place);
        try
        {
            await using var connection = await dialect.ConnectAsync(cancellationToken);
            using var interrupt = dialect.Interruptible(connection, cancellationToken);
            await new Migrator(dialect, connection).MigrateAsync(
                _ => new TransferWriter(new(connection, dialect, StoreCreation.OnlyTenant, _options.Clock.GetUtcNow(), cancellationToken), feed, Store).WriteAsync(_options.Actor), cancellationToken);
        }
        catch (Exception cause) when (dialect.IsOwn(cause))
        {
            // Of the place that was named, not of the file beside it.
            throw SqliteErrors.Translate(cause, _location.Path, cancellationToken);
        }

        await PlaceAsync(place.Path, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task PlaceAsync(string partial, CancellationToken stop)
    {
        try
        {
            if (_options.Replace && File.Exists(_location.Path))
                await SettleAsync(stop);
            stop.ThrowIfCancellationRequested();
            File.Move(partial, _location.Path, overwrite: _options.Replace);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw !_options.Replace && File.Exists(_location.Path) ? CommerceErrors.FileExists(_location.Path) : CommerceErrors.FileUnwritable(_location.Path, cause);
        }
    }

    /// <summary>
    /// Takes the log beside the file that is replaced back into it: what lay there would be read as the new one's, and to delete it would lose what is in it if the
    /// new one did not come. It can be done where nobody else has the file open.
    /// </summary>
    private async Task SettleAsync(CancellationToken stop)
    {
        var dialect = new SqliteDialect(_location with { LockTimeout = TimeSpan.FromSeconds(1) });
        try
        {
            await using var connection = await dialect.ConnectAsync(stop);
            if (!await SqliteDialect.LeaveWriteAheadLogAsync(connection, stop))
                throw CommerceErrors.CopyReplacesOpen(_location.Path);
        }
        catch (Exception cause) when (dialect.IsOwn(cause))
        {
            throw CommerceErrors.CopyReplacesOpen(_location.Path, cause);
        }
    }

    /// <summary>Nothing but a store is replaced: whoever mistypes a path loses nothing.</summary>
    private static async Task DemandStoreAsync(SqliteLocation location, CancellationToken stop)
    {
        var dialect = new SqliteDialect(location);
        try
        {
            await using var connection = await dialect.ConnectAsync(stop);
            if (await dialect.LookAsync(connection, stop) != SqliteContent.Store)
                throw CommerceErrors.StoreCorrupt(location.Path, "it is not one of MSCommerce, and is not replaced");
        }
        catch (Exception cause) when (dialect.IsOwn(cause))
        {
            throw dialect.Translate(cause, stop);
        }
    }
}
