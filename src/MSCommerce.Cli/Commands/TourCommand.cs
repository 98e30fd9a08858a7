using System.CommandLine;
using MSCommerce.Cli.Tour;
using MSCommerce.Samples;

namespace MSCommerce.Cli.Commands;

/// <summary>Shows the three main jobs on a sample tenant, and checks that each was done.</summary>
internal sealed class TourCommand(StoreOpener stores, Terminal terminal) : HostCommand
{
    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the sample tenant and the exported file, and say where they are." };

    /// <inheritdoc/>
    public override string Description => "Shows the three main jobs done on a sample tenant, with the PowerShell line of each step.";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [_keep];

    /// <inheritdoc/>
    public override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mscommerce-tour-");
        var keep = parsed.GetValue(_keep);
        var page = new TourPage(terminal);
        try
        {
            await WalkAsync(page, folder.FullName, keep, cancellationToken);
        }
        finally
        {
            if (!keep)
                folder.Delete(recursive: true);
        }

        if (page.Failures == 0)
            return ExitCodes.Done;
        await terminal.Error.WriteLineAsync($"{page.Failures} of the tour's checks failed. Please report it, with the output above.");
        return ExitCodes.Unexpected;
    }

    private async Task WalkAsync(TourPage page, string folder, bool keep, CancellationToken stop)
    {
        var store = new EmbeddedStoreFile(Path.Combine(folder, "tenant.db"));
        page.Say($"A tour of MSCommerce, in PowerShell and without it. It makes a sample tenant in {store.Path} ({(keep ? "kept" : "deleted")} at the end) and does three jobs on it. Each step shows the PowerShell line that does it, and what came of it.");
        page.PowerShell("Connect-MSCommerce -Local -Sample -Path tenant.db");
        await using (var client = await stores.CreateAsync(store.Address, SampleTenant.StoreOptions, stop))
        {
            var context = await ProgressDisplay.RunAsync(terminal, progress => SampleTenant.CreateAsync(client, new SampleOptions(), progress, stop));
            var users = await client.Tenant.GetUsersAsync(new(), stop).CountAsync(stop);
            page.Check(context.IsSample && users == SampleOptions.SmallUsers, $"{context.TenantName}: a company that exists nowhere, with {users} users. You are {context.Actor}.");

            string[] done =
            [
                await new PolicyChapter(client, page).RunAsync(stop),
                await new UserChapter(client, page, Path.Combine(folder, "users.csv")).RunAsync(stop),
                await new MoveChapter(client, page).RunAsync(stop),
            ];
            await CheckStoreAsync(client, page, stop);
            Conclude(page, done, keep ? folder : null);
        }
    }

    private static async Task CheckStoreAsync(CommerceClient client, TourPage page, CancellationToken stop)
    {
        page.Chapter("Is the store sound?");
        page.PowerShell("Test-MSCommerceStore");
        var checks = await client.Tenant.CheckAsync(stop).ToListAsync(stop);
        page.Table([new("Name"), new("Passed"), new("Detail")], checks.Select(check => new[] { check.Name, check.Passed ? "True" : "False", check.Detail }));
        page.Check(checks.Count > 0 && checks.TrueForAll(check => check.Passed), $"{checks.Count} checks passed.");
    }

    private static void Conclude(TourPage page, string[] done, string? kept)
    {
        page.Chapter(page.Failures == 0 ? "Done" : "Not everything was done");
        for (var i = 0; i < done.Length; i++)
            page.Check(page.Failures == 0, done[i]);

        page.Say("Where to go next:");
        page.Lines(
        [
            "Try for yourself         PS> Connect-MSCommerce -Local -Sample -Path sample.db",
            "  without PowerShell       > mscommerce sample create --path sample.db",
            "Bring your own users     PS> Import-MSCommerceUser -Path users.csv",
            "  without PowerShell       > mscommerce user import --path users.csv",
            "Every command            PS> Get-Command -Module MSCommerce",
            "  without PowerShell       > mscommerce --help",
        ]);
        if (kept is not null)
            page.Say($"The sample tenant and the exported file are kept in {kept}");
    }
}
