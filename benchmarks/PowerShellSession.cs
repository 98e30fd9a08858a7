using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MSCommerce.Benchmarks;

/// <summary>A PowerShell that stays, with the module in it: scripts are sent to it one by one, and what they take is measured inside.</summary>
internal sealed class PowerShellSession : IAsyncDisposable
{
    private const string Answer = "@@answer ";
    private const string Failure = "@@failure ";

    private readonly Process _process;

    private PowerShellSession(Process process) => _process = process;

    public static string[] Arguments { get; } = ["-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command"];

    /// <summary>Starts one and imports the module.</summary>
    public static async Task<PowerShellSession> StartAsync(CancellationToken stop)
    {
        var process = Process.Start(new ProcessStartInfo("pwsh", [.. Arguments, "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["NO_COLOR"] = "1" },
        })!;
        var session = new PowerShellSession(process);
        await session.RunAsync($"Import-Module '{Laboratory.Module}'", stop);
        return session;
    }

    /// <summary>Connects to a store.</summary>
    public Task<string> ConnectAsync(string address, CancellationToken stop) => RunAsync($"Connect-MSCommerce -Store '{address}'", stop);

    /// <summary>How long a script takes (ms), measured inside; what it writes is thrown away.</summary>
    public async Task<double> TimeAsync(string script, CancellationToken stop)
    {
        var taken = await RunAsync(
            "[GC]::Collect(); $clock = [System.Diagnostics.Stopwatch]::StartNew(); $null = . { " + script
            + " }; $clock.Stop(); $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)",
            stop);
        return double.Parse(taken, CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a script.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync(string script, CancellationToken stop)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(script));
        await _process.StandardInput.WriteLineAsync(
            $"try {{ $ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; $written = . ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{encoded}')))); '{Answer}' + $written }} catch {{ '{Failure}' + $_ }}");
        while (await _process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (line.StartsWith(Answer, StringComparison.Ordinal))
                return line[Answer.Length..];
            if (line.StartsWith(Failure, StringComparison.Ordinal))
                throw new InvalidOperationException($"PowerShell: {line[Failure.Length..]}");
        }

        throw new InvalidOperationException($"PowerShell ended while it ran: {script}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
