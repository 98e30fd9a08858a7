using System.Globalization;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Sql.Transfer;

/// <summary>What a copy needs to be a tenant, where its source did not tell; and the entry of the copy itself.</summary>
internal sealed class TransferCompletion(SqlSession session, TransferFeed feed)
{
    public async Task CompleteAsync(string? administrator)
    {
        if (!feed.Has(TransferSchema.Products))
            await StoreCreation.AddProductsAsync(session);
        if (!feed.Has(TransferSchema.Policies))
            await StoreCreation.AddPolicyAsync(session);
        if (!feed.Has(TransferSchema.OfferTypes))
            await StoreCreation.AddOfferTypesAsync(session);
        await NameAdministratorAsync(administrator);
        if (!feed.Has(TransferSchema.Orders))
            await AddOrdersAsync();

        await session.Dialect.RefreshStatisticsAsync(session.Connection, session.Stop);
        var rows = feed.Sections.Sum(section => feed.SummaryOf(section).Count);
        await AuditLog.AddAsync(
            session, AuditActions.StoreCopied, feed.Source.TenantName, before: feed.Source.Store,
            after: string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {feed.Sections.Count} parts, copied by {feed.Source.Actor}"));
    }

    /// <summary>Whoever administers the copy acts in the session from here on.</summary>
    private async Task NameAdministratorAsync(string? wanted)
    {
        var name = wanted ?? feed.Source.Actor;
        var key = await session.FirstOrDefaultAsync<long?>("SELECT user_key FROM tenant_user WHERE tenant_id = @t AND upn_key = @key", new { key = NameKey.Of(name) });
        if (key is { } known && !feed.Has(TransferSchema.UserRoles))
            await session.ExecuteAsync("INSERT INTO user_role (tenant_id, user_key, role) VALUES (@t, @known, 'GlobalAdministrator')", new { known });
        // An application copies a tenant of Microsoft 365, and nobody can sign in to the copy as that.
        else if (key is null && !feed.Has(TransferSchema.UserRoles) && name.Contains('@', StringComparison.Ordinal))
            key = await StoreCreation.AddAdministratorAsync(session, name);

        var administrators = await session.QueryAsync<long>(Actors.EnabledGlobalAdministrators);
        if (key is not { } found || !administrators.Contains(found))
            throw CommerceErrors.CopyAdministratorRefused(name, key is null ? "the tenant has no such user" : "he is not an enabled global administrator of the tenant");
        session.Actor = await Actors.ReadAsync(session, found);
    }

    /// <summary>What was ordered when, the source does not know: that so many were, it does.</summary>
    private Task<int> AddOrdersAsync() => session.ExecuteAsync(
        """
        INSERT INTO subscription_order (tenant_id, subscription_key, order_number, ordered_at, quantity, price_per_license_e4, currency, ordered_by)
        SELECT s.tenant_id, s.subscription_key, 1, s.purchased_at, s.total, s.price_per_license_e4, s.currency, coalesce(u.upn, @administrator)
        FROM subscription s LEFT JOIN tenant_user u ON u.tenant_id = s.tenant_id AND u.user_key = s.purchaser_key
        WHERE s.tenant_id = @t
        """,
        new { administrator = session.Actor.UserPrincipalName });
}
