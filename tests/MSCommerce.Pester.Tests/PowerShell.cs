using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MSCommerce.PostgreSql.Server;

namespace MSCommerce.Pester.Tests;

/// <summary>The PowerShell on the PATH.</summary>
internal static class PowerShell
{
    private static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(15);
    private static readonly Version OldestPowerShell = new(7, 4);

    /// <summary>Looks for PowerShell and Pester; what is missing is said with how to get it.</summary>
    internal static async Task<(string? Missing, string? Version)> FindAsync(CancellationToken stop)
    {
        const string versions = """
            "$($PSVersionTable.PSVersion.Major).$($PSVersionTable.PSVersion.Minor)"
            @(Get-Module Pester -ListAvailable).Where({ $_.Version.Major -eq 5 }).Count
            """;
        string[] answer;
        try
        {
            var (exitCode, output) = await RunAsync(["-Command", versions], stop);
            answer = exitCode == 0 ? output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Win32Exception)
        {
            answer = [];
        }

        if (answer is not [.., var version, var pester] || Version.Parse(version) < OldestPowerShell)
            return ("PowerShell 7.4 or later is not on the PATH. Get it from https://aka.ms/install-powershell", null);
        return int.Parse(pester, CultureInfo.InvariantCulture) == 0
            ? ("Pester 5 is not installed. In PowerShell: Install-PSResource Pester -Version '[5.0,6.0)'", version)
            : (null, version);
    }

    /// <summary>Runs one file of tests. That it could not be run, or held no test, is a failed result.</summary>
    internal static async Task<IReadOnlyList<PesterResult>> RunPesterAsync(string file, PostgreSqlServer? postgres, CancellationToken stop)
    {
        var name = Path.GetFileName(file);
        var resultFile = Path.GetTempFileName();
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
            timeout.CancelAfter(FileTimeout);
            var (exitCode, output) = await RunAsync(["-File", Repository.PesterRunner, "-Path", file, "-ResultPath", resultFile], timeout.Token, postgres);
            if (exitCode != 0)
                return [new(name, "Failed", [], $"PowerShell ended with exit code {exitCode}.\n{output}")];

            var results = JsonSerializer.Deserialize<List<PesterResult>>(await File.ReadAllTextAsync(resultFile, stop)) ?? [];
            return results.Count > 0 ? results : [new(name, "Failed", [], "The file holds no test.")];
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return [new(name, "Failed", [], $"It did not end within {FileTimeout.TotalMinutes} minutes, and was ended.")];
        }
        finally
        {
            File.Delete(resultFile);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, CancellationToken stop, PostgreSqlServer? postgres = null)
    {
        using var process = new Process
        {
            StartInfo = new("pwsh", ["-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["MSCOMMERCE_MODULE"] = Repository.Module,
                    ["NO_COLOR"] = "1",
                    ["MSCOMMERCE_POSTGRESQL"] = postgres?.Port.ToString(CultureInfo.InvariantCulture),
                    ["MSCOMMERCE_POSTGRESQL_MISSING"] = PostgreSqlPrograms.Missing,
                    ["MSCOMMERCE_PSQL"] = postgres is null ? null : Path.Combine(PostgreSqlPrograms.Folder, "psql"),
                },
            },
        };
        process.Start();
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
