using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Purchases;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Raises licence requests (R1), where nothing but the policy refuses the requester, and the organisation has no process of its own (R7).</summary>
internal static class RequestRaising
{
    public static async Task<LicenseRequestPlan> PlanAsync(SqlSession session, RaiseLicenseRequest request) => (await PlanWithKeysAsync(session, request)).Plan;

    public static async Task<LicenseRequest> RaiseAsync(SqlSession session, LicenseRequestPlan plan)
    {
        await RequestRetention.PurgeAsync(session);
        // The rules are asked again: the plan may be old, or another's.
        var (raised, product, users) = await PlanWithKeysAsync(session, new() { Product = plan.ProductId, User = plan.Users, Message = plan.Message });
        var key = await session.TakeKeysAsync("license_request", 1) + 1;
        var id = Guid.NewGuid();
        await session.ExecuteAsync(
            """
            INSERT INTO license_request (tenant_id, request_key, request_id, product_key, requester_key, requested_at, message, status)
            VALUES (@t, @key, @id, @product, @requester, @now, @message, 'Pending')
            """,
            new { key, id = id.ToString(), product = product.Key, requester = session.Actor.UserKey, now = session.Now, message = raised.Message });
        foreach (var (user, index) in users.Select((user, index) => (user, index)))
        {
            await session.ExecuteAsync(
                "INSERT INTO license_request_user (tenant_id, request_key, user_key, place) VALUES (@t, @key, @user, @place)", new { key, user, place = index + 1 });
        }

        await AuditLog.AddAsync(
            session, AuditActions.LicenseRequested, id.ToString(), before: null, $"{raised.ProductName} ({raised.ProductId}) for {string.Join(", ", raised.Users)}");
        return (await RequestReader.FindAsync(session, [id]))[0].Request;
    }

    private static async Task<(LicenseRequestPlan Plan, StoredProduct Product, List<long> UserKeys)> PlanWithKeysAsync(SqlSession session, RaiseLicenseRequest request)
    {
        if ((LicenseRequestRules.RefuseMessage(request.Message) ?? LicenseRequestRules.RefuseUsers(request.User.Count)) is { } unsound)
            throw unsound;
        var product = await ProductReader.FindAsync(session, request.Product);
        var requester = await EligibilityReader.ActorAsync(session);
        var eligibility = (await EligibilityReader.LoadAsync(session, [requester], isTrial: false)).Of(requester, product);
        if (LicenseRequestRules.RefuseRaise(eligibility, await RequestProcessReader.ReadAsync(session)) is { } refusal)
            throw refusal;

        var pending = await session.FirstOrDefaultAsync<string?>(
            "SELECT request_id FROM license_request WHERE tenant_id = @t AND requester_key = @requester AND product_key = @product AND status = 'Pending'",
            new { requester = session.Actor.UserKey, product = product.Key });
        if (pending is not null)
            throw CommerceErrors.RequestPending(product.Product.ProductName, Guid.Parse(pending));

        var users = await UsersAsync(session, request.User.Count > 0 ? request.User : [session.Actor.UserPrincipalName]);
        return (
            new()
            {
                ProductId = product.Product.ProductId,
                ProductName = product.Product.ProductName,
                Users = users.ConvertAll(user => user.Upn),
                Message = string.IsNullOrWhiteSpace(request.Message) ? null : request.Message,
            },
            product, users.ConvertAll(user => user.Key));
    }

    private static async Task<List<(long Key, string Upn)>> UsersAsync(SqlSession session, IReadOnlyList<string> names)
    {
        await NamedUsers.StageAsync(session, names);
        await NamedUsers.DemandAllKnownAsync(session);
        var users = new List<(long Key, string Upn)>();
        var disabled = new List<string>();
        await foreach (var row in NamedUsers.ReadAsync(session, "u.user_key, u.upn, u.account_enabled"))
        {
            users.Add((row.GetInt64(0), row.GetString(1)));
            if (row.GetInt64(2) == 0)
                disabled.Add(row.GetString(1));
        }

        return disabled.Count > 0 ? throw CommerceErrors.UserDisabled(disabled) : users;
    }
}
