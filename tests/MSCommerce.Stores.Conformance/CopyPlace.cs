namespace MSCommerce.Stores.Conformance;

/// <summary>A place where a copy of the tenant can be made.</summary>
/// <param name="Stores">The stores that know it.</param>
/// <param name="Request">How it is made there.</param>
/// <param name="OpenAsync">Opens the copy, as its administrator.</param>
public sealed record CopyPlace(StoreRegistry Stores, CopyStoreRequest Request, Func<Task<ICommerceStore>> OpenAsync);
