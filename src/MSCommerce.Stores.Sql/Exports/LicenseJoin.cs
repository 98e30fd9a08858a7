namespace MSCommerce.Stores.Sql.Exports;

/// <summary>
/// The rows of a large export, joined here and not by the database: it reads licences and users one after the other, each once and as they lie. To look up a
/// million users in the order of their subscriptions, as a <see cref="LicenseStatement"/> does, takes several times as long. Licences are sorted by user, then,
/// with the user's names, by subscription; so the order is that of the statement, and the memory the same for any number.
/// </summary>
internal sealed class LicenseJoin : IDisposable
{
    /// <summary>How much is held of the licences by user, and of the rows by subscription (bytes).</summary>
    public const int LicenseBytes = 4 << 20, RowBytes = 8 << 20;

    /// <summary>From so many licences on.</summary>
    private const int FewestLicenses = 50_000;

    /// <summary>All users are read: where they are more than so many for each licence, those who hold one are better looked up.</summary>
    private const int MostUsersPerLicense = 4;

    private const int StopEvery = 10_000;

    private const string Services =
        """
        SELECT o.user_key, o.subscription_key, v.name
        FROM license_service_off o CROSS JOIN product_service v
        WHERE o.tenant_id = @t AND v.tenant_id = @t AND v.product_key = o.product_key AND v.service_key = o.service_key
        ORDER BY o.subscription_key, o.user_key, o.service_key
        """;

    // Every key is above 0: SQLite, which knows that all licences are one tenant's, would walk an index and look up each licence in the table.
    private const string Licenses = "SELECT user_key, subscription_key, assigned_at FROM license WHERE tenant_id = @t AND subscription_key > 0";

    private const string Users = "SELECT user_key, upn, display_name, user_id, account_enabled FROM tenant_user WHERE tenant_id = @t ORDER BY user_key";

    private readonly SqlSession _session;
    private readonly Dictionary<long, int> _ordinals;
    private readonly RecordSort _byUser;
    private readonly RecordSort _rows;
    private readonly FieldList _record = new();

    // The services that are switched off for the user whose licences are being joined: of which licence, and how long its name is.
    private readonly List<(int Ordinal, int Length)> _services = [];
    private readonly FieldList _serviceNames = new();
    private readonly FieldList _servicesOff = new();

    private LicenseJoin(SqlSession session, LicenseSelection selection, int licenseBytes, int rowBytes)
    {
        _session = session;
        _byUser = new(licenseBytes);
        _rows = new(rowBytes);
        _ordinals = new(selection.Subscriptions.Count);
        for (var index = 0; index < selection.Subscriptions.Count; index++)
            _ordinals.Add(selection.Subscriptions[index].Key, index + 1);
    }

    /// <summary>Whether it is the faster way.</summary>
    public static async Task<bool> PaysAsync(SqlSession session, LicenseSelection selection)
    {
        if (selection is not { IsWhole: true, Total: >= FewestLicenses and var licenses })
            return false;
        var most = licenses * MostUsersPerLicense;
        // An import leaves out keys, so that there are no more users than the last: where that is few enough, they need not be counted.
        return await session.ScalarAsync<long>("SELECT last FROM key_counter WHERE tenant_id = @t AND name = 'tenant_user'") <= most
            || await session.ScalarAsync<long>("SELECT count(*) FROM tenant_user WHERE tenant_id = @t") <= most;
    }

    /// <summary>Joins them.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="selection">The subscriptions, of whose licences all are meant.</param>
    /// <param name="licenseBytes">How much of the licences is held.</param>
    /// <param name="rowBytes">How much of the rows is held.</param>
    /// <returns>The rows, with the columns of <see cref="LicenseSelection"/>.</returns>
    /// <exception cref="CommerceException"><c>FileUnwritable</c>: the folder for temporary files.</exception>
    public static async Task<IExportReader> OpenAsync(SqlSession session, LicenseSelection selection, int licenseBytes = LicenseBytes, int rowBytes = RowBytes)
    {
        var join = new LicenseJoin(session, selection, licenseBytes, rowBytes);
        try
        {
            // What is switched off comes before the licences: of the records of one user it is read first.
            await join.ReadServicesAsync();
            await join.ReadLicensesAsync();
            await join.ReadUsersAsync();
            return new LicenseJoinReader(join._rows);
        }
        catch
        {
            join._rows.Dispose();
            throw;
        }
        finally
        {
            join.Dispose();
        }
    }

