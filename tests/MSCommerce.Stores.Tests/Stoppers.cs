namespace MSCommerce.Stores.Tests;

/// <summary>Does something with every report.</summary>
internal sealed class OnReport(Action<OperationProgress> report) : IProgress<OperationProgress>
{
    public void Report(OperationProgress value) => report(value);
}

/// <summary>Takes rows, and asks to stop at one of them.</summary>
internal sealed class StopAtRow(CancellationTokenSource stop, int row) : IRowSink
{
    private int _rows;

    public void WriteField(ReadOnlySpan<byte> utf8)
    {
    }

    public void EndRow()
    {
        if (++_rows == row)
            stop.Cancel();
    }
}
