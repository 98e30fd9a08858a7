using System.Text.Json;

namespace MSCommerce.Stores.JsonFile;

/// <summary>
/// The file of a store. It is read anew for every operation, and replaced as a whole, so that it is as before or as after at every moment. A lock file keeps two writers, of this process
/// or of another, one after the other.
/// </summary>
/// <param name="path">Where it is.</param>
internal sealed class PolicyFile(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public string Path => path;

    public async Task<PolicyDocument> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            // Not locked: what is replaced meanwhile is read to its end all the same.
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var document = await JsonSerializer.DeserializeAsync<PolicyDocument>(stream, PolicyDocument.Json, stop)
                ?? throw CommerceErrors.StoreCorrupt(path, "it is empty");
            return document with { Decisions = new(document.Decisions, StringComparer.OrdinalIgnoreCase) };
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommerceErrors.StoreMissing(path);
        }
        catch (JsonException cause)
        {
            throw CommerceErrors.StoreCorrupt(path, cause.Message, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.StoreUnavailable(path, cause);
        }
    }

    /// <summary>Replaces what the file holds by what is made of it; all of it, or nothing where <paramref name="change"/> throws.</summary>
    public async Task ChangeAsync(Func<PolicyDocument?, PolicyDocument> change, CancellationToken stop)
    {
        try
        {
            await using var turn = await TakeTurnAsync(stop);
            var next = change(File.Exists(path) ? await ReadAsync(stop) : null);
            var beside = path + ".new";
            await using (var stream = File.Create(beside))
                await JsonSerializer.SerializeAsync(stream, next, PolicyDocument.Json, stop);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw CommerceErrors.StoreUnavailable(path, cause);
        }
    }

    private async Task<FileStream> TakeTurnAsync(CancellationToken stop)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (Exception taken) when (taken is IOException and not DirectoryNotFoundException && waited < Patience)
            {
                await Task.Delay(Pause, stop);
            }
        }
    }
}
