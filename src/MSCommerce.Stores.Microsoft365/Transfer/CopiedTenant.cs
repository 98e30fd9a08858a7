namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>What is copied, and when.</summary>
/// <param name="Context">The tenant, as the sign-in tells it.</param>
/// <param name="Sector">What its cloud says about it.</param>
/// <param name="Now">The moment that the copy says of what happened the service does not tell when.</param>
internal sealed record CopiedTenant(StoreContext Context, TenantSector Sector, DateTimeOffset Now);
