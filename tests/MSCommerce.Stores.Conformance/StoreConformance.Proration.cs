namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "U3")]
    public async Task More_licences_are_charged_for_the_rest_of_the_term_and_fewer_credited()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        Clock.Advance(TimeSpan.FromDays(10));

        // 15 March to 15 April has 31 days, of which 21 are left: 2 × 13.50 × 21 / 31 = 18.2903.
        var more = Assert.Single(await ada.Client.Subscriptions.PlanSetAsync(new() { SubscriptionId = [bought.SubscriptionId], TotalLicenses = 6 }, Stop));
        Assert.Equal("2 licences at 13.50 EUR a month each, 18.29 EUR now for 21 of 31 days", more.Detail);
        Assert.Equal((18.29m, "EUR", ada.Card.PaymentMethodId, null), (more.Charge!.Amount, more.Charge.Currency, more.Charge.PaymentMethodId, more.Charge.AuthorizationId));
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChargeNotAuthorized", () => ada.Store.Subscriptions.ApplyAsync([more], Stop));
            await FailAsync("ChargeNotAuthorized", () => ada.Store.Subscriptions.ApplyAsync([more with { Charge = null }], Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Subscriptions.ApplyAsync([more with { Charge = more.Charge with { Amount = 1, AuthorizationId = "x" } }], Stop));
        });
        await ada.Client.Subscriptions.ApplySetAsync([more], Stop);
        Assert.Equal(["authorize 18.29 EUR tok_visa", "capture 18.29 EUR tok_visa"], ada.Provider.Take());

        // 16 days are left: 3 × 13.50 × 16 / 31 = 20.9032.
        Clock.Advance(TimeSpan.FromDays(5));
        var fewer = Assert.Single(await ada.Client.Subscriptions.PlanSetAsync(new() { SubscriptionId = [bought.SubscriptionId], TotalLicenses = 3 }, Stop));
        Assert.Equal(("gives back 3 licences at 13.50 EUR a month each, 20.90 EUR credited for 16 of 31 days", null), (fewer.Detail, fewer.Charge));
        await ada.Client.Subscriptions.ApplySetAsync([fewer], Stop);

        Assert.Equal(["refund 20.90 EUR tok_visa"], ada.Provider.Take());
        var invoices = await InvoicesAsync(ada);
        Assert.Equal(["0003 -20.90 Paid Visa ending in 4242", "0002 18.29 Paid Visa ending in 4242", "0001 54.00 Paid Visa ending in 4242"], InWords(invoices));
        var line = Assert.Single(invoices[0].Lines);
        Assert.Equal((3, 13.5m, new DateOnly(2026, 3, 30), new DateOnly(2026, 4, 15), 16, 31, -20.90m), (line.Licenses, line.PricePerLicense, line.PeriodStart, line.PeriodEnd, line.Days, line.DaysInTerm, line.Amount));
        Assert.Equal(3, (await SubscriptionAsync(bought.SubscriptionId)).TotalLicenses);
    }

    [Theory, Trait("Requirement", "U3"), Trait("Requirement", "U1")]
    // Leap February: 10 February to 10 March 2028 has 29 days, 19 left: 29.00 × 19 / 29.
    [InlineData("2028-02-10", "2028-02-20", 29.0, "EUR", SubscriptionTerm.Month, 19.0)]
    // Another year's has 28, 18 left: 28.00 × 18 / 28.
    [InlineData("2027-02-10", "2027-02-20", 28.0, "EUR", SubscriptionTerm.Month, 18.0)]
    // The 31st of January: the term ends with February, 28 days, 14 left.
    [InlineData("2027-01-31", "2027-02-14", 10.0, "EUR", SubscriptionTerm.Month, 5.0)]
    // The same day costs the whole term, the last one a day of it: 31.00 / 31.
    [InlineData("2027-03-05", "2027-03-05", 31.0, "EUR", SubscriptionTerm.Month, 31.0)]
    [InlineData("2027-03-05", "2027-04-04", 31.0, "EUR", SubscriptionTerm.Month, 1.0)]
    // A year of 12 × 10.00 over a leap day: 366 days, 183 left.
    [InlineData("2027-09-01", "2028-03-02", 10.0, "EUR", SubscriptionTerm.Year, 60.0)]
    // Yen have no smaller unit, dinars three decimals: 1500 × 21 / 31 = 1016.13; 4.125 × 21 / 31 = 2.79435.
    [InlineData("2027-03-15", "2027-03-25", 1500.0, "JPY", SubscriptionTerm.Month, 1016.0)]
    [InlineData("2027-03-15", "2027-03-25", 4.125, "KWD", SubscriptionTerm.Month, 2.794)]
    public async Task One_licence_more_costs_its_days_of_the_term(string bought, string enlarged, double price, string currency, SubscriptionTerm term, double amount)
    {
        var ada = await BuyerAsync(Ada);
        await Store.Catalog.ApplyAsync(await PlanProductAsync(new() { Product = [Visio], ListPrice = (decimal)price, Currency = currency }), Stop);
        Clock.Now = Moment(bought);
        var subscription = await BuyAsync(ada, Visio, 1, term);
        Clock.Now = Moment(enlarged);

        var change = Assert.Single(await SetTotalAsync(ada, subscription, 2));

        Assert.Equal((decimal)amount, change.Charge!.Amount);
        Assert.Equal((decimal)amount, (await InvoicesAsync(ada))[0].Total);
        // Given back on the same day, it is credited as much.
        await SetTotalAsync(ada, subscription, 1);
        Assert.Equal(-(decimal)amount, Assert.Single(await InvoicesAsync(ada), invoice => invoice.Total < 0).Total);
    }

    [Fact, Trait("Requirement", "U3")]
    public async Task Several_subscriptions_are_charged_each_by_itself_and_one_declined_leaves_all_as_they_are()
    {
        var ada = await BuyerAsync(Ada);
        var first = await BuyAsync(ada, Pro, 1);
        var second = await BuyAsync(ada, Pro, 1);

        var changes = await ada.Client.Subscriptions.SetAsync(new() { SubscriptionId = [first.SubscriptionId, AdaPro, second.SubscriptionId], TotalLicenses = 8 }, Stop);

        Assert.Equal([94.5m, null, 94.5m], changes.Select(change => change.Charge?.Amount));
        Assert.Equal(2, changes.Select(change => change.Charge?.ChargeId).OfType<Guid>().Distinct().Count());
        Assert.Equal(4, ada.Provider.Take().Count);
        var plan = await ada.Client.Subscriptions.PlanSetAsync(new() { SubscriptionId = [first.SubscriptionId, second.SubscriptionId], TotalLicenses = 9 }, Stop);
        var profile = Assert.Single(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new(), Stop)));
        var poor = await ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_insufficient_funds"), Stop);
        await ada.Client.Billing.SetBillingProfilesAsync(new() { BillingProfileId = [profile.BillingProfileId], PaymentMethodId = poor.PaymentMethodId }, Stop);

        // The card is another than was shown.
        await FailAsync("ChangedMeanwhile", () => ada.Client.Subscriptions.ApplySetAsync(plan, Stop));
        Assert.Equal(["authorize 13.50 EUR tok_visa", "authorize 13.50 EUR tok_visa", "void 13.50 EUR tok_visa", "void 13.50 EUR tok_visa"], ada.Provider.Take());
        await FailAsync("PaymentDeclined", () => SetTotalAsync(ada, first, 9));
        await Store.Subscriptions.ApplyAsync(await PlanSetAsync(second.SubscriptionId, new() { TakeControl = true }), Stop);
        await FailAsync("RoleMissing", () => ada.Client.Subscriptions.ApplySetAsync([plan[1]], Stop));
        Assert.Equal((8, 8), ((await SubscriptionAsync(first.SubscriptionId)).TotalLicenses, (await SubscriptionAsync(second.SubscriptionId)).TotalLicenses));
    }

    [Fact, Trait("Requirement", "U3"), Trait("Requirement", "U6")]
    public async Task A_card_that_has_expired_or_is_gone_pays_for_no_more_licences_but_for_fewer_none_is_needed()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 3, SubscriptionTerm.Year);
        await ada.Client.Billing.SetPaymentMethodAsync(new() { PaymentMethodId = ada.Card.PaymentMethodId, ExpiryYear = 2026, ExpiryMonth = 4 }, Stop);
        Clock.Now = Moment("2026-05-01");

        await FailAsync("PaymentMethodExpired", () => SetTotalAsync(ada, bought, 4));
        await SetTotalAsync(ada, bought, 2);

        Assert.Single(await InvoicesAsync(ada), invoice => invoice is { Total: < 0, Status: InvoiceStatus.Paid });
    }

    private static DateTimeOffset Moment(string day) => new(DateTime.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).AddHours(12), TimeSpan.Zero);
}
