namespace MSCommerce.Files;

/// <summary>
/// A file that is made beside its place, to be moved there once it is whole: <c>tenant.db.q1w2e3r4.t5y.partial</c>. Where its making is killed it stays, and the
/// next making of the same file deletes it. That it is being made is told by a lock, which ends with its process.
/// </summary>
public sealed class PartialFile : IDisposable
{
    private const string Ending = ".partial";
    private const string ClaimEnding = ".claim";
    private const int MostAttempts = 5;

    private readonly FileStream _claim;

    private PartialFile(string path, FileStream claim)
    {
        Path = path;
        _claim = claim;
    }

    /// <summary>Where the file is made.</summary>
    public string Path { get; }

    /// <summary>Claims a name beside a file, and deletes what makings of it left that were killed. The folder is made where it is missing, for its owner alone.</summary>
    /// <param name="place">The file.</param>
    /// <returns>The name; disposed of, it and whatever lies there is gone.</returns>
    /// <exception cref="CommerceException"><c>FileUnwritable</c>.</exception>
    public static PartialFile Beside(string place)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(place))!;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            DeleteAbandoned(place);
            // Claimed before it is there: whoever finds it finds it claimed.
            for (var attempt = 1; ; attempt++)
            {
                var path = NameBeside(place);
                if (Claim(path, attempt < MostAttempts) is { } claim)
                    return new(path, claim);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommerceErrors.FileUnwritable(place, cause);
        }
    }

    /// <summary>Deletes what is left of it, and what an engine keeps beside it; nothing where it was moved.</summary>
    public void Dispose()
    {
        _claim.Dispose();
        TryDelete(Path);
    }

    /// <summary>A name that nobody else has. Who opens it for himself alone needs no claim.</summary>
    internal static string NameBeside(string place) => $"{place}.{System.IO.Path.GetRandomFileName()}{Ending}";

    /// <summary>Deletes what makings of a file left that were killed. Never throws: what cannot be deleted is in nobody's way.</summary>
    internal static void DeleteAbandoned(string place)
    {
        try
        {
            foreach (var partial in Find(place))
                DeleteIfAbandoned(partial);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // A folder that cannot be looked through.
        }
    }

    /// <summary>The partial files beside a file, each once, whatever of them is there.</summary>
    private static HashSet<string> Find(string place)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(place))!;
        var start = System.IO.Path.GetFileName(place) + ".";
        var length = System.IO.Path.GetFileName(NameBeside(place)).Length;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, $"*{Ending}*"))
        {
            var name = System.IO.Path.GetFileName(path);
            if (name.Length >= length && name.StartsWith(start, StringComparison.Ordinal) && name[..length].EndsWith(Ending, StringComparison.Ordinal))
                found.Add(System.IO.Path.Combine(folder, name[..length]));
        }

        return found;
    }

    /// <summary>
    /// Makes and locks a claim, which are two steps: whoever looks for abandoned files between them locks it, or deletes it. Then another name is claimed.
    /// </summary>
    private static FileStream? Claim(string path, bool mayFail)
    {
        try
        {
            var claim = new FileStream(path + ClaimEnding, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            if (!mayFail || File.Exists(path + ClaimEnding))
                return claim;
            claim.Dispose();
            return null;
        }
        catch (IOException) when (mayFail && Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            return null;
        }
    }

    /// <summary>
    /// The claim is looked at first, and the file itself only where nobody claims it: SQLite may have it open in this very process, and to close a file, however it was
    /// opened, gives up every lock that the process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2). The claim is kept while the file goes.
    /// </summary>
    private static void DeleteIfAbandoned(string partial)
    {
        if (!IsFree(partial + ClaimEnding, out var claim))
            return;
        using (claim)
        {
            if (!IsFree(partial, out var file))
                return;
            file?.Dispose();
            // What is open cannot be deleted there, and a claim is locked in the step that makes it.
            if (OperatingSystem.IsWindows())
                claim?.Dispose();
            TryDelete(partial);
        }
    }

    private static bool IsFree(string path, out FileStream? taken)
    {
        taken = null;
        try
        {
            if (File.Exists(path))
                taken = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return cause is FileNotFoundException;
        }
    }

    private static void TryDelete(string partial)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(partial))!;
            foreach (var path in Directory.EnumerateFiles(folder, System.IO.Path.GetFileName(partial) + "*"))
                File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The next making of the file tries again.
        }
    }
}
