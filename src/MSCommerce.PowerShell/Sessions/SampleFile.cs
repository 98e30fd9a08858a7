using MSCommerce.Files;
using MSCommerce.Samples;

namespace MSCommerce.PowerShell;

/// <summary>Makes the file of a sample tenant: beside its place first, then moved there, so that a half-filled one is never taken for a whole.</summary>
internal static class SampleFile
{
    /// <summary>What SQLite keeps beside a database that is, or was, open.</summary>
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>Makes a sample tenant.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tenantName">The tenant's name; the sample's own where null.</param>
    /// <param name="options">How big, and from which seed.</param>
    /// <param name="force">Whether a file that exists is replaced.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Stops it; nothing is left then.</param>
    /// <exception cref="CommerceException"><c>FileExists</c>, <c>FileUnwritable</c>, and whatever the store reports.</exception>
    public static async Task CreateAsync(
        string path, string? tenantName, SampleOptions options, bool force, IProgress<OperationProgress> progress, CancellationToken stop)
    {
        if (!force && File.Exists(path))
            throw CommerceErrors.FileExists(path);

        using var partial = PartialFile.Beside(path);
        var opened = SampleTenant.StoreOptions with { TenantName = tenantName ?? SampleTenant.Name };
        await using (var client = await StoreOpener.OpenAsync(StoreOpener.AddressOf(partial.Path), opened, stop))
            await SampleTenant.CreateAsync(client, options, progress, stop);
        Place(partial.Path, path, force);
    }

    private static void Place(string partial, string path, bool force)
    {
        try
        {
            // What a former file left beside it would be read as the new one's.
            if (force)
                DeleteCompanions(path);
            File.Move(partial, path, overwrite: force);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw !force && File.Exists(path) ? CommerceErrors.FileExists(path) : CommerceErrors.FileUnwritable(path, cause);
        }
    }

    private static void DeleteCompanions(string path)
    {
        foreach (var companion in Companions)
            File.Delete(path + companion);
    }
}
