namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>All that an administrator can see of a tenant, as text: to tell whether anything changed.</summary>
internal static class Contents
{
    /// <summary>Everything but the audit log.</summary>
    internal static Task<string> OfAsync(string file) => ReadAsync(file, async (client, lines) =>
    {
        lines.Add($"{await client.Tenant.GetAsync(Stop)}");
        await AddAsync(lines, client.Tenant.GetUsersAsync(new(), Stop), user => $"{user with { Roles = [] }} {string.Join(',', user.Roles)}");
        await AddAsync(lines, client.Products.GetAsync(new(), Stop), product => $"{product with { Services = [] }} {string.Join(',', product.Services)}");
        await AddAsync(lines, client.Policies.GetProductsAsync(new(), Stop), policy => $"{policy}");
        await AddAsync(lines, client.Subscriptions.GetAsync(new(), Stop), subscription => $"{subscription}");
        await AddAsync(lines, client.Subscriptions.GetOrdersAsync(new(), Stop), order => $"{order}");
        await AddAsync(lines, client.Licenses.GetUsersAsync(new(), Stop), user => $"{user with { DisabledServices = [] }} {string.Join(',', user.DisabledServices)}");
        await AddAsync(lines, client.Licenses.GetFormerUsersAsync(new(), Stop), user => $"{user}");
        await AddAsync(lines, client.Billing.GetPaymentMethodsAsync(new(), Stop), card => $"{card}");
        await AddAsync(lines, client.Billing.GetBillingProfilesAsync(new(), Stop), profile => $"{profile}");
        await AddAsync(lines, client.Billing.GetInvoicesAsync(new(), Stop), invoice => $"{invoice}");
        await AddAsync(lines, client.LicenseRequests.GetAsync(new(), Stop), request => $"{request.Status} {request.DecisionMessage} {request.Users} {request}");
        lines.Add($"{await client.LicenseRequests.GetProcessAsync(Stop)}");
        await AddAsync(lines, client.Notices.GetAsync(new(), Stop), notice => $"{notice}");
    });

    /// <summary>The audit log, newest first.</summary>
    internal static async Task<IReadOnlyList<AuditEntry>> AuditAsync(string file)
    {
        var entries = new List<AuditEntry>();
        await ReadAsync(file, async (client, _) =>
        {
            await foreach (var entry in client.Audit.GetAsync(new(), Stop))
                entries.Add(entry);
        });
        return entries;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> ReadAsync(string file, Func<CommerceClient, List<string>, Task> read)
    {
        await using var client = await StoreOpener.OpenAsync(StoreOpener.AddressOf(file), new(), Stop);
        var lines = new List<string>();
        await read(client, lines);
        return string.Join('\n', lines);
    }

    private static async Task AddAsync<T>(List<string> lines, IAsyncEnumerable<T> items, Func<T, string> text)
    {
        await foreach (var item in items)
            lines.Add(text(item));
    }
}
