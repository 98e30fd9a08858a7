namespace MSCommerce.Cli.Tests;

public sealed class TourTests
{
    [Fact]
    [Trait("Requirement", "X8")]
    public async Task The_tour_does_the_three_jobs_says_so_and_leaves_nothing_behind()
    {
        var temporary = Directory.CreateTempSubdirectory("mscommerce-tour-test-");
        try
        {
            var run = await CommandLine.RunAsync(["tour"], "", ("TMPDIR", temporary.FullName), ("TEMP", temporary.FullName), ("TMP", temporary.FullName));

            Assert.True(run.ExitCode == 0, run.Out + run.Error);
            Assert.Empty(run.Error);
            Assert.DoesNotContain("[FAILED]", run.Out, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', run.Out);
            Assert.Contains("[ok] Self-service purchase is off for Planner Plan 1, Power BI", run.Out, StringComparison.Ordinal);
            Assert.Matches(@"\[ok\] \d+ licensed users were exported", run.Out);
            Assert.Matches(@"\[ok\] \d+ people went from .+'s", run.Out);
            Assert.Empty(temporary.EnumerateFileSystemInfos());
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_tour_that_is_kept_leaves_a_store_that_can_be_used()
    {
        var temporary = Directory.CreateTempSubdirectory("mscommerce-tour-test-");
        try
        {
            var tour = await CommandLine.RunAsync(["tour", "--keep"], "", ("TMPDIR", temporary.FullName), ("TEMP", temporary.FullName), ("TMP", temporary.FullName));
            Assert.Equal(0, tour.ExitCode);

            var folder = Assert.Single(temporary.EnumerateDirectories());
            Assert.Contains(folder.FullName, tour.Out, StringComparison.Ordinal);
            var test = await CommandLine.RunAsync("store", "test", "--store", $"sqlite:{Path.Combine(folder.FullName, "tenant.db")}");
            Assert.Equal(0, test.ExitCode);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_tour_shows_the_PowerShell_line_of_every_step_whole()
    {
        var run = await CommandLine.RunAsync("tour");

        string[] cmdlets = [.. run.Lines.Where(line => line.StartsWith("PS> ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
        Assert.Equal(
            [
                "Connect-MSCommerce", "Get-MSCommerceProductPolicies", "Update-MSCommerceProductPolicy", "Update-MSCommerceProductPolicy", "Update-MSCommerceProductPolicy",
                "Get-SelfServiceSubscription", "Export-SelfServiceUser", "Move-SelfServiceUsers", "Move-SelfServiceUsers", "Get-SelfServiceSubscription",
                "Get-SelfServiceUser", "Get-MSCommerceNotice", "Get-MSCommerceAuditLog", "Test-MSCommerceStore",
            ],
            cmdlets);
    }
}
