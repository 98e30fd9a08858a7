using System.Diagnostics;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Torture.Tests.Kills;

/// <summary>A process of the victim's program.</summary>
internal sealed class VictimProcess : IDisposable
{
    private readonly Process _process;

    private VictimProcess(Process process) => _process = process;

    /// <summary>Starts it, and waits until it says that it has begun.</summary>
    public static async Task<VictimProcess> StartAsync(params IEnumerable<string> arguments)
    {
        var settings = Path.ChangeExtension(typeof(VictimProcess).Assembly.Location, "runtimeconfig.json");
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", settings, typeof(Crowd).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It is killed long before optimised code would pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var victim = new VictimProcess(Process.Start(start)!);
        if (await victim._process.StandardOutput.ReadLineAsync(Torture.Stop) != "started")
            Assert.Fail($"The victim did not start: {await victim._process.StandardError.ReadToEndAsync(Torture.Stop)}");
        return victim;
    }

    /// <summary>Gives it a line, and reads so many that it answers.</summary>
    public async Task<List<string>> AskAsync(string line, int answers)
    {
        await _process.StandardInput.WriteLineAsync(line);
        var told = new List<string>();
        while (told.Count < answers && await _process.StandardOutput.ReadLineAsync(Torture.Stop) is { } answer)
            told.Add(answer);
        Assert.True(told.Count == answers, $"The victim ended: {(told.Count < answers ? await _process.StandardError.ReadToEndAsync(Torture.Stop) : "")}");
        return told;
    }

    /// <summary>Kills it after a while (SIGKILL), and answers what it had told; its last line may have been cut.</summary>
    public async Task<List<string>> KillAsync(TimeSpan after)
    {
        await Task.Delay(after, Torture.Stop);
        Assert.False(_process.HasExited, "The victim ended by itself.");
        _process.Kill();
        var told = await _process.StandardOutput.ReadToEndAsync(Torture.Stop);
        await _process.WaitForExitAsync(Torture.Stop);
        var lines = told.Split('\n');
        // After the last line break stands nothing, or a line that was cut.
        return [.. lines[..^1]];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
