namespace MSCommerce.Stores.Microsoft365.Transfer;

/// <summary>A policy with all that it holds.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Products">Its values for products.</param>
/// <param name="OfferTypes">Its values for types of offers.</param>
internal sealed record CopiedPolicy(Policy Policy, List<ProductPolicy> Products, List<OfferTypePolicy> OfferTypes);
