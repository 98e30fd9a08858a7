using System.Data.Common;
using MSCommerce.Notices;

namespace MSCommerce.Stores.Sql.Outbox;

/// <summary>Reads notices with the facts that their texts are made of.</summary>
internal static class NoticeReader
{
    /// <summary>The notice's key is the last column.</summary>
    public const string Columns =
        "notice_id, kind, recipient, facts, created_at, status, attempts, sent_at, last_error, correlation_id, next_attempt_at, notice_key";

    public static long Key(DbDataReader row) => row.GetInt64(11);

    public static NoticeKind Kind(DbDataReader row) => Reading.Parse<NoticeKind>(row.GetString(1));

    public static string Recipient(DbDataReader row) => row.GetString(2);

    public static NoticeStatus Status(DbDataReader row) => Reading.Parse<NoticeStatus>(row.GetString(5));

    public static QueuedNotice Make(DbDataReader row)
    {
        var facts = NoticeFacts.FromJson(row.GetString(3));
        var (subject, body) = NoticeTemplates.Render(Kind(row), facts);
        return new(
            new()
            {
                NoticeId = Guid.Parse(row.GetString(0)),
                Kind = Kind(row),
                Recipient = Recipient(row),
                Subject = subject,
                Body = body,
                CreatedAt = row.GetTime(4).Value,
                Status = Status(row),
                Attempts = row.GetInt32(6),
                SentAt = row.GetTimeOrNull(7)?.Value,
                LastError = row.GetStringOrNull(8),
                CorrelationId = Guid.Parse(row.GetString(9)),
                NextAttemptAt = row.GetTimeOrNull(10)?.Value,
            },
            facts);
    }

    /// <summary>The notice with an id; null where there is none.</summary>
    public static async Task<QueuedNotice?> FindAsync(SqlSession session, Guid id)
    {
        await foreach (var row in session.ReadAsync($"SELECT {Columns} FROM outbox WHERE tenant_id = @t AND notice_id = @id", new { id = id.ToString() }))
            return Make(row);
        return null;
    }
}
