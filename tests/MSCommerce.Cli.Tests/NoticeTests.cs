using MSCommerce.MailServer;

namespace MSCommerce.Cli.Tests;

/// <summary>E-mails from the outbox to a mail server, over TLS and with a password, as a runbook sends them.</summary>
[Trait("Requirement", "N1")]
public sealed class NoticeTests(SampleStores samples)
{
    [Fact]
    public async Task E_mails_arrive_over_TLS_with_a_password_and_are_recorded_as_sent()
    {
        var (authority, certificate) = Certificate();
        await using var server = await TestMailServer.StartAsync("--certificate", certificate, "--require-tls", "--user", "licences", "--password", "right horse");
        var store = await StoreWithNoticesAsync();
        string[] arguments = [.. Send(server, store), "--use-tls", "--user-name", "licences"];

        var planned = await CommandLine.RunAsync([.. arguments, "--what-if"], "", ("MSCOMMERCE_PASSWORD", "right horse"));
        Assert.Equal((0, 0), (planned.ExitCode, server.Taken.Count));
        var sent = await CommandLine.RunAsync([.. arguments, "--password-stdin"], "right horse\n", ("SSL_CERT_FILE", authority));

        Assert.True(sent.ExitCode == 0, sent.Error);
        var notices = await NoticesAsync(store);
        Assert.Equal(planned.Json.GetArrayLength(), notices.Count);
        Assert.All(notices, notice => Assert.Equal("Sent", notice.Status));
        Assert.Equal(notices.Select(notice => notice.Recipient).Order(), server.Taken.SelectMany(taken => taken.To).Order());
        Assert.All(server.Taken, taken => Assert.Equal((true, "licences"), (taken.IsEncrypted, taken.User)));
        Assert.Equal("[]", (await CommandLine.RunAsync([.. arguments, "--password-stdin"], "right horse\n", ("SSL_CERT_FILE", authority))).Out.Trim());
        Assert.Equal(notices.Count, server.Taken.Count);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gets_neither_password_nor_e_mail()
    {
        var (_, certificate) = Certificate();
        await using var server = await TestMailServer.StartAsync("--certificate", certificate, "--user", "licences", "--password", "right horse");
        var store = await StoreWithNoticesAsync();

        var run = await CommandLine.RunAsync([.. Send(server, store), "--use-tls", "--user-name", "licences", "--password-stdin"], "right horse");

        Assert.Equal(13, run.ExitCode);
        Assert.Contains("TLS failed", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("right horse", run.Out + run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
        Assert.All(await NoticesAsync(store), notice => Assert.Equal("Pending", notice.Status));
    }

    [Fact]
    public async Task A_wrong_password_is_exit_code_5_and_is_not_repeated()
    {
        await using var server = await TestMailServer.StartAsync("--user", "licences", "--password", "right horse");

        var run = await CommandLine.RunAsync([.. Send(server, await StoreWithNoticesAsync()), "--user-name", "licences", "--password-stdin", "--verbose"], "wrong-horse");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("MailServerRefused", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-horse", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E_mails_that_were_not_sent_are_exit_code_20()
    {
        await using var server = await TestMailServer.StartAsync("--refuse", "sven*=550 5.1.1 No such user");
        var store = await StoreWithNoticesAsync();

        var run = await CommandLine.RunAsync(Send(server, store));

        Assert.Equal(20, run.ExitCode);
        Assert.Contains(run.Json.EnumerateArray(), row => row.GetProperty("Error").GetString()?.Contains("No such user", StringComparison.Ordinal) == true);
        Assert.All(await NoticesAsync(store), notice => Assert.Equal(notice.Recipient.StartsWith("sven", StringComparison.Ordinal) ? "Undeliverable" : "Sent", notice.Status));
    }

    [Fact]
    public async Task What_was_sent_before_the_server_died_is_shown()
    {
        await using var server = await TestMailServer.StartAsync("--die", "3");
        var store = await StoreWithNoticesAsync();

        var run = await CommandLine.RunAsync(Send(server, store));

        Assert.Equal(13, run.ExitCode);
        Assert.Equal(["Sent", "Sent", "Failed"], run.Json.EnumerateArray().Select(row => row.GetProperty("Status").GetString()));
        Assert.Equal(3, server.Taken.Count);
        Assert.Equal(2, (await NoticesAsync(store)).Count(notice => notice.Status == "Sent"));
    }

    private static string[] Send(TestMailServer server, string store) =>
        ["notice", "send", "--smtp-server", "localhost", "--port", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--output", "json", "--store", store];

    private static async Task<IReadOnlyList<(string Recipient, string Status)>> NoticesAsync(string store)
    {
        var run = await CommandLine.RunAsync("notice", "list", "--output", "json", "--store", store);
        return [.. run.Json.EnumerateArray().Select(notice => (notice.GetProperty("Recipient").GetString()!, notice.GetProperty("Status").GetString()!))];
    }

    private (string Authority, string Server) Certificate()
    {
        // Elsewhere the system's own store of certificates decides, and a test does not write there.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can one program be told to trust a certificate (SSL_CERT_FILE). Run this test there.");
        var (authority, server) = (samples.NewPath(".pem"), samples.NewPath(".pem"));
        TestCertificate.Write(authority, server);
        return (authority, server);
    }

    private async Task<string> StoreWithNoticesAsync()
    {
        var store = samples.Copy();
        var list = await CommandLine.RunAsync("subscription", "list", "--channel", "SelfService", "--status", "Active", "--output", "json", "--store", store);
        var ids = list.Json.EnumerateArray().Select(subscription => subscription.GetProperty("SubscriptionId").GetString()!);
        var asked = await CommandLine.RunAsync(["subscription", "request-cancellation", "--subscription-id", .. ids, "--store", store]);
        Assert.True(asked.ExitCode == 0, asked.Error);
        return store;
    }
}
