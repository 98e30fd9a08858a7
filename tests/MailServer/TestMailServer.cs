using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MSCommerce.MailServer;

/// <summary>An e-mail that the server took, as Python's own library reads it.</summary>
public sealed record TakenMessage(string From, string[] To, bool IsEncrypted, string? User, string[][] Headers, string[][] Parts)
{
    /// <summary>The one header of this name.</summary>
    public string Header(string name) => Assert.Single(Headers, header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))[1];

    /// <summary>The part of this type, its lines ended by <c>\n</c>.</summary>
    public string Part(string type) => Assert.Single(Parts, part => part[0] == type)[1].ReplaceLineEndings("\n");
}

/// <summary>The mail server of mail_server.py, on a port of its own.</summary>
public sealed class TestMailServer : IAsyncDisposable
{
    private static readonly string Script = FindScript();

    private static readonly Lazy<string?> Python = new(FindPython);

    private readonly Process _process;
    private readonly string _log;

    private TestMailServer(Process process, int port, string log) => (_process, Port, _log) = (process, port, log);

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The e-mails that it took, in order.</summary>
    public IReadOnlyList<TakenMessage> Taken => [.. File.ReadLines(_log).Select(line => JsonSerializer.Deserialize<TakenMessage>(line)!)];

    /// <summary>Starts one; the test is skipped where it cannot run.</summary>
    public static async Task<TestMailServer> StartAsync(params string[] options)
    {
        if (Python.Value is not { } python)
        {
            Assert.Skip("Python with aiosmtpd, the mail server of this test, is not installed. On Debian and Ubuntu: apt-get install python3-aiosmtpd");
            throw new UnreachableException();
        }

        var log = Path.GetTempFileName();
        var process = Start(python, [Script, "--log", log, .. options]);
        var port = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(port is not null, port is null ? await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : null);
        return new(process, int.Parse(port!, CultureInfo.InvariantCulture), log);
    }

    /// <summary>Ends it, as it ends by itself when whoever started it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        File.Delete(_log);
    }

    private static Process Start(string python, string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new(python, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.Start();
        return process;
    }

    /// <summary>Several may be installed, and the distribution's own alone has what its packages bring.</summary>
    private static string? FindPython() => Array.Find(["python3", "/usr/bin/python3", "python"], candidate =>
    {
        try
        {
            using var process = Start(candidate, ["-c", "import aiosmtpd"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private static string FindScript()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MSCommerce.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "tests", "MailServer", "mail_server.py");
    }
}
