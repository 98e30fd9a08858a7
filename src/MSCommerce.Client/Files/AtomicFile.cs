namespace MSCommerce.Files;

/// <summary>Writes a file whole or not at all: beside its place first, then moved there.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="force">Whether a file that exists is replaced.</param>
    /// <param name="write">Writes the content and answers how many rows it has.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="CommerceException"><c>FileExists</c>, <c>FileUnwritable</c>.</exception>
    public static async Task<ExportResult> WriteAsync(string path, bool force, Func<Stream, Task<long>> write)
    {
        if (IsDevice(path))
            return await WriteThroughAsync(path, write);
        if (!force && File.Exists(path))
            throw CommerceErrors.FileExists(path);

        // A link stays, and what it points to is replaced.
        var place = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        PartialFile.DeleteAbandoned(place);
        var partial = PartialFile.NameBeside(place);
        try
        {
            long rows;
            long bytes;
            await using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 17))
            {
                rows = await write(stream);
                await stream.FlushAsync();
                bytes = stream.Length;
            }

            File.Move(partial, place, overwrite: force);
            return new() { Path = path, Rows = rows, Bytes = bytes };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw !force && File.Exists(path) ? CommerceErrors.FileExists(path) : CommerceErrors.FileUnwritable(path, cause);
        }
        finally
        {
            // Gone already where the move succeeded.
            TryDelete(partial);
        }
    }

    /// <summary>/dev/stdout and its like are written to; to move a file into their place would destroy them.</summary>
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static async Task<ExportResult> WriteThroughAsync(string path, Func<Stream, Task<long>> write)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await using var counted = new CountingStream(stream);
            var rows = await write(counted);
            await counted.FlushAsync();
            return new() { Path = path, Rows = rows, Bytes = counted.Written };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.FileUnwritable(path, cause);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The failure that brought us here is the one to report.
        }
    }
}
