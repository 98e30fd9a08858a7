using System.Data.Common;
using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>A licence request with its keys.</summary>
internal sealed record StoredRequest
{
    public required long Key { get; init; }

    public required long ProductKey { get; init; }

    public required long RequesterKey { get; init; }

    public required string RequesterId { get; init; }

    /// <summary>The keys of its users, in the order of <see cref="LicenseRequest.Users"/>.</summary>
    public IReadOnlyList<long> UserKeys { get; init; } = [];

    /// <summary>As everybody sees it; without users and services until <see cref="RequestReader.CompleteAsync"/> has read them.</summary>
    public required LicenseRequest Request { get; init; }
}

/// <summary>Reads licence requests. One that is past its retention is not there any more, whether or not it was purged yet (R3).</summary>
internal static class RequestReader
{
    private const string Columns =
        """
        SELECT r.request_key, r.request_id, r.product_key, p.product_id, p.name, r.requester_key, u.user_id, u.upn, u.display_name, r.requested_at, r.message,
               r.status, r.decided_at, d.upn, r.decision_message, g.name
        FROM license_request r
        JOIN product p ON p.tenant_id = r.tenant_id AND p.product_key = r.product_key
        JOIN tenant_user u ON u.tenant_id = r.tenant_id AND u.user_key = r.requester_key
        LEFT JOIN tenant_user d ON d.tenant_id = r.tenant_id AND d.user_key = r.decided_by_key
        LEFT JOIN product g ON g.tenant_id = r.tenant_id AND g.product_key = r.granted_product_key
        WHERE r.tenant_id = @t AND (r.decided_at IS NULL OR r.decided_at > @cutoff)
        """;

    /// <summary>Those that the actor may see, newest first, without users and services.</summary>
    /// <param name="session">The operation.</param>
    /// <param name="ids">These alone; all where empty.</param>
    /// <param name="isDecided">Decided ones, or pending ones, alone; both where null.</param>
    public static async Task<List<StoredRequest>> VisibleAsync(SqlSession session, IReadOnlyList<Guid> ids, bool? isDecided = null)
    {
        var own = session.ReachOf(Permission.View) == Reach.All ? "" : " AND r.requester_key = @actorKey";
        var decided = isDecided switch { true => " AND r.decided_at IS NOT NULL", false => " AND r.decided_at IS NULL", null => "" };
        var retention = await RequestRetention.ReadAsync(session);
        var found = new List<StoredRequest>();
        foreach (var condition in Conditions(ids))
        {
            await foreach (var row in session.ReadAsync($"{Columns}{own}{decided}{condition}", new { actorKey = session.Actor.UserKey, cutoff = retention.Cutoff }))
                found.Add(Make(row, retention));
        }

        found.Sort((left, right) => right.Key.CompareTo(left.Key));
        return found;
    }

    /// <summary>Those with these ids, all of them and whole, in the order of the ids.</summary>
    /// <exception cref="CommerceException"><c>RequestNotFound</c>.</exception>
    public static async Task<IReadOnlyList<StoredRequest>> FindAsync(SqlSession session, IReadOnlyList<Guid> ids)
    {
        var found = new Dictionary<Guid, StoredRequest>();
        await foreach (var request in CompleteAsync(session, await VisibleAsync(session, ids)))
            found.Add(request.Request.RequestId, request);
        var missing = ids.Where(id => !found.ContainsKey(id)).Distinct().ToList();
        return missing.Count > 0 ? throw CommerceErrors.RequestNotFound(missing.ConvertAll(id => id.ToString())) : [.. ids.Distinct().Select(id => found[id])];
    }

    /// <summary>Adds users and services.</summary>
    public static async IAsyncEnumerable<StoredRequest> CompleteAsync(SqlSession session, IEnumerable<StoredRequest> requests, [EnumeratorCancellation] CancellationToken stop = default)
    {
        foreach (var chunk in requests.Chunk(UserNames.ChunkSize))
        {
            stop.ThrowIfCancellationRequested();
            var keys = string.Join(',', chunk.Select(request => request.Key));
            var users = await ReadUsersAsync(session, keys);
            var services = (await session.QueryAsync<ServiceRow>(
                    $"SELECT request_key AS RequestKey, name AS Name FROM license_request_service WHERE tenant_id = @t AND request_key IN ({keys}) ORDER BY request_key, place"))
                .ToLookup(row => row.RequestKey, row => row.Name);
            foreach (var request in chunk)
            {
                yield return request with
                {
                    UserKeys = [.. users[request.Key].Select(user => user.Key)],
                    Request = request.Request with { Users = [.. users[request.Key].Select(user => user.User)], DisabledServices = [.. services[request.Key]] },
                };
            }
        }
    }

    private static IEnumerable<string> Conditions(IReadOnlyList<Guid> ids) => ids.Count == 0
        ? [""]
        : ids.Distinct().Chunk(UserNames.ChunkSize).Select(chunk => $" AND r.request_id IN ({string.Join(',', chunk.Select(id => $"'{id}'"))})");

    private static async Task<ILookup<long, (long Key, LicenseRequestUser User)>> ReadUsersAsync(SqlSession session, string keys)
    {
        var users = new List<(long RequestKey, long Key, LicenseRequestUser User)>();
        var sql =
            $"""
            SELECT q.request_key, q.user_key, u.upn, u.display_name, q.is_approved
            FROM license_request_user q
            JOIN tenant_user u ON u.tenant_id = q.tenant_id AND u.user_key = q.user_key
            WHERE q.tenant_id = @t AND q.request_key IN ({keys})
            ORDER BY q.request_key, q.place
            """;
        await foreach (var row in session.ReadAsync(sql))
        {
            var approved = row.GetInt64OrNull(4);
            users.Add((row.GetInt64(0), row.GetInt64(1), new()
            {
                UserPrincipalName = row.GetString(2),
                DisplayName = row.GetString(3),
                IsApproved = approved is null ? null : approved != 0,
            }));
        }

        return users.ToLookup(user => user.RequestKey, user => (user.Key, user.User));
    }

    private static StoredRequest Make(DbDataReader row, RequestRetention retention)
    {
        var decidedAt = row.GetTimeOrNull(12)?.Value;
        return new()
        {
            Key = row.GetInt64(0),
            ProductKey = row.GetInt64(2),
            RequesterKey = row.GetInt64(5),
            RequesterId = row.GetString(6),
            Request = new()
            {
                RequestId = Guid.Parse(row.GetString(1)),
                ProductId = row.GetString(3),
                ProductName = row.GetString(4),
                Requester = row.GetString(7),
                RequesterName = row.GetString(8),
                RequestedAt = row.GetTime(9).Value,
                Message = row.GetStringOrNull(10),
                Status = Reading.Parse<LicenseRequestStatus>(row.GetString(11)),
                Users = [],
                DecidedAt = decidedAt,
                DecidedBy = row.GetStringOrNull(13),
                DecisionMessage = row.GetStringOrNull(14),
                GrantedProductName = row.GetStringOrNull(15),
                PurgedAt = LicenseRequestRules.PurgedAt(decidedAt, retention.Days),
            },
        };
    }

    private sealed class ServiceRow
    {
        public long RequestKey { get; init; }

        public string Name { get; init; } = "";
    }
}
