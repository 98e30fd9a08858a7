using System.Text;
using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Exports;
using MSCommerce.Stores.Sql.Imports;
using MSCommerce.Stores.Sql.Licenses;
using MSCommerce.Stores.Sql.Moves;
using MSCommerce.Stores.Sql.Views;

namespace MSCommerce.Stores.Sql;

/// <summary>Licences and who holds them (S3, T1).</summary>
internal sealed class SqlLicenseStore(SqlStore store) : ILicenseStore
{
    public IAsyncEnumerable<LicensedUser> GetUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ReadAsync(session, query), cancellationToken);

    public Task<long> CountUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) => store.PlanAsync(
        Permission.View, async session => await (await LicenseSelection.MakeAsync(session, query)).CountAsync(session), cancellationToken);

    public Task<long> ExportUsersAsync(
        LicensedUserQuery query, IRowSink sink, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) => store.ReadAsync(
        async session =>
        {
            session.Demand(Permission.View);
            using var export = await session.Dialect.BeginExportAsync(session.Connection, session.Stop);
            var selection = await LicenseSelection.PickAsync(session, query);
            var rows = await LicenseExport.WriteAsync(session, selection, sink, progress);
            return await selection.MissingAsync(session) is { } missing ? throw missing : rows;
        },
        cancellationToken);

    public Task<MovePlan> PlanMoveAsync(MoveUsersRequest request, CancellationToken cancellationToken) => store.ReadAsync(
        session =>
        {
            session.Demand(Permission.TakeOver);
            return MovePlanner.PlanAsync(session, request);
        },
        cancellationToken);

    public Task<IReadOnlyList<MoveResult>> MoveAsync(MovePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        store.ChangeAsync(Permission.TakeOver, session => MoveWriter.MoveAsync(session, plan, progress), dryRun: false, cancellationToken);

    public Task<ImportResult> ImportAsync(
        string source, IAsyncEnumerable<LicenseRow> rows, bool dryRun, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        store.ImportAsync(
            Permission.AdministerTenant, session => new LicenseImport(session, source, progress).RunAsync(rows, dryRun), dryRun, cancellationToken);

    public IAsyncEnumerable<LicenseSummary> GetSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ProductViews.SummaryAsync(session, query), cancellationToken);

    public Task<long> CountSummaryAsync(LicenseSummaryQuery query, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.View, session => ProductViews.CountSummaryAsync(session, query), cancellationToken);

    public IAsyncEnumerable<ProductCapacity> GetCapacityAsync(CapacityQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => ProductViews.CapacityAsync(session, query), cancellationToken);

    public Task<long> CountCapacityAsync(CapacityQuery query, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.View, session => ProductViews.CountCapacityAsync(session, query), cancellationToken);

    public IAsyncEnumerable<FormerLicensedUser> GetFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) =>
        store.StreamAsync(Permission.View, session => FormerUserList.ReadAsync(session, query), cancellationToken);

    public Task<long> CountFormerUsersAsync(LicensedUserQuery query, CancellationToken cancellationToken) =>
        store.PlanAsync(Permission.View, session => FormerUserList.CountAsync(session, query), cancellationToken);

    // Who may assign, the rules say of each subscription.
    public Task<LicensePlan> PlanAssignAsync(AssignLicensesRequest request, CancellationToken cancellationToken) =>
        store.ReadAsync(session => AssignmentPlanner.PlanAsync(session, request), cancellationToken);

    public Task<LicensePlan> PlanUnassignAsync(UnassignLicensesRequest request, CancellationToken cancellationToken) =>
        store.ReadAsync(session => UnassignmentPlanner.PlanAsync(session, request), cancellationToken);

    public Task<IReadOnlyList<LicenseResult>> ApplyAsync(LicensePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        store.ChangeAsync(permission: null, session => new LicenseWriter(session, plan, progress).ApplyAsync(), dryRun: false, cancellationToken);

    private static async IAsyncEnumerable<LicensedUser> ReadAsync(SqlSession session, LicensedUserQuery query)
    {
        var selection = await LicenseSelection.MakeAsync(session, query);
        await foreach (var row in selection.ReadAsync(session))
        {
            var subscription = selection.Subscriptions[row.GetInt32(LicenseSelection.Ordinal) - 1];
            yield return new LicensedUser
            {
                Purchaser = subscription.Purchaser,
                UserPrincipalName = row.GetString(LicenseSelection.Upn),
                DisplayName = row.GetString(LicenseSelection.DisplayName),
                UserId = row.GetString(LicenseSelection.UserId),
                ProductName = subscription.ProductName,
                ProductId = subscription.ProductId,
                SubscriptionId = subscription.SubscriptionId,
                AssignedAt = row.GetTime(LicenseSelection.AssignedAt).Value,
                AccountEnabled = row.GetInt64(LicenseSelection.Enabled) != 0,
                DisabledServices = row.GetStringOrNull(LicenseSelection.ServicesOff)?.Split(';') ?? [],
                AssignedBy = LicensePath.Direct,
            };
        }

        if (await selection.MissingAsync(session) is { } missing)
            throw missing;
    }
}

