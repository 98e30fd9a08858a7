namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Reads how people ask for licences (R7).</summary>
internal static class RequestProcessReader
{
    /// <summary>The process, with the requests that wait: of everybody, or the actor's own where he sees no more.</summary>
    public static async Task<RequestProcess> ReadAsync(SqlSession session)
    {
        var row = (await session.FirstOrDefaultAsync<Row>("SELECT own_process_message AS Message, own_process_link AS Link FROM tenant WHERE tenant_id = @t"))!;
        var own = session.ReachOf(Rules.Permission.View) == Rules.Reach.All ? "" : " AND requester_key = @actorKey";
        return new()
        {
            IsOwnProcess = row.Message is not null,
            Message = row.Message,
            Link = row.Link is { } link ? new Uri(link) : null,
            PendingRequests = await session.ScalarAsync<int>(
                $"SELECT count(*) FROM license_request WHERE tenant_id = @t AND status = 'Pending'{own}", new { actorKey = session.Actor.UserKey }),
        };
    }

    /// <summary>The organisation's own process; null where requests are taken here.</summary>
    public static async Task<RequestProcess?> OwnAsync(SqlSession session) => await ReadAsync(session) is { IsOwnProcess: true } own ? own : null;

    private sealed class Row
    {
        public string? Message { get; init; }

        public string? Link { get; init; }
    }
}
