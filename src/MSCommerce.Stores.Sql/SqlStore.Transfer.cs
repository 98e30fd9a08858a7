using System.Runtime.CompilerServices;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Transfer;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql;

/// <content>The tenant as it travels (X4): one transaction that sees one state, from the first section to the last.</content>
internal sealed partial class SqlStore : ITransferStore
{
    public ITransferStore Transfer => this;

    async Task<ITransferSnapshot> ITransferStore.OpenAsync(CancellationToken cancellationToken)
    {
        var run = await BeginAsync(RunKind.Read, cancellationToken);
        try
        {
            run.Session.Demand(Permission.AdministerTenant);
            return new Snapshot(this, run);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    private sealed class Snapshot(SqlStore store, Run run) : ITransferSnapshot
    {
        public IReadOnlyCollection<TransferSection> Sections => TransferSchema.Sections;

        public async IAsyncEnumerable<TransferRow> ReadAsync(TransferSection section, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await using var rows = TransferReader.ReadAsync(run.Session, section).GetAsyncEnumerator(cancellationToken);
            while (await store.AdvanceAsync(rows, cancellationToken))
                yield return rows.Current;
        }

        public ValueTask DisposeAsync() => run.DisposeAsync();
    }
}
