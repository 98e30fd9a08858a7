using System.Globalization;
using System.Runtime.CompilerServices;

namespace MSCommerce.Benchmarks.Cases;

/// <summary>Importing the module into a fresh PowerShell, against a binary module with a manifest and nothing in it.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    /// <summary>What no session loads that only imported the module: sign-in, databases, resilience, files, templates.</summary>
    private static readonly string[] Later =
        ["Microsoft.Identity", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "Npgsql", "Dapper", "Polly", "CsvHelper", "Handlebars", "MSCommerce.Stores"];

    public string Name => "import";

    public string Summary => "Import-Module of the module against an empty binary module with a manifest, each in a fresh process";

    public async IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, [EnumeratorCancellation] CancellationToken stop)
    {
        var time = new Comparison { Name = Name, Against = "an empty binary module with a manifest", Bar = Bar.AtMost(2), Needs = lab.Programs.PowerShellMissing };
        var loaded = new Comparison { Name = Name, Against = "no assembly of sign-in, databases, files", Unit = "loaded", Bar = Bar.AtMost(0), Needs = lab.Programs.PowerShellMissing };
        if (lab.Programs.PowerShellMissing is not null)
        {
            yield return time;
            yield return loaded;
            yield break;
        }

        var empty = await EmptyModuleAsync(lab, stop);
        var medians = await Turns.MedianAsync(lab.Sizes.Imports, () => ImportAsync(Laboratory.Module, stop), () => ImportAsync(empty, stop));
        yield return time with { Ours = medians[0], Other = medians[1], Note = $"{lab.Sizes.Imports} processes each" };

        var names = await ShellAsync($"Import-Module '{Laboratory.Module}'; [AppDomain]::CurrentDomain.GetAssemblies().ForEach({{ $_.GetName().Name }})", stop);
        var early = names.Split('\n', StringSplitOptions.TrimEntries).Where(name => Later.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        yield return loaded with { Ours = early.Count, Note = early.Count == 0 ? null : string.Join(", ", early) };
    }

    private static async Task<double> ImportAsync(string module, CancellationToken stop)
    {
        var taken = await ShellAsync(
            $"$clock = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}'; $clock.Stop(); $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)", stop);
        return double.Parse(taken, CultureInfo.InvariantCulture);
    }

    private static async Task<string> EmptyModuleAsync(Laboratory lab, CancellationToken stop)
    {
        var (assembly, manifest) = (lab.Scratch("Empty.dll"), lab.Scratch("Empty.psd1"));
        await ShellAsync(
            $"Add-Type -OutputAssembly '{assembly}' -TypeDefinition 'public static class Nothing {{ }}'; "
            + $"New-ModuleManifest '{manifest}' -RootModule Empty.dll -FunctionsToExport @() -CmdletsToExport @() -AliasesToExport @() -VariablesToExport @()",
            stop);
        return manifest;
    }

    private static async Task<string> ShellAsync(string script, CancellationToken stop) => (await Programs.RunAsync("pwsh", [.. PowerShellSession.Arguments, script], stop)).Output.Trim();
}
