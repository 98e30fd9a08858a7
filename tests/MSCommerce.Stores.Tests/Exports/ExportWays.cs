using System.Globalization;
using System.Text;
using MSCommerce.Stores.Sql;
using MSCommerce.Stores.Sql.Exports;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Stores.Tests.Exports;

/// <summary>The two ways to the rows of an export: looked up by the database, and joined here.</summary>
internal static class ExportWays
{
    private const int Users = 400;

    /// <summary>Users of whom some hold two licences, with services switched off in one, in both or in none, and some are disabled.</summary>
    public static async Task FillAsync(ICommerceStore store, CancellationToken stop)
    {
        await Crowd.FillAsync(store, Users, stop);
        await foreach (var product in store.Catalog.GetProductsAsync(stop))
        {
            if (product.ProductName == "Power BI Pro")
                await store.Catalog.ImportAsync("services", [product with { Services = ["Power BI", "Paginated Reports"] }], dryRun: false, stop);
        }

        await store.Licenses.ImportAsync("target", LicensesAsync(Crowd.Target, 3), dryRun: false, null, stop);
        await store.Licenses.ImportAsync("source", LicensesAsync(Crowd.Source, 5), dryRun: false, null, stop);
        await store.Tenant.ImportUsersAsync("disabled", DisabledAsync(), dryRun: false, null, stop);
    }

    /// <summary>The rows of a query as the database looks them up.</summary>
    public static Task<List<string>> WalkAsync(ICommerceStore store, LicensedUserQuery query, CancellationToken stop) => ((SqlStore)store).ReadAsync(
        async session =>
        {
            var selection = await LicenseSelection.MakeAsync(session, query);
            await using var rows = session.Dialect.OpenExport(session.Connection, selection.Sql, LicenseSelection.Columns, stop, ("t", session.TenantId), ("actor", session.Actor.UserKey));
            return await ReadAsync(rows);
        },
        stop);

    /// <summary>The rows of a query joined here, with little memory, so that they are written and read again.</summary>
    public static Task<List<string>> JoinAsync(ICommerceStore store, LicensedUserQuery query, CancellationToken stop) => ((SqlStore)store).ReadAsync(
        async session =>
        {
            var selection = await LicenseSelection.PickAsync(session, query);
            Assert.True(selection.IsWhole);
            await using var rows = await LicenseJoin.OpenAsync(session, selection, licenseBytes: 2_000, rowBytes: 5_000);
            return await ReadAsync(rows);
        },
        stop);

    private static async Task<List<string>> ReadAsync(IExportReader rows)
    {
        var read = new List<string>();
        while (await rows.ReadAsync())
        {
            read.Add(string.Join('|', LicenseSelection.Columns.Select((kind, column) => kind switch
            {
                ExportColumn.Number => rows.Number(column).ToString(CultureInfo.InvariantCulture),
                ExportColumn.Text => Encoding.UTF8.GetString(rows.Text(column)),
                _ => Encoding.UTF8.GetString(rows.Time(column)),
            })));
        }

        return read;
    }

    private static async IAsyncEnumerable<LicenseRow> LicensesAsync(string subscriptionId, int every)
    {
        for (var number = 1; number <= Users; number += every)
        {
            IReadOnlyList<string> off = (number % 4) switch { 0 => ["Power BI", "Paginated Reports"], 1 => ["Paginated Reports"], _ => [] };
            yield return new LicenseRow { Line = number + 1, SubscriptionId = subscriptionId, User = Crowd.Name(number), DisabledServices = off };
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<UserRow> DisabledAsync()
    {
        await foreach (var user in Crowd.UsersAsync(10, 20))
            yield return user with { AccountEnabled = false };
    }
}
