using MSCommerce.Rules;
using MSCommerce.Stores.Sql.Billing;
using MSCommerce.Stores.Sql.Requests;

namespace MSCommerce.Stores.Sql.Purchases;

/// <summary>Somebody who would buy.</summary>
internal sealed record Buyer(long Key, TenantUser User);

/// <summary>Whether users may buy products through self-service (S8, E): the facts are read once, the rules answer for each user and product.</summary>
internal sealed class EligibilityReader
{
    private const string Columns = "u.user_key, u.upn, u.display_name, u.user_id, u.user_type, u.account_enabled";

    private readonly bool _isTrial;
    private readonly Tenant _tenant;
    private readonly IReadOnlyDictionary<long, string> _policyValues;
    private readonly HashSet<(long Buyer, long Product)> _trials;

    private readonly RequestProcess? _ownProcess;

    private EligibilityReader(
        bool isTrial, Tenant tenant, IReadOnlyDictionary<long, string> policyValues, HashSet<(long Buyer, long Product)> trials, RequestProcess? ownProcess)
    {
        _ownProcess = ownProcess;
        _isTrial = isTrial;
        _tenant = tenant;
        _policyValues = policyValues;
        _trials = trials;
    }

    /// <summary>Answers a query.</summary>
    public static async IAsyncEnumerable<Eligibility> ListAsync(SqlSession session, EligibilityQuery query)
    {
        var (buyers, missing) = await BuyersAsync(session, query.User);
        var payment = query is { Trial: false, PaymentMethodId: { } id } ? PaymentMethodRules.RefuseExpired((await PaymentMethodReader.FindAsync(session, id)).Method) : null;
        var products = ProductReader.Select(await ProductReader.ReadAsync(session), query.Product);
        var reader = await LoadAsync(session, buyers, query.Trial);
        foreach (var product in products.Matches)
        {
            foreach (var buyer in buyers)
                yield return reader.Of(buyer, product, payment);
        }

        if (products.Missing.Count > 0)
            throw CommerceErrors.ProductNotFound(products.Missing);
        if (missing.Count > 0)
            throw CommerceErrors.UserNotFound(missing);
    }

    /// <summary>Reads what decides about some buyers, whatever the product.</summary>
    public static async Task<EligibilityReader> LoadAsync(SqlSession session, IReadOnlyList<Buyer> buyers, bool isTrial) => new(
        isTrial,
        await TenantFacts.ReadAsync(session),
        await SqlPolicyStore.EffectiveAsync(session, PolicyIds.AllowSelfServicePurchase),
        isTrial ? await TrialsAsync(session, buyers) : [],
        await RequestProcessReader.OwnAsync(session));

    /// <summary>The actor, as a buyer.</summary>
    public static async Task<Buyer> ActorAsync(SqlSession session)
    {
        await foreach (var row in session.ReadAsync($"SELECT {Columns} FROM tenant_user u WHERE u.tenant_id = @t AND u.user_key = @key", new { key = session.Actor.UserKey }))
            return Make(row, session.Actor.Roles);
        throw CommerceErrors.UserNotFound([session.Actor.UserPrincipalName]);
    }

    /// <summary>Asks the rules.</summary>
    /// <param name="buyer">Who would buy.</param>
    /// <param name="product">What.</param>
    /// <param name="payment">Why the payment method does not do; null where it does, or is left out.</param>
    public Eligibility Of(Buyer buyer, StoredProduct product, EligibilityRefusal? payment = null)
    {
        var facts = new EligibilityFacts
        {
            Tenant = _tenant,
            Buyer = buyer.User,
            Product = product.Product,
            PolicyValue = _policyValues[product.Key],
            IsTrial = _isTrial,
            HadTrial = _trials.Contains((buyer.Key, product.Key)),
            OwnProcess = _ownProcess,
        };
        var refusals = EligibilityRules.Refuse(facts);
        if (payment is not null)
            refusals = [.. refusals, payment];
        return new()
        {
            ProductId = product.Product.ProductId,
            ProductName = product.Product.ProductName,
            UserPrincipalName = buyer.User.UserPrincipalName,
            IsTrial = _isTrial,
            PolicyValue = facts.PolicyValue,
            Refusals = refusals,
            MayRequest = LicenseRequestRules.MayRequest(refusals, _ownProcess),
        };
    }

    private static async Task<(IReadOnlyList<Buyer> Buyers, IReadOnlyList<string> Missing)> BuyersAsync(SqlSession session, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return ([await ActorAsync(session)], []);

        await NamedUsers.StageAsync(session, names);
        if (RoleTable.RefuseForOthers(Permission.View, session.Actor.UserPrincipalName, session.Actor.Roles) is { } refusal
            && await session.ScalarAsync<long>("SELECT count(*) FROM named WHERE user_key IS NULL OR user_key <> @actor", new { actor = session.Actor.UserKey }) > 0)
            throw refusal;

        var roles = await SqlTenantStore.RolesAsync(session);
        var buyers = new List<Buyer>();
        await foreach (var row in NamedUsers.ReadAsync(session, Columns))
            buyers.Add(Make(row, [.. roles[row.GetInt64(0)]]));
        return (buyers, await session.QueryAsync<string>("SELECT name FROM named WHERE user_key IS NULL ORDER BY place"));
    }

    /// <summary>Which buyers have had a trial of which products: one buyer's by his purchases, those of many by looking at every subscription once.</summary>
    private static async Task<HashSet<(long Buyer, long Product)>> TrialsAsync(SqlSession session, IReadOnlyList<Buyer> buyers)
    {
        var trials = new HashSet<(long Buyer, long Product)>();
        var condition = buyers.Count == 1 ? "purchaser_key = @buyer" : "purchaser_key IS NOT NULL";
        await foreach (var row in session.ReadAsync(
            $"SELECT purchaser_key, product_key FROM subscription WHERE tenant_id = @t AND {condition} AND is_trial = 1", new { buyer = buyers.Count == 1 ? buyers[0].Key : 0 }))
            trials.Add((row.GetInt64(0), row.GetInt64(1)));
        return trials;
    }

    private static Buyer Make(System.Data.Common.DbDataReader row, IReadOnlyList<Role> roles) => new(
        row.GetInt64(0),
        new()
        {
            UserPrincipalName = row.GetString(1),
            DisplayName = row.GetString(2),
            UserId = row.GetString(3),
            UserType = Reading.Parse<UserType>(row.GetString(4)),
            AccountEnabled = row.GetInt64(5) != 0,
            Roles = roles,
        });
}
