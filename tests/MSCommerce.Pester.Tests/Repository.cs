namespace MSCommerce.Pester.Tests;

internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Module => Path.Combine(Root, "out", "MSCommerce", "MSCommerce.psd1");

    internal static string PesterRunner => Path.Combine(Root, "tests", "Pester", "Invoke-PesterFile.ps1");

    internal static IReadOnlyList<string> PesterFiles() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "tests", "Pester"), "*.Tests.ps1").Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MSCommerce.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds MSCommerce.slnx.");
    }
}
