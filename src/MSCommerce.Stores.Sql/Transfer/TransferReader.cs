using System.Data.Common;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.Transfer;

/// <summary>Reads the rows of a section: from the store that is copied, and from the copy to see whether it is one.</summary>
internal static class TransferReader
{
    public static async IAsyncEnumerable<TransferRow> ReadAsync(SqlSession session, TransferSection section)
    {
        var row = new TransferRow(section);
        await foreach (var record in session.ReadAsync(TransferTables.Of(section).Select))
        {
            for (var place = 0; place < section.Columns.Count; place++)
                row.Set(place, record.IsDBNull(place) ? TransferValue.Null : Value(record, place, section.Columns[place].Kind));
            yield return row;
        }
    }

    public static async Task<TransferSummary> SummarizeAsync(SqlSession session, TransferSection section)
    {
        var summary = new TransferSummary();
        await foreach (var row in ReadAsync(session, section))
            summary.Add(row);
        return summary;
    }

    private static TransferValue Value(DbDataReader record, int place, TransferKind kind) => kind switch
    {
        TransferKind.Text => TransferValue.Of(record.GetString(place)),
        TransferKind.Moment => TransferValue.Of(record.GetTime(place).Value),
        _ => TransferValue.Of(record.GetInt64(place)),
    };
}
