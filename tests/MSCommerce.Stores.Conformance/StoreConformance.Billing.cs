using MSCommerce.Payments;

namespace MSCommerce.Stores.Conformance;

/// <content>What tests of buying and billing share: purchasers with cards, and what they are charged.</content>
public abstract partial class StoreConformance
{
    /// <summary>Somebody who buys: his store, his client, his payment provider and his first card.</summary>
    private sealed record BuyerPlace(ICommerceStore Store, CommerceClient Client, RecordingPaymentProvider Provider, PaymentMethod Card);

    [Fact, Trait("Requirement", "U6"), Trait("Requirement", "E3")]
    public async Task A_guest_who_could_never_buy_adds_no_card()
    {
        var refusal = await FailAsync("BuyerIsGuest", () => BuyerAsync(Guest));

        Assert.Equal(CommerceError.NotEligible, refusal.Error);
        Assert.Contains("guests do not buy", refusal.Message, StringComparison.Ordinal);
    }

    private static AddPaymentMethodRequest CardOf(string token) => new() { Token = token, ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "The Holder" };

    /// <summary>Makes somebody a buyer: in Germany, with a card, and Power BI Pro costs 13.50 EUR a month.</summary>
    private async Task<BuyerPlace> BuyerAsync(string user, string token = "tok_visa", string? country = "DE")
    {
        if (country is not null)
            await SetTenantAsync(new() { Country = country });
        await PriceAsync(Pro, 13.5m, 12m);
        var store = await AsAsync(user);
        var provider = new RecordingPaymentProvider();
        var client = new CommerceClient(store, new() { PaymentProvider = provider });
        return new(store, client, provider, await client.Billing.AddPaymentMethodAsync(CardOf(token), Stop));
    }

    private static PurchaseRequest Of(BuyerPlace buyer, string product, int licenses) => new() { Product = product, Licenses = licenses, PaymentMethodId = buyer.Card.PaymentMethodId };

    private static Task<PurchasePlan> PlanBuyAsync(BuyerPlace buyer, PurchaseRequest request) => buyer.Client.Subscriptions.PlanPurchaseAsync(request, Stop);

    /// <summary>Buys, and forgets what the payment provider did for it.</summary>
    private static async Task<Subscription> BuyAsync(BuyerPlace buyer, string product, int licenses, SubscriptionTerm term = SubscriptionTerm.Month)
    {
        var bought = await buyer.Client.Subscriptions.ApplyPurchaseAsync(await PlanBuyAsync(buyer, Of(buyer, product, licenses) with { Term = term }), Stop);
        buyer.Provider.Take();
        return bought;
    }

    private static Task<List<Invoice>> InvoicesAsync(BuyerPlace buyer) => ListAsync(buyer.Client.Billing.GetInvoicesAsync(new() { Since = DateTimeOffset.MinValue }, Stop));

    private static Task<IReadOnlyList<PropertyChange>> SetTotalAsync(BuyerPlace buyer, Subscription subscription, int total) =>
        buyer.Client.Subscriptions.SetAsync(new() { SubscriptionId = [subscription.SubscriptionId], TotalLicenses = total }, Stop);

    private static Task<IReadOnlyList<SubscriptionCancellation>> CancelAsync(CommerceClient client, Subscription subscription) =>
        client.Subscriptions.CancelAsync(new() { SubscriptionId = [subscription.SubscriptionId], Reason = CancellationReason.TooExpensive }, Stop);

    /// <summary>Invoices as <c>0001 54.00 Paid Visa ending in 4242</c>, newest first.</summary>
    private static IEnumerable<string> InWords(IEnumerable<Invoice> invoices) => invoices.Select(invoice =>
        FormattableString.Invariant($"{invoice.InvoiceId[^4..]} {invoice.Total:0.00#} {invoice.Status}{(invoice.PaidWith is { } card ? $" {card}" : "")}"));

