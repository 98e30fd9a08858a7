using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Conformance;

/// <summary>A place to copy to that keeps what it receives in memory: what a source gives away is looked at here.</summary>
internal sealed class RecordingFactory : IStoreFactory
{
    public const string Address = "memory:copy";

    public string Scheme => "memory";

    /// <summary>The rows of each section, in words: <c>Column=text</c> or <c>Column=#number</c>.</summary>
    public Dictionary<string, List<string>> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Done after a section was read.</summary>
    public Func<TransferSection, Task> AfterAsync { get; init; } = _ => Task.CompletedTask;

    public Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ITransferTarget> OpenTargetAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) => Task.FromResult<ITransferTarget>(new Target(this));

    private static string InWords(TransferRow row) => string.Join(
        ' ', row.Section.Columns.Select((column, place) => row[place]).Select((value, place) => $"{row.Section.Columns[place]}={(value.IsNumber ? $"#{value.Number}" : value.Text ?? "-")}"));

    private sealed class Target(RecordingFactory factory) : ITransferTarget
    {
        public string Store => Address;

        public async Task ReceiveAsync(TransferFeed feed, CancellationToken cancellationToken)
        {
            foreach (var section in feed.Sections)
            {
                var rows = new List<string>();
                await foreach (var row in feed.ReadAsync(section, cancellationToken))
                    rows.Add(InWords(row));
                factory.Rows.Add(section.Name, rows);
                await factory.AfterAsync(section);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
