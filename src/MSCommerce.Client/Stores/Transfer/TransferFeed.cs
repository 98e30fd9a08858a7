using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Transfer;

/// <summary>What a target receives: the rows of a source, sound and made ready for a copy, counted and summed on their way.</summary>
public sealed class TransferFeed
{
    private const int Step = 10_000;

    private readonly ITransferSnapshot _source;
    private readonly bool _keepUnsent;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly Dictionary<TransferSection, TransferSummary> _summaries = [];

    /// <summary>Makes a feed.</summary>
    /// <param name="source">The source.</param>
    /// <param name="context">What it is, and who copies it.</param>
    /// <param name="keepUnsent">Whether notices that were not sent yet can be sent from the copy.</param>
    /// <param name="progress">Told how many rows of which section were read.</param>
    /// <exception cref="CommerceException"><c>TransferIncomplete</c>, <c>TransferSectionUnknown</c>.</exception>
    public TransferFeed(ITransferSnapshot source, StoreContext context, bool keepUnsent, IProgress<OperationProgress>? progress)
    {
        if (TransferRules.Refuse(context.Store, source.Sections) is { } refusal)
            throw refusal;
        (_source, Source, _keepUnsent, _progress) = (source, context, keepUnsent, progress);
        Sections = [.. TransferSchema.Sections.Where(source.Sections.Contains)];
    }

    /// <summary>What is copied, and by whom.</summary>
    public StoreContext Source { get; }

    /// <summary>The sections that the source knows, in an order in which each refers to earlier ones only.</summary>
    public IReadOnlyList<TransferSection> Sections { get; }

    /// <summary>Whether the source knows a section.</summary>
    /// <param name="section">The section.</param>
    /// <returns>True where it does.</returns>
    public bool Has(TransferSection section) => Sections.Contains(section);

    /// <summary>Reads a section, once.</summary>
    /// <param name="section">The section, one of <see cref="Sections"/>.</param>
    /// <param name="cancellationToken">Stops the list.</param>
    /// <returns>A stream; the object of a row is the same again and again.</returns>
    /// <exception cref="CommerceException"><c>TransferRowInvalid</c>.</exception>
    public async IAsyncEnumerable<TransferRow> ReadAsync(TransferSection section, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var summary = new TransferSummary();
        var activity = $"Copying {section.Name}";
        await foreach (var row in _source.ReadAsync(section, cancellationToken).WithCancellation(cancellationToken))
        {
            if (TransferRules.Refuse(row, section) is { } why)
                throw CommerceErrors.TransferRowInvalid(Source.Store, section.Name, summary.Count + 1, why);
            TransferRules.Ready(row, _keepUnsent);
            summary.Add(row);
            if (summary.Count % Step == 0)
                _progress?.Report(new(activity, summary.Count));
            yield return row;
        }

        _progress?.Report(new(activity, summary.Count, summary.Count));
        _summaries[section] = summary;
    }

    /// <summary>How many rows of a section were read, and their checksum.</summary>
    /// <param name="section">A section that was read to its end.</param>
    /// <returns>The summary.</returns>
    public TransferSummary SummaryOf(TransferSection section) => _summaries[section];

    /// <summary>Refuses a copy whose rows, read back, are not those that were sent.</summary>
    /// <param name="store">The copy.</param>
    /// <param name="section">The section.</param>
    /// <param name="found">What was read back.</param>
    /// <exception cref="CommerceException"><c>TransferDiffers</c>.</exception>
    public void Demand(string store, TransferSection section, TransferSummary found)
    {
        var sent = SummaryOf(section);
        if (!sent.Matches(found))
            throw CommerceErrors.TransferDiffers(store, section.Name, sent.Count, found.Count);
    }
}