    [Fact, Trait("Requirement", "U6")]
    public async Task Of_a_card_brand_last_digits_expiry_cardholder_and_address_are_kept_and_its_owner_alone_sees_it()
    {
        var ada = await BuyerAsync(Ada);
        var request = CardOf("tok_mastercard") with { SecurityCode = "737", CardholderName = "Ada Lovelace", Street = "Hauptstr. 1", City = "Berlin", PostalCode = "10115", Country = "de" };
        var added = await ada.Client.Billing.AddPaymentMethodAsync(request, Stop);

        Assert.Equal(
            (Ada, "Mastercard", "4444", 12, 2030, "Ada Lovelace", "Hauptstr. 1, 10115, Berlin, DE", Clock.Now, false, 0, "Mastercard ending in 4444"),
            (added.Owner, added.Brand, added.LastFourDigits, added.ExpiryMonth, added.ExpiryYear, added.CardholderName, added.BillingAddress?.ToString(), added.AddedAt, added.IsExpired, added.BillingProfiles, added.Name));
        Assert.Equal([ada.Card.PaymentMethodId, added.PaymentMethodId], (await ListAsync(ada.Store.Billing.GetPaymentMethodsAsync(new(), Stop))).Select(card => card.PaymentMethodId));
        Assert.Equal("tok_mastercard", (await ada.Store.Billing.GetTokenAsync(added.PaymentMethodId.ToUpperInvariant(), Stop)).Value);
        foreach (var other in new[] { Store, await AsAsync(Bob) })
        {
            Assert.Empty(await ListAsync(other.Billing.GetPaymentMethodsAsync(new(), Stop)));
            await FailAsync("PaymentMethodNotFound", () => ListAsync(other.Billing.GetPaymentMethodsAsync(new() { PaymentMethodId = [added.PaymentMethodId] }, Stop)));
            await FailAsync("PaymentMethodNotFound", () => other.Billing.GetTokenAsync(added.PaymentMethodId, Stop));
            await FailAsync("PaymentMethodNotFound", () => other.Billing.PlanRemovePaymentMethodsAsync(new() { PaymentMethodId = [added.PaymentMethodId] }, Stop));
            await FailAsync("PaymentMethodNotFound", () => other.Billing.PlanPaymentMethodAsync(new() { PaymentMethodId = added.PaymentMethodId, ExpiryYear = 2031 }, Stop));
        }

        Clock.Now = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.All(await ListAsync(ada.Store.Billing.GetPaymentMethodsAsync(new(), Stop)), card => Assert.True(card.IsExpired));
    }