    public void Dispose() => _byUser.Dispose();

    private async Task ReadServicesAsync()
    {
        await using var services = Open(Services, ExportColumn.Number, ExportColumn.Number, ExportColumn.Text);
        while (await services.ReadAsync())
        {
            if (_ordinals.TryGetValue(services.Number(1), out var ordinal))
                Add(services.Number(0), -ordinal, services.Text(2));
        }
    }

    private async Task ReadLicensesAsync()
    {
        await using var licenses = Open(Licenses, ExportColumn.Number, ExportColumn.Number, ExportColumn.Time);
        for (var count = 1L; await licenses.ReadAsync(); count++)
        {
            if (_ordinals.TryGetValue(licenses.Number(1), out var ordinal))
                Add(licenses.Number(0), ordinal, licenses.Time(2));
            if (count % StopEvery == 0)
                _session.Stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Adds a licence, or with a negative ordinal a service that is switched off in it.</summary>
    private void Add(long userKey, int ordinal, ReadOnlySpan<byte> text)
    {
        _record.Clear();
        _record.AddNumber(ordinal);
        _record.AddRest(text);
        _byUser.Add(userKey, _record.Bytes);
    }

    private async Task ReadUsersAsync()
    {
        var user = new FieldList();
        // To the last, whoever has a licence: a statement that is left before its end spoils the transaction in PostgreSQL.
        await using var users = Open(Users, ExportColumn.Number, ExportColumn.Text, ExportColumn.Text, ExportColumn.Text, ExportColumn.Number);
        var hasLicense = _byUser.Read();
        for (var count = 1L; await users.ReadAsync(); count++)
        {
            if (count % StopEvery == 0)
                _session.Stop.ThrowIfCancellationRequested();
            var key = users.Number(0);
            while (hasLicense && _byUser.Key < key)
                hasLicense = _byUser.Read();
            if (!hasLicense || _byUser.Key > key)
                continue;
            user.Clear();
            user.Add(users.Text(1));
            user.Add(users.Text(2));
            user.Add(users.Text(3));
            var enabled = users.Number(4) == 0 ? "0"u8 : "1"u8;
            _services.Clear();
            _serviceNames.Clear();
            for (; hasLicense && _byUser.Key == key; hasLicense = _byUser.Read())
                Join(user, enabled, _byUser.Record);
        }
    }

    private void Join(FieldList user, ReadOnlySpan<byte> enabled, ReadOnlySpan<byte> record)
    {
        var ordinal = FieldList.TakeNumber(ref record);
        if (ordinal < 0)
        {
            _services.Add((-ordinal, record.Length));
            _serviceNames.AddRest(record);
            return;
        }

        // The columns of a selection, after its first.
        _record.Clear();
        _record.AddRest(user.Bytes);
        _record.Add(record);
        _record.Add(enabled);
        _record.Add(ServicesOff(ordinal));
        _rows.Add(ordinal, _record.Bytes);
    }

    /// <summary>The names of the services that are switched off in a licence of the user, as an export has them.</summary>
    private ReadOnlySpan<byte> ServicesOff(int ordinal)
    {
        _servicesOff.Clear();
        var names = _serviceNames.Bytes;
        foreach (var (of, length) in _services)
        {
            if (of == ordinal)
            {
                if (!_servicesOff.Bytes.IsEmpty)
                    _servicesOff.AddRest(";"u8);
                _servicesOff.AddRest(names[..length]);
            }

            names = names[length..];
        }

        return _servicesOff.Bytes;
    }

    private IExportReader Open(string sql, params ExportColumn[] columns) =>
        _session.Dialect.OpenExport(_session.Connection, sql, columns, _session.Stop, ("t", _session.TenantId));
}
