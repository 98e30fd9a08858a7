namespace MSCommerce.Stores.Sql.Imports;

/// <summary>The first line of a file that cannot be taken: checks find faults in any order, and the lowest is told.</summary>
internal sealed class ImportFaults(string source)
{
    private long _place = long.MaxValue;
    private long _line;
    private string _why = "";

    /// <summary>Whether there is none.</summary>
    public bool None => _place == long.MaxValue;

    /// <summary>Remembers a fault unless a lower one is known.</summary>
    /// <param name="place">The row's place: 1, 2, 3 and so on.</param>
    /// <param name="line">The line of the file.</param>
    /// <param name="why">Why it cannot be taken.</param>
    public void Note(long place, long line, string why)
    {
        if (place < _place)
            (_place, _line, _why) = (place, line, why);
    }

    /// <summary>Remembers the lowest row that a query finds.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="sql">Gives <c>place</c>, <c>line</c> and <c>name</c>, the lowest first.</param>
    /// <param name="why">Says why, of the name.</param>
    /// <param name="parameters">The query's parameters.</param>
    public async Task FindAsync(SqlSession session, string sql, Func<string, string> why, object? parameters = null)
    {
        if (await session.FirstOrDefaultAsync<Row>($"{sql} LIMIT 1", parameters) is { } row)
            Note(row.Place, row.Line, why(row.Name));
    }

    public void ThrowIfAny()
    {
        if (!None)
            throw CommerceErrors.FileLineInvalid(source, _line, _why);
    }

    private sealed class Row
    {
        public long Place { get; init; }

        public long Line { get; init; }

        public string Name { get; init; } = "";
    }
}

/// <summary>Counts rows as they are read, and says so now and then.</summary>
internal sealed class ImportProgress(string activity, IProgress<OperationProgress>? progress)
{
    private const int Every = 10_000;

    public int Rows { get; private set; }

    public void Next()
    {
        if (++Rows % Every == 0)
            progress?.Report(new(activity, Rows));
    }

    public void Done() => progress?.Report(new(activity, Rows, Rows));
}