    [Fact, Trait("Requirement", "U6"), Trait("Requirement", "E5")]
    public async Task A_card_is_added_once_and_what_is_no_sound_card_not_at_all()
    {
        var ada = await BuyerAsync(Ada);
        var bob = await BuyerAsync(Bob);

        Assert.NotEqual(ada.Card.PaymentMethodId, bob.Card.PaymentMethodId);
        Assert.Contains(ada.Card.PaymentMethodId, (await FailAsync("PaymentMethodExists", () => ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_visa"), Stop))).Message, StringComparison.Ordinal);
        await LeavesNoTraceAsync(async () =>
        {
            var details = new CardDetails { ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada" };
            await FailAsync("PaymentMethodNotCard", () => ada.Store.Billing.AddPaymentMethodAsync(new("tok_debit"), new("Debit card", "5556", IsCreditCard: false), details, Stop));
            await FailAsync("CardNumberGiven", () => ada.Store.Billing.AddPaymentMethodAsync(new("4242 4242 4242 4242"), new("Visa", "4242", IsCreditCard: true), details, Stop));
            await FailAsync("PaymentMethodExpired", () => ada.Store.Billing.AddPaymentMethodAsync(new("tok_amex"), new("Amex", "0005", IsCreditCard: true), details with { ExpiryYear = 2025 }, Stop));
            await FailAsync("CardNumberGiven", () => ada.Client.Billing.AddPaymentMethodAsync(CardOf("4242424242424242"), Stop));
            await FailAsync("PaymentTokenUnknown", () => ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_nobody") with { DryRun = true }, Stop));
        });
        await FailAsync("PaymentMethodNotCard", () => ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_bank_transfer"), Stop));
        await FailAsync("CardRefused", () => ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_stolen"), Stop));
        Assert.Single(await ListAsync(ada.Store.Billing.GetPaymentMethodsAsync(new(), Stop)));
    }

    [Fact, Trait("Requirement", "U6"), Trait("Requirement", "N2")]
    public async Task A_card_is_changed_and_the_audit_log_has_its_name_and_nothing_else_of_it()
    {
        var ada = await BuyerAsync(Ada, "tok_wrong_security_code");
        var request = new SetPaymentMethodRequest { PaymentMethodId = ada.Card.PaymentMethodId, ExpiryMonth = 4, CardholderName = "Ada King", Street = "Ockham Road 7", City = "Ockham", Country = "GB", SecurityCode = "999" };
        await FailAsync("CardRefused", () => ada.Client.Billing.SetPaymentMethodAsync(request with { SecurityCode = "123" }, Stop));
        await LeavesNoTraceAsync(() => ada.Client.Billing.SetPaymentMethodAsync(request with { DryRun = true }, Stop));

        var changes = await ada.Client.Billing.SetPaymentMethodAsync(request, Stop);

        Assert.Equal(
            [("Expires", "2030-12", "2030-04"), ("CardholderName", "The Holder", "Ada King"), ("BillingAddress", null, "Ockham Road 7, Ockham, GB")],
            changes.Select(change => (change.Property, change.Current, change.Wanted)));
        Assert.All(changes, change => Assert.True(change.IsApplied));
        var card = Assert.Single(await ListAsync(ada.Store.Billing.GetPaymentMethodsAsync(new(), Stop)));
        Assert.Equal((4, 2030, "Ada King", "Ockham"), (card.ExpiryMonth, card.ExpiryYear, card.CardholderName, card.BillingAddress?.City));
        Assert.Equal(ada.Card.PaymentMethodId, Assert.Single(await RecordedAsync(
            AuditActions.PaymentMethodChanged, ("Visa ending in 0127", "Visa ending in 0127: Expires, CardholderName, BillingAddress, SecurityCode"))).Target);
        Assert.Empty(await ada.Client.Billing.SetPaymentMethodAsync(new() { PaymentMethodId = card.PaymentMethodId, SecurityCode = "999" }, Stop));
        await ada.Client.Billing.RemovePaymentMethodsAsync(new() { PaymentMethodId = [card.PaymentMethodId] }, Stop);
        await RecordedAsync(AuditActions.PaymentMethodChanged, ("Visa ending in 0127", null));

        foreach (var secret in new[] { "tok_", "999", "123", "King", "Holder", "Ockham", "2030" })
            Assert.DoesNotContain(await AuditAsync(new() { Action = [AuditActions.PaymentMethodChanged] }), entry => entry.ToString().Contains(secret, StringComparison.Ordinal) && entry.Outcome == AuditOutcome.Succeeded);
        Assert.DoesNotContain(await AuditAsync(), entry => entry.ToString().Contains("tok_", StringComparison.Ordinal));
    }

    [Fact, Trait("Requirement", "U6")]
    public async Task A_card_is_not_removed_while_something_is_to_be_charged_to_it()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 2);
        var profile = Assert.Single(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new(), Stop)));
        var remove = new RemovePaymentMethodsRequest { PaymentMethodId = [ada.Card.PaymentMethodId] };
        await LeavesNoTraceAsync(async () => Assert.Contains(
            bought.SubscriptionId, (await FailAsync("PaymentMethodInUse", () => ada.Store.Billing.PlanRemovePaymentMethodsAsync(remove, Stop))).Message, StringComparison.Ordinal));
        await FailAsync("PaymentMethodInUse", () => ada.Store.Billing.RemovePaymentMethodsAsync([ada.Card], Stop));

        var other = await ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_amex"), Stop);
        await ada.Client.Billing.SetBillingProfilesAsync(new() { BillingProfileId = [profile.BillingProfileId], PaymentMethodId = other.PaymentMethodId, Name = "Team" }, Stop);
        Assert.Equal(ada.Card.PaymentMethodId, Assert.Single(await ada.Client.Billing.RemovePaymentMethodsAsync(remove, Stop)).PaymentMethodId);
        Assert.Equal("Visa ending in 4242", Assert.Single(await InvoicesAsync(ada)).PaidWith);

        // A renewal that is open keeps the card after the subscription is gone.
        Clock.Advance(TimeSpan.FromDays(31));
        await Store.Subscriptions.ApplyAsync(await PlanSetAsync(bought.SubscriptionId, new() { TakeControl = true }), Stop);
        remove = new() { PaymentMethodId = [other.PaymentMethodId] };
        Assert.Contains("-0002", (await FailAsync("PaymentMethodInUse", () => ada.Store.Billing.PlanRemovePaymentMethodsAsync(remove, Stop))).Message, StringComparison.Ordinal);
        await ada.Client.Billing.PayAsync(new() { InvoiceId = [$"{bought.SubscriptionId}-0002"] }, Stop);
        await ada.Client.Billing.RemovePaymentMethodsAsync(remove, Stop);
        var left = Assert.Single(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new(), Stop)));
        Assert.Equal((profile.BillingProfileId, "Team", null, null, null), (left.BillingProfileId, left.Name, left.PaymentMethodId, left.PaymentMethod, left.PaymentMethodExpires));
    }

    [Fact, Trait("Requirement", "U6")]
    public async Task A_billing_profile_is_made_by_the_first_purchase_shared_by_the_next_and_given_another_card()
    {
        var ada = await BuyerAsync(Ada);
        await BuyAsync(ada, Pro, 2);
        Clock.Advance(TimeSpan.FromHours(1));
        await BuyAsync(ada, Pro, 3);
        var profile = Assert.Single(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new(), Stop)));
        Assert.Equal(
            ("Visa ending in 4242", Ada, ada.Card.PaymentMethodId, "Visa ending in 4242", "2030-12", 2, 0, Clock.Now.AddHours(-1)),
            (profile.Name, profile.Owner, profile.PaymentMethodId, profile.PaymentMethod, profile.PaymentMethodExpires, profile.Subscriptions, profile.OpenInvoices, profile.CreatedAt));
        var card = await ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_discover"), Stop);
        var old = await ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_amex") with { ExpiryYear = 2026, ExpiryMonth = 3 }, Stop);

