using System.Text;
using MSCommerce.Catalog;

namespace MSCommerce.Stores.Sql;

/// <summary>What a new store holds: a tenant, its first administrator, the policy, and the catalogue that Microsoft's documentation names.</summary>
internal static class StoreCreation
{
    /// <summary>A store that is a file of its own holds one tenant.</summary>
    public const long OnlyTenant = 1;

    private const string DefaultTenantName = "local";

    private const string PolicyDescription = "Lets users buy products, start trials of them, and buy third-party offers by themselves.";

    private static readonly string[] Tables = ["tenant_user", "product", "policy", "offer_type", "subscription", "former_license", "outbox", "audit", "license_request", "payment_method", "billing_profile"];

    /// <summary>Fills a tenant that is new; from then on its first administrator acts in the session.</summary>
    public static async Task FillAsync(SqlSession session, StoreOptions options)
    {
        var tenantName = options.TenantName ?? DefaultTenantName;
        var actor = options.Actor ?? $"admin@{DomainOf(tenantName)}";

        await session.ExecuteAsync(
            "INSERT INTO tenant (tenant_id, tenant_guid, name, is_sample, created_at) VALUES (@t, @guid, @tenantName, @isSample, @now)",
            new { guid = Guid.NewGuid().ToString(), tenantName, isSample = options.IsSample ? 1 : 0, now = session.Now });
        await AddCountersAsync(session);
        var key = await AddAdministratorAsync(session, actor);
        session.Actor = new(key, actor, Enabled: true, [Role.GlobalAdministrator]);
        await AddProductsAsync(session);
        await AddPolicyAsync(session);
        await AddOfferTypesAsync(session);
        await AuditLog.AddAsync(session, AuditActions.StoreCreated, tenantName, before: null, after: null);
    }

    /// <summary>Begins to count the keys of a tenant.</summary>
    public static async Task AddCountersAsync(SqlSession session)
    {
        foreach (var table in Tables)
            await session.ExecuteAsync("INSERT INTO key_counter (tenant_id, name, last) VALUES (@t, @table, 0)", new { table });
    }

    /// <summary>Adds a user who is global administrator.</summary>
    /// <returns>His key.</returns>
    /// <exception cref="CommerceException"><c>ActorRefused</c>: nobody can have that name.</exception>
    public static async Task<long> AddAdministratorAsync(SqlSession session, string actor)
    {
        if (actor.IndexOf('@', StringComparison.Ordinal) is var at && (at <= 0 || at == actor.Length - 1))
            throw CommerceErrors.ActorRefused(actor, "it is not a user principal name, which reads name@domain, and the new store's first administrator is to have it");
        var key = await session.TakeKeysAsync("tenant_user", 1) + 1;
        await session.ExecuteAsync(
            """
            INSERT INTO tenant_user (tenant_id, user_key, user_id, user_id_is_made_up, upn, upn_key, display_name, user_type, account_enabled, created_at)
            VALUES (@t, @key, @id, 1, @actor, @actorKey, @actor, 'Member', 1, @now)
            """,
            new { key, id = Guid.NewGuid().ToString(), actor, actorKey = NameKey.Of(actor), now = session.Now });
        await session.ExecuteAsync("INSERT INTO user_role (tenant_id, user_key, role) VALUES (@t, @key, 'GlobalAdministrator')", new { key });
        return key;
    }

    /// <summary>Adds the products that Microsoft's documentation names.</summary>
    public static Task AddProductsAsync(SqlSession session) => ProductWriter.WriteAsync(session, KnownProducts.All);

    /// <summary>Adds the policy that every tenant has.</summary>
    public static async Task AddPolicyAsync(SqlSession session)
    {
        var policy = await session.TakeKeysAsync("policy", 1) + 1;
        await session.ExecuteAsync(
            "INSERT INTO policy (tenant_id, policy_key, policy_id, description, default_value) VALUES (@t, @policy, @id, @description, @value)",
            new { policy, id = PolicyIds.AllowSelfServicePurchase, description = PolicyDescription, value = PolicyValues.Enabled });
    }

    /// <summary>Adds the types of offers that are known.</summary>
    public static async Task AddOfferTypesAsync(SqlSession session)
    {
        var offerType = await session.TakeKeysAsync("offer_type", KnownProducts.OfferTypes.Count);
        foreach (var name in KnownProducts.OfferTypes)
            await session.ExecuteAsync("INSERT INTO offer_type (tenant_id, offer_type_key, name) VALUES (@t, @key, @name)", new { key = ++offerType, name });
    }

    /// <summary>A domain made of a tenant's name: letters, digits and single hyphens.</summary>
    private static string DomainOf(string tenantName)
    {
        var domain = new StringBuilder();
        foreach (var character in tenantName.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character) || (character == '.' && domain.Length > 0))
                domain.Append(character);
            else if (domain.Length > 0 && domain[^1] != '-')
                domain.Append('-');
        }

        var text = domain.ToString().Trim('-', '.');
        return text.Length > 0 ? text : DefaultTenantName;
    }
}
