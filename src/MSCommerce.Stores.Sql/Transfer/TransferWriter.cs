using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.Transfer;

/// <summary>Makes a tenant of what a feed brings, in the transaction of its session, and reads it back before that ends.</summary>
/// <param name="session">The transaction, of the new tenant's number.</param>
/// <param name="feed">The rows.</param>
/// <param name="store">The copy's address, for errors.</param>
internal sealed class TransferWriter(SqlSession session, TransferFeed feed, string store)
{
    /// <summary>How many rows are gathered before they are inserted: so much memory a copy takes, whatever its size.</summary>
    private const int BatchSize = 20_000;

    /// <summary>Writes everything.</summary>
    /// <param name="administrator">Who is to administer the copy; null for whoever copies.</param>
    public async Task WriteAsync(string? administrator)
    {
        await session.Dialect.ExpectManyAsync(session.Connection);
        foreach (var section in feed.Sections)
        {
            var keys = await WriteAsync(section);
            if (section == TransferSchema.Tenant)
                await BeginTenantAsync(keys);
            else if (section == TransferSchema.Licenses)
                await CountSeatsAsync();
            await CountKeysAsync(TransferTables.Of(section), keys);
        }

        foreach (var section in feed.Sections)
            feed.Demand(store, section, await TransferReader.SummarizeAsync(session, section));
        await new TransferCompletion(session, feed).CompleteAsync(administrator);
        await foreach (var check in StoreChecks.ContentAsync(session))
        {
            if (!check.Passed)
                throw CommerceErrors.TransferUnsound(feed.Source.Store, check.Name, check.Detail);
        }
    }

    /// <summary>Writes a section, batch by batch.</summary>
    /// <returns>How many rows it has.</returns>
    private async Task<long> WriteAsync(TransferSection section)
    {
        var table = TransferTables.Of(section);
        var written = 0L;
        await using var rows = feed.ReadAsync(section, session.Stop).GetAsyncEnumerator(session.Stop);
        while (true)
        {
            var staged = await StageAsync(table, rows);
            if (staged > 0)
                await InsertAsync(table, written, staged);
            written += staged;
            if (staged < BatchSize)
                return written;
        }
    }

    private async Task<int> StageAsync(TransferTable table, IAsyncEnumerator<TransferRow> rows)
    {
        await session.CreateTemporaryAsync(TransferTable.StagedName, table.StagedDefinition(session.Dialect));
        using var writer = session.Dialect.OpenBulkWriter(session.Connection, TransferTable.StagedName, table.StagedColumns);
        var staged = 0;
        while (staged < BatchSize && await rows.MoveNextAsync())
        {
            session.Stop.ThrowIfCancellationRequested();
            staged++;
            if (table.Key is not null)
                writer.Write(staged);
            Write(writer, rows.Current);
            if (table.NameKey is not null)
                writer.Write(NameKey.Of(rows.Current[table.NamePlace].Text!));
            writer.EndRow();
        }

        writer.Complete();
        return staged;
    }

    private static void Write(BulkWriter writer, TransferRow row)
    {
        for (var place = 0; place < row.Section.Columns.Count; place++)
        {
            var value = row[place];
            if (value.IsNull)
                writer.WriteNull();
            else if (value.Text is { } text)
                writer.Write(text);
            else if (row.Section.Columns[place].Kind == TransferKind.Moment)
                writer.Write(UtcTime.Of(value.Moment).ToString());
            else
                writer.Write(value.Number);
        }
    }

    private async Task InsertAsync(TransferTable table, long written, int staged)
    {
        try
        {
            if (await session.ExecuteAsync(table.Insert, new { @base = written }) == staged)
                return;
        }
        catch (Exception cause) when (IsConstraint(cause))
        {
            throw CommerceErrors.TransferRowRefused(feed.Source.Store, table.Section.Name, cause.Message, cause);
        }

        for (var place = 0; place < table.Columns.Length; place++)
        {
            if (table.Section.Columns[place].References is not null && await session.FirstOrDefaultAsync<string>(table.Missing(place)) is { } id)
                throw CommerceErrors.TransferReferenceMissing(feed.Source.Store, table.Section.Name, table.Section.Columns[place].Name, id);
        }

        throw CommerceErrors.TransferDiffers(store, table.Section.Name, staged, found: 0);
    }

    /// <summary>The tenant's row is there: what its other tables rest on follows.</summary>
    private async Task BeginTenantAsync(long rows)
    {
        if (rows != 1)
            throw CommerceErrors.TransferDiffers(store, TransferSchema.Tenant.Name, sent: 1, found: rows);
        var name = await session.FirstOrDefaultAsync<string>(
            "SELECT n.name FROM tenant n JOIN tenant o ON o.tenant_id <> n.tenant_id AND (o.name = n.name OR o.tenant_guid = n.tenant_guid) WHERE n.tenant_id = @t");
        if (name is not null)
            throw CommerceErrors.TenantExists(store, name);
        await StoreCreation.AddCountersAsync(session);
    }

    private async Task CountKeysAsync(TransferTable table, long keys)
    {
        if (table.Key is not null)
            await session.TakeKeysAsync(table.Name, keys);
        else if (table.Section == TransferSchema.AuditLog)
            await session.TakeKeysAsync(table.Name, await session.ScalarAsync<long>("SELECT coalesce(max(sequence), 0) FROM audit WHERE tenant_id = @t"));
    }

    private async Task CountSeatsAsync()
    {
        try
        {
            await session.ExecuteAsync(
                """
                UPDATE subscription SET assigned = l.held
                FROM (SELECT subscription_key, count(*) AS held FROM license WHERE tenant_id = @t GROUP BY subscription_key) l
                WHERE subscription.tenant_id = @t AND subscription.subscription_key = l.subscription_key
                """);
        }
        catch (Exception cause) when (IsConstraint(cause))
        {
            throw CommerceErrors.TransferRowRefused(feed.Source.Store, TransferSchema.Licenses.Name, "a subscription has more of them than licences", cause);
        }
    }

    private bool IsConstraint(Exception cause) => session.Dialect.IsOwn(cause) && session.Dialect.Translate(cause, session.Stop) is CommerceException { ErrorId: "StoreConstraint" };
}
