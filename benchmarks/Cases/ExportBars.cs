namespace MSCommerce.Benchmarks.Cases;

/// <summary>What exports are held to, and that both sides wrote the same.</summary>
internal static class ExportBars
{
    public static Bar Bar { get; } = Bar.AtMost(1.5);

    /// <summary>Two files have as many rows, or nothing was compared.</summary>
    public static long DemandSameRows(string ours, string theirs)
    {
        var (mine, other) = (Lines(ours), Lines(theirs));
        return mine == other ? mine - 1 : throw new InvalidOperationException($"{mine} lines were exported, and {other} by the other program.");
    }

    private static long Lines(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        var lines = 0L;
        while (file.Read(buffer) is > 0 and var read)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }
}