        var plan = await ada.Store.Billing.PlanBillingProfilesAsync(new() { BillingProfileId = [profile.BillingProfileId.ToUpperInvariant()], Name = "Team", PaymentMethodId = card.PaymentMethodId }, Stop);
        Assert.Equal([("Name", profile.Name, "Team"), ("PaymentMethodId", ada.Card.PaymentMethodId, card.PaymentMethodId)], plan.Select(change => (change.Property, change.Current, change.Wanted)));
        Assert.Contains("Discover ending in 1117", plan[1].Detail, StringComparison.Ordinal);
        await ada.Store.Billing.ApplyBillingProfilesAsync(plan, Stop);

        await RecordedAsync(AuditActions.BillingProfileChanged, ($"Name: {profile.Name}", "Name: Team"), ($"PaymentMethodId: {ada.Card.PaymentMethodId}", $"PaymentMethodId: {card.PaymentMethodId}"));
        Clock.Advance(TimeSpan.FromDays(31));
        var bob = await BuyerAsync(Bob);
        var name = new SetBillingProfileRequest { BillingProfileId = [profile.BillingProfileId], Name = "x" };
        await LeavesNoTraceAsync(async () =>
        {
            Assert.Equal(2, Assert.Single(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new() { BillingProfileId = [profile.BillingProfileId] }, Stop))).OpenInvoices);
            await FailAsync("ChangedMeanwhile", () => ada.Store.Billing.ApplyBillingProfilesAsync(plan, Stop));
            await FailAsync("PaymentMethodExpired", () => ada.Store.Billing.PlanBillingProfilesAsync(name with { PaymentMethodId = old.PaymentMethodId }, Stop));
            await FailAsync("PaymentMethodNotFound", () => ada.Store.Billing.PlanBillingProfilesAsync(name with { PaymentMethodId = bob.Card.PaymentMethodId }, Stop));
            await FailAsync("PaymentMethodNotFound", () => ada.Store.Billing.ApplyBillingProfilesAsync([plan[1] with { Current = card.PaymentMethodId, Wanted = bob.Card.PaymentMethodId }], Stop));
            await FailAsync("NameInvalid", () => ada.Store.Billing.PlanBillingProfilesAsync(name with { Name = " " }, Stop));
            foreach (var other in new[] { bob.Store, Store })
            {
                Assert.Empty(await ListAsync(other.Billing.GetBillingProfilesAsync(new(), Stop)));
                await FailAsync("BillingProfileNotFound", () => other.Billing.PlanBillingProfilesAsync(name, Stop));
                await FailAsync("BillingProfileNotFound", () => other.Billing.ApplyBillingProfilesAsync(plan, Stop));
                await FailAsync("BillingProfileNotFound", () => ListAsync(other.Billing.GetBillingProfilesAsync(new() { BillingProfileId = [profile.BillingProfileId] }, Stop)));
            }
        });
    }
}