/// <summary>Writes licensed users as UTF-8, from the engine's bytes to the sink's: the way for a million of them.</summary>
internal static class LicenseExport
{
    private const int ProgressEvery = 10_000;

    private const string Activity = "Exporting licensed users";

    public static async Task<long> WriteAsync(SqlSession session, LicenseSelection selection, IRowSink sink, IProgress<OperationProgress>? progress)
    {
        await using var rows = await OpenAsync(session, selection);
        var count = 0L;
        var ordinal = 0L;
        var group = new Group();
        while (await rows.ReadAsync())
        {
            if (rows.Number(LicenseSelection.Ordinal) != ordinal)
            {
                ordinal = rows.Number(LicenseSelection.Ordinal);
                group.Become(selection.Subscriptions[(int)ordinal - 1]);
            }

            sink.WriteField(group.Purchaser);
            sink.WriteField(rows.Text(LicenseSelection.Upn));
            sink.WriteField(rows.Text(LicenseSelection.DisplayName));
            sink.WriteField(rows.Text(LicenseSelection.UserId));
            sink.WriteField(group.ProductName);
            sink.WriteField(group.ProductId);
            sink.WriteField(group.SubscriptionId);
            sink.WriteField(rows.Time(LicenseSelection.AssignedAt));
            sink.WriteField(rows.Number(LicenseSelection.Enabled) != 0 ? "True"u8 : "False"u8);
            sink.WriteField(rows.Text(LicenseSelection.ServicesOff));
            // There are no groups: every licence was given to its user.
            sink.WriteField("Direct"u8);
            sink.WriteField(default);
            sink.EndRow();
            if (++count % ProgressEvery == 0)
            {
                session.Stop.ThrowIfCancellationRequested();
                progress?.Report(new(Activity, count, selection.Total));
            }
        }

        progress?.Report(new(Activity, count, count));
        return count;
    }

    /// <summary>Joins the licences here where that pays; else the database looks up the users of each subscription.</summary>
    private static async Task<IExportReader> OpenAsync(SqlSession session, LicenseSelection selection)
    {
        if (await LicenseJoin.PaysAsync(session, selection))
            return new ExportAhead(await LicenseJoin.OpenAsync(session, selection), LicenseSelection.Columns);
        await selection.FillAsync(session);
        return session.Dialect.OpenExport(
            session.Connection, selection.Sql, LicenseSelection.Columns, session.Stop, ("t", session.TenantId), ("actor", session.Actor.UserKey));
    }

    /// <summary>What the rows of a subscription share, made once for all of them.</summary>
    private sealed class Group
    {
        private readonly (int Start, int Length)[] _fields = new (int, int)[4];
        private byte[] _bytes = new byte[512];
        private int _length;

        public ReadOnlySpan<byte> Purchaser => Field(0);

        public ReadOnlySpan<byte> ProductName => Field(1);

        public ReadOnlySpan<byte> ProductId => Field(2);

        public ReadOnlySpan<byte> SubscriptionId => Field(3);

        public void Become(PickedSubscription subscription)
        {
            _length = 0;
            Set(0, subscription.Purchaser);
            Set(1, subscription.ProductName);
            Set(2, subscription.ProductId);
            Set(3, subscription.SubscriptionId);
        }

        private void Set(int field, string? text)
        {
            var most = Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);
            if (_bytes.Length - _length < most)
                Array.Resize(ref _bytes, _length + most);
            var length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
            _fields[field] = (_length, length);
            _length += length;
        }

        private ReadOnlySpan<byte> Field(int field) => _bytes.AsSpan(_fields[field].Start, _fields[field].Length);
    }
}
