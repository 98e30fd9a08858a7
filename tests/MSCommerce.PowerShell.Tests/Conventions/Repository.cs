namespace MSCommerce.PowerShell.Tests.Conventions;

internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Read(params ReadOnlySpan<string> path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MSCommerce.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds MSCommerce.slnx.");
    }
}
