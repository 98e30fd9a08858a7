namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Theory, Trait("Requirement", "U1"), Trait("Requirement", "U7")]
    [InlineData(SubscriptionTerm.Month, "54.00", 13.5, 1), InlineData(SubscriptionTerm.Year, "648.00", 162, 12)]
    public async Task A_purchase_is_active_at_once_billed_to_its_card_and_recorded(SubscriptionTerm term, string amount, double price, int months)
    {
        var ada = await BuyerAsync(Ada);
        PurchasePlan plan = null!;
        await LeavesNoTraceAsync(async () => plan = await PlanBuyAsync(ada, Of(ada, ProLegacyId, 4) with { Term = term }));
        Assert.Equal(
            (ProId, SubscriptionChannel.SelfService, 4, term, (decimal?)price, "EUR", 4 * (decimal)price, false, Clock.Now.AddMonths(months), "Visa ending in 4242"),
            (plan.ProductId, plan.Channel, plan.Licenses, plan.Term, plan.PricePerLicense, plan.Currency, plan.TotalPrice, plan.IsTrial, plan.ExpiresAt, plan.PaymentMethod));
        Assert.Equal((4 * (decimal)price, "EUR", ada.Card.PaymentMethodId, null), (plan.Charge!.Amount, plan.Charge.Currency, plan.Charge.PaymentMethodId, plan.Charge.AuthorizationId));
        Assert.Empty(ada.Provider.Calls);

        var bought = await ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop);

        Assert.Equal([$"authorize {amount} EUR tok_visa", $"capture {amount} EUR tok_visa"], ada.Provider.Calls);
        Assert.Equal(bought, await SubscriptionAsync(bought.SubscriptionId));
        Assert.Equal(
            (SubscriptionChannel.SelfService, Ada, SubscriptionStatus.Active, true, false, false, 4, 0, plan.ExpiresAt, 1),
            (bought.Channel, bought.Purchaser, bought.Status, bought.AutoRenew, bought.IsTrial, bought.IsControlledByOrganization, bought.TotalLicenses, bought.AssignedLicenses, bought.ExpiresAt, bought.OrderCount));
        var order = Assert.Single(await OrdersAsync(new() { SubscriptionId = [bought.SubscriptionId] }));
        Assert.Equal((4, (decimal?)price, "EUR", Ada), (order.Quantity, order.PricePerLicense, order.Currency, order.OrderedBy));
        var invoice = Assert.Single(await InvoicesAsync(ada));
        Assert.Equal(
            ($"{bought.SubscriptionId}-0001", bought.SubscriptionId, Pro, Clock.Now, 4 * (decimal)price, "EUR", InvoiceStatus.Paid, Clock.Now, "Visa ending in 4242", null),
            (invoice.InvoiceId, invoice.SubscriptionId, invoice.ProductName, invoice.IssuedAt, invoice.Total, invoice.Currency, invoice.Status, invoice.PaidAt, invoice.PaidWith, invoice.LastError));
        var line = Assert.Single(invoice.Lines);
        Assert.Equal((4, (decimal)price, Day(Clock.Now), Day(Clock.Now.AddMonths(months))), (line.Licenses, line.PricePerLicense, line.PeriodStart, line.PeriodEnd));
        Assert.Equal((line.Days, invoice.BillingProfileId), (line.DaysInTerm, Assert.Single(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new(), Stop))).BillingProfileId));
        var audit = await AuditAsync(new() { Actor = [Ada] });
        Assert.Equal(
            [(AuditActions.InvoicePaid, invoice.InvoiceId, $"Paid: {amount} EUR with Visa ending in 4242")],
            audit.Where(entry => entry.Action == AuditActions.InvoicePaid).Select(entry => (entry.Action, entry.Target, entry.After)));
        Assert.Contains("4 licences", Assert.Single(audit, entry => entry.Action == AuditActions.SubscriptionBought).After, StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(SubscriptionStatus.Active, (await SubscriptionAsync(bought.SubscriptionId)).Status);
    }

    [Fact, Trait("Requirement", "U1")]
    public async Task A_declined_purchase_writes_the_refusal_and_nothing_else()
    {
        var ada = await BuyerAsync(Ada, "tok_insufficient_funds");
        var plan = await PlanBuyAsync(ada, Of(ada, Pro, 4));
        var before = await SnapshotAsync();

        var declined = await FailAsync("PaymentDeclined", () => ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop));

        Assert.Equal(["authorize 54.00 EUR tok_insufficient_funds"], ada.Provider.Calls);
        var entry = (await AuditAsync())[0];
        Assert.Equal((Ada, AuditActions.SubscriptionBought, AuditOutcome.Refused, declined.Message), (entry.Actor, entry.Action, entry.Outcome, entry.After));
        Assert.DoesNotContain("tok_", entry.ToString(), StringComparison.Ordinal);
        Assert.Equal([entry.ToString()], (await SinceAsync(before.Split('\n'))).Written);
        Assert.Empty(await ListAsync(ada.Store.Billing.GetBillingProfilesAsync(new(), Stop)));
    }

    [Theory, InlineData("policy", "PurchaseDisabled"), InlineData("price", "ChangedMeanwhile"), InlineData("card", "PaymentMethodNotFound"), Trait("Requirement", "E4"), Trait("Requirement", "U1")]
    public async Task What_changed_while_the_charge_was_authorised_stops_the_purchase_and_the_charge_is_given_up(string what, string errorId)
    {
        var ada = await BuyerAsync(Ada);
        var plan = await PlanBuyAsync(ada, Of(ada, Pro, 4));
        ada.Provider.AfterAuthorization = () => what switch
        {
            "policy" => SetAsync(PolicyValues.Disabled, Pro),
            "price" => PriceAsync(Pro, 13.6m, 12m),
            _ => ada.Store.Billing.RemovePaymentMethodsAsync([ada.Card], Stop),
        };

        await FailAsync(errorId, () => ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop));

        Assert.Equal(["authorize 54.00 EUR tok_visa", "void 54.00 EUR tok_visa"], ada.Provider.Calls);
        Assert.Equal([AdaPro], (await ListAsync(ada.Store.Subscriptions.GetAsync(new(), Stop))).Select(subscription => subscription.SubscriptionId));
    }

    [Fact, Trait("Requirement", "U1")]
    public async Task Nothing_is_bought_without_what_was_authorised_for_it()
    {
        var ada = await BuyerAsync(Ada);
        var bob = await BuyerAsync(Bob);
        var plan = await PlanBuyAsync(ada, Of(ada, Pro, 4));
        var authorized = plan with { Charge = plan.Charge! with { AuthorizationId = "auth" } };

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChargeNotAuthorized", () => ada.Store.Subscriptions.PurchaseAsync(plan, Stop));
            await FailAsync("ChargeNotAuthorized", () => ada.Store.Subscriptions.PurchaseAsync(plan with { Charge = null }, Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { Charge = authorized.Charge! with { Amount = 0.01m } }, Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { Charge = authorized.Charge! with { Currency = "JPY" } }, Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { Licenses = 5 }, Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { PricePerLicense = 1 }, Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { Term = SubscriptionTerm.Year }, Stop));
            await FailAsync("ProductHasNoTrial", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { IsTrial = true }, Stop));
            await FailAsync("LicensesInvalid", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { Licenses = 0 }, Stop));
            await FailAsync("ChannelInvalid", () => ada.Store.Subscriptions.PurchaseAsync(authorized with { SubscriptionId = AdaPro }, Stop));
            await FailAsync("PaymentMethodNotFound", () => bob.Store.Subscriptions.PurchaseAsync(authorized, Stop));
            await FailAsync("PaymentMethodMissing", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(new() { Product = Pro, Licenses = 1 }, Stop));
            await FailAsync("PaymentMethodNotFound", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(Of(bob, Pro, 1), Stop));
            await FailAsync("PriceUnknown", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(Of(ada, Visio, 1), Stop));
            await FailAsync("ProductAmbiguous", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(Of(ada, "Power BI*", 1), Stop));
            await FailAsync("LicensesInvalid", () => ada.Store.Subscriptions.PlanSelfServicePurchaseAsync(Of(ada, Pro, int.MaxValue) with { Term = SubscriptionTerm.Year }, Stop));
            await FailAsync("RoleMissing", async () => await (await AsAsync(Partner)).Subscriptions.PlanSelfServicePurchaseAsync(Of(ada, Pro, 1), Stop));
        });

        // One charge pays once, and what it paid is not given up because somebody tries again.
        await ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop);
        await LeavesNoTraceAsync(() => FailAsync("ChargeUsed", () => ada.Store.Subscriptions.PurchaseAsync(authorized, Stop)));
        await FailAsync("ChargeUsed", () => ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop));
        Assert.Equal(["authorize 54.00 EUR tok_visa", "capture 54.00 EUR tok_visa", "authorize 54.00 EUR tok_visa"], ada.Provider.Calls);
    }

    [Fact, Trait("Requirement", "U1")]
    public async Task What_costs_nothing_is_charged_to_nobody_and_needs_no_card()
    {
        var ada = await BuyerAsync(Ada);
        await PriceAsync(Visio, 0m, null);

        var plan = await PlanBuyAsync(ada, new() { Product = Visio, Licenses = 3 });
        var bought = await ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop);
        await SetTotalAsync(ada, bought, 9);
        Clock.Advance(TimeSpan.FromDays(40));
        await CancelAsync(ada.Client, bought);

        Assert.Equal((0m, null), (plan.TotalPrice, plan.Charge));
        Assert.Empty(ada.Provider.Calls);
        Assert.Empty(await InvoicesAsync(ada));
    }

    [Fact, Trait("Requirement", "U1"), Trait("Requirement", "U7")]
    public async Task A_process_that_dies_after_the_authorisation_has_written_nothing_and_one_that_dies_after_the_purchase_is_made_up_for_once()
    {
        var ada = await BuyerAsync(Ada);
        var plan = await PlanBuyAsync(ada, Of(ada, Pro, 4));
        ada.Provider.AfterAuthorization = () => throw new OperationCanceledException("killed");
        await LeavesNoTraceAsync(() => Assert.ThrowsAsync<OperationCanceledException>(() => ada.Client.Subscriptions.ApplyPurchaseAsync(plan, Stop)));

        ada.Provider.IsDown = true;
        var bought = await ada.Client.Subscriptions.ApplyPurchaseAsync(plan with { Charge = plan.Charge! with { ChargeId = Guid.NewGuid() } }, Stop);
        var invoice = Assert.Single(await InvoicesAsync(ada));
        Assert.Equal((InvoiceStatus.Open, null), (invoice.Status, invoice.LastError));
        var bob = await AsAsync(Bob);
        var due = Assert.Single(await bob.Billing.GetSettlementsAsync(Stop));
        Assert.Equal((invoice.InvoiceId, 54m, "EUR", "tok_visa"), (due.InvoiceId, due.Order.Amount, due.Order.Currency, due.Order.Token.Value));
        // What is being taken is not charged again, and its card is kept.
        Assert.Empty(await ada.Store.Billing.PlanPayAsync(new() { InvoiceId = [invoice.InvoiceId] }, Stop));
        await FailAsync("PaymentMethodInUse", () => ada.Store.Billing.PlanRemovePaymentMethodsAsync(new() { PaymentMethodId = [ada.Card.PaymentMethodId] }, Stop));

        // Whoever changes something next does it; of two at once, one records it.
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(index => AsAsync(index % 2 == 0 ? Bob : Admin)));
        var recorded = await Task.WhenAll(stores.Select(store => Task.Run(() => store.Billing.RecordSettlementAsync(due, error: null, Stop), Stop)));

        Assert.Single(recorded, one => one);
        Assert.Equal(["0001 54.00 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
        Assert.Single(await AuditAsync(new() { Action = [AuditActions.InvoicePaid] }));
        Assert.Empty(await Store.Billing.GetSettlementsAsync(Stop));
        Assert.Equal(SubscriptionStatus.Active, (await SubscriptionAsync(bought.SubscriptionId)).Status);
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task The_next_change_of_anybody_takes_what_was_authorised()
    {
        var ada = await BuyerAsync(Ada);
        ada.Provider.IsDown = true;
        var bought = await BuyAsync(ada, Pro, 4);
        ada.Provider.IsDown = false;
        var administrator = new CommerceClient(Store, new() { PaymentProvider = ada.Provider });

        await administrator.Subscriptions.SetAsync(new() { SubscriptionId = [CentralPro], TotalLicenses = 11 }, Stop);
        await administrator.Subscriptions.SetAsync(new() { SubscriptionId = [CentralPro], TotalLicenses = 12 }, Stop);

        Assert.Equal(["capture 54.00 EUR tok_visa"], ada.Provider.Calls);
        Assert.Equal(InvoiceStatus.Paid, Assert.Single(await InvoicesAsync(ada)).Status);
        Assert.Equal((Admin, $"{bought.SubscriptionId}-0001"), Assert.Single(await AuditAsync(new() { Action = [AuditActions.InvoicePaid] })) is var entry ? (entry.Actor, entry.Target) : default);
    }

    [Fact, Trait("Requirement", "U2"), Trait("Requirement", "U7"), Trait("Requirement", "S6")]
    public async Task Two_buyers_and_the_administrator_see_nothing_of_each_others_billing()
    {
        var ada = await BuyerAsync(Ada);
        var bob = await BuyerAsync(Bob);
        var adas = await BuyAsync(ada, Pro, 1);
        var bobs = await BuyAsync(bob, Pro, 2);

        Assert.Equal([adas.SubscriptionId], (await InvoicesAsync(ada)).Select(invoice => invoice.SubscriptionId));
        Assert.Equal([bobs.SubscriptionId], (await InvoicesAsync(bob)).Select(invoice => invoice.SubscriptionId));
        Assert.Empty(await ListAsync(Store.Billing.GetInvoicesAsync(new(), Stop)));
        Assert.Contains(await ListAsync(Store.Subscriptions.GetAsync(new(), Stop)), subscription => subscription.SubscriptionId == adas.SubscriptionId);
        await FailAsync("InvoiceNotFound", () => ListAsync(Store.Billing.GetInvoicesAsync(new() { InvoiceId = [$"{adas.SubscriptionId}-0001"] }, Stop)));
        await FailAsync("InvoiceNotFound", () => bob.Store.Billing.PlanPayAsync(new() { InvoiceId = [$"{adas.SubscriptionId}-0001"] }, Stop));
        await FailAsync("SubscriptionNotFound", () => ListAsync(bob.Store.Billing.GetInvoicesAsync(new() { SubscriptionId = [adas.SubscriptionId] }, Stop)));
    }

    private static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
