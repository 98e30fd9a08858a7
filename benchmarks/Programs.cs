using System.ComponentModel;
using System.Diagnostics;

namespace MSCommerce.Benchmarks;

/// <summary>Other programs: whether they are there, and how long they take.</summary>
internal sealed class Programs
{
    /// <summary>What PowerShell lacks; null where it is there.</summary>
    public string? PowerShellMissing { get; } = Version("pwsh", "--version") is null ? "PowerShell 7.4 or later (pwsh)" : null;

    /// <summary>What sqlite3 lacks; null where it is there.</summary>
    public string? SqliteMissing { get; } = Version("sqlite3", "--version") is null ? "SQLite's command line (sqlite3)" : null;

    /// <summary>The first line that a program answers; null where it is not there.</summary>
    public static string? Version(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote, and how long it took (ms).</returns>
    public static async Task<(string Output, double Milliseconds)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var since = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            var taken = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            return process.ExitCode == 0
                ? (await output, taken)
                : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {await errors}{await output}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
