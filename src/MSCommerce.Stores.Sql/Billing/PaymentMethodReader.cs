using System.Data.Common;
using MSCommerce.Payments;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>A card with its key.</summary>
internal sealed record StoredMethod(long Key, PaymentMethod Method);

/// <summary>Reads the actor's own cards: nobody reads another's.</summary>
internal static class PaymentMethodReader
{
    private const string Columns =
        """
        SELECT m.method_key, m.method_id, u.upn, m.brand, m.last_four_digits, m.expiry_year, m.expiry_month, m.cardholder_name, m.street, m.city, m.region,
               m.postal_code, m.country, m.added_at,
               (SELECT count(*) FROM billing_profile b WHERE b.tenant_id = m.tenant_id AND b.owner_key = m.owner_key AND b.method_key = m.method_key)
        FROM payment_method m JOIN tenant_user u ON u.tenant_id = m.tenant_id AND u.user_key = m.owner_key
        WHERE m.tenant_id = @t AND m.owner_key = @actor
        """;

    /// <summary>All of the actor's, by the date they were added.</summary>
    public static async Task<List<StoredMethod>> AllAsync(SqlSession session)
    {
        var methods = new List<StoredMethod>();
        await foreach (var row in session.ReadAsync($"{Columns} ORDER BY m.method_key", new { actor = session.Actor.UserKey }))
            methods.Add(Make(row, session.Now));
        return methods;
    }

    public static async IAsyncEnumerable<PaymentMethod> ListAsync(SqlSession session, PaymentMethodQuery query)
    {
        var all = await AllAsync(session);
        foreach (var method in all.Where(method => query.PaymentMethodId.Count == 0 || query.PaymentMethodId.Contains(method.Method.PaymentMethodId, StringComparer.OrdinalIgnoreCase)))
            yield return method.Method;
        if (Missing(all, query.PaymentMethodId) is { Count: > 0 } missing)
            throw CommerceErrors.PaymentMethodNotFound(missing);
    }

    /// <summary>One of the actor's.</summary>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>.</exception>
    public static async Task<StoredMethod> FindAsync(SqlSession session, string id) => (await FindAsync(session, [id]))[0];

    /// <summary>Some of the actor's, each once, in the order in which they are named.</summary>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>.</exception>
    public static async Task<List<StoredMethod>> FindAsync(SqlSession session, IReadOnlyList<string> ids)
    {
        var all = await AllAsync(session);
        return Missing(all, ids) is { Count: > 0 } missing
            ? throw CommerceErrors.PaymentMethodNotFound(missing)
            : [.. ids.Distinct(StringComparer.OrdinalIgnoreCase).Select(id => all.Find(method => Is(method, id))!)];
    }

    /// <summary>One of the actor's that can be charged.</summary>
    /// <exception cref="CommerceException"><c>PaymentMethodNotFound</c>, <c>PaymentMethodExpired</c>.</exception>
    public static async Task<StoredMethod> FindValidAsync(SqlSession session, string id)
    {
        var found = await FindAsync(session, id);
        return PaymentMethodRules.RefuseCharge(found.Method) is { } refusal ? throw refusal : found;
    }

    public static async Task<PaymentToken> TokenAsync(SqlSession session, string id) => new(await session.ScalarAsync<string>(
        "SELECT token FROM payment_method WHERE tenant_id = @t AND method_key = @key", new { key = (await FindAsync(session, id)).Key }));

    private static List<string> Missing(List<StoredMethod> all, IReadOnlyList<string> ids) => [.. ids.Where(id => !all.Exists(method => Is(method, id)))];

    private static bool Is(StoredMethod method, string id) => method.Method.PaymentMethodId.Equals(id, StringComparison.OrdinalIgnoreCase);

    private static StoredMethod Make(DbDataReader row, UtcTime now)
    {
        var (year, month) = (row.GetInt32(5), row.GetInt32(6));
        return new(
            row.GetInt64(0),
            new()
            {
                PaymentMethodId = row.GetString(1),
                Owner = row.GetString(2),
                Brand = row.GetString(3),
                LastFourDigits = row.GetString(4),
                ExpiryYear = year,
                ExpiryMonth = month,
                CardholderName = row.GetString(7),
                BillingAddress = row.IsDBNull(12)
                    ? null
                    : new()
                    {
                        Street = row.GetString(8),
                        City = row.GetString(9),
                        Region = row.GetStringOrNull(10),
                        PostalCode = row.GetStringOrNull(11),
                        Country = row.GetString(12),
                    },
                AddedAt = row.GetTime(13).Value,
                IsExpired = PaymentMethodRules.IsExpired(year, month, now.Value),
                BillingProfiles = row.GetInt32(14),
            });
    }
}
