using MSCommerce.Rules;

namespace MSCommerce.Stores.Conformance;

/// <summary>The uses of what purchasers do: buying, cards, billing profiles and invoices.</summary>
internal static class BillingCases
{
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        new("product eligibility", "one's own", Permission.ReadCatalog, (client, place) => place.ReadAsync(client.Products.TestEligibilityAsync(new() { Product = [StoreConformance.Visio] }, place.Stop))),
        new("subscription purchase", "with a card", Permission.BuySelfService, (client, place) => client.Subscriptions.PurchaseAsync(
            new() { Product = StoreConformance.Visio, Licenses = 2, PaymentMethodId = place.Card }, place.Stop)),
        new("subscription purchase", "a trial", Permission.BuySelfService, (client, place) => client.Subscriptions.PurchaseAsync(
            new() { Product = StoreConformance.Visio, Licenses = 2, Trial = true }, place.Stop)),
        new("payment-method list", "", Permission.ChangeOwn, (client, place) => place.ReadAsync(client.Billing.GetPaymentMethodsAsync(new(), place.Stop))),
        new("payment-method add", "", Permission.ChangeOwn, (client, place) => client.Billing.AddPaymentMethodAsync(
            new() { Token = "tok_mastercard", ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Somebody" }, place.Stop)),
        new("payment-method set", "", Permission.ChangeOwn, (client, place) => client.Billing.SetPaymentMethodAsync(new() { PaymentMethodId = place.Card, ExpiryYear = 2031 }, place.Stop)),
        new("payment-method remove", "", Permission.ChangeOwn, (client, place) => client.Billing.RemovePaymentMethodsAsync(new() { PaymentMethodId = [place.Card] }, place.Stop)),
        new("billing-profile list", "", Permission.ChangeOwn, (client, place) => place.ReadAsync(client.Billing.GetBillingProfilesAsync(new(), place.Stop))),
        new("billing-profile set", "", Permission.ChangeOwn, (client, place) => client.Billing.SetBillingProfilesAsync(
            new() { BillingProfileId = [place.Profile], Name = "Team", PaymentMethodId = place.Card }, place.Stop)),
        new("invoice list", "", Permission.ChangeOwn, (client, place) => place.ReadAsync(client.Billing.GetInvoicesAsync(new(), place.Stop))),
        new("invoice pay", "", Permission.ChangeOwn, (client, place) => client.Billing.PayAsync(new() { InvoiceId = [place.Invoice], PaymentMethodId = place.Card }, place.Stop)),
    ];
}
