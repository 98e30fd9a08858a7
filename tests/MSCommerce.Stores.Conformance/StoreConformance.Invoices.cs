namespace MSCommerce.Stores.Conformance;

public abstract partial class StoreConformance
{
    [Fact, Trait("Requirement", "U7"), Trait("Requirement", "U8")]
    public async Task Renewals_are_invoiced_on_their_day_and_their_ids_are_the_same_whether_somebody_wrote_them_or_not()
    {
        Clock.Now = Moment("2026-01-30");
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 2);
        Clock.Now = Moment("2026-05-10");
        await SetTotalAsync(ada, bought, 5);
        Clock.Now = Moment("2027-01-30");

        // Bought on 30 January, so that the first term ends with February; from then on it is the 30th again.
        List<Invoice> derived = [];
        await LeavesNoTraceAsync(async () => derived = await InvoicesAsync(ada));
        Assert.Equal(
            ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30", "2026-05-10", .. Enumerable.Range(5, 8).Select(month => $"2026-{month:00}-30"), "2027-01-30"],
            derived.Select(invoice => $"{invoice.IssuedAt:yyyy-MM-dd}").Reverse());
        Assert.Equal(Enumerable.Range(1, 14).Select(number => $"{bought.SubscriptionId}-{number:0000}"), derived.Select(invoice => invoice.InvoiceId).Reverse());
        Assert.Equal([27m, 27m, 27m, 27m, 27m, .. Enumerable.Repeat(67.5m, 9)], derived.Select(invoice => invoice.Total).Reverse());
        Assert.Equal(2, derived.Count(invoice => invoice.Status == InvoiceStatus.Paid));
        Assert.Equal((new DateOnly(2027, 1, 30), new DateOnly(2027, 2, 28), 29), derived[0].Lines[0] is var line ? (line.PeriodStart, line.PeriodEnd, line.Days) : default);

        await ada.Client.Subscriptions.SetAsync(new() { SubscriptionId = [bought.SubscriptionId], AutoRenew = false }, Stop);

        Assert.Equal(derived.Select(Whole), (await InvoicesAsync(ada)).Select(Whole));
        Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(14, (await InvoicesAsync(ada)).Count);
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task Invoices_are_those_of_three_months_of_more_of_dates_or_by_id()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 1);
        var other = await BuyAsync(ada, Pro, 1);
        Clock.Advance(TimeSpan.FromDays(183));

        Assert.Equal(6, (await QueryAsync(new())).Count);
        Assert.Equal(12, (await QueryAsync(new() { Months = 6 })).Count);
        Assert.Equal(2, (await QueryAsync(new() { Since = Moment("2026-04-15"), Until = Moment("2026-05-15") })).Count);
        Assert.Equal(["0002", "0001"], (await QueryAsync(new() { SubscriptionId = [bought.SubscriptionId.ToUpperInvariant()], Until = Moment("2026-05-15") })).Select(invoice => invoice.InvoiceId[^4..]));
        Assert.Equal(2, (await QueryAsync(new() { Months = 12, Status = InvoiceStatus.Paid })).Count);
        Assert.Equal($"{other.SubscriptionId}-0003", Assert.Single(await QueryAsync(new() { InvoiceId = [$"{other.SubscriptionId}-0003"] })).InvoiceId);
        Assert.Equal(12, (await QueryAsync(new() { Months = 6 })).Select(invoice => invoice.InvoiceId).Distinct().Count());
        Assert.True((await QueryAsync(new() { Months = 12 })).Zip((await QueryAsync(new() { Months = 12 })).Skip(1), (newer, older) => newer.IssuedAt >= older.IssuedAt).All(one => one));
        Assert.Single((await ListThenFailAsync("InvoiceNotFound", ada.Store.Billing.GetInvoicesAsync(new() { InvoiceId = [$"{other.SubscriptionId}-0001", $"{other.SubscriptionId}-0099"] }, Stop))).Items);
        await FailAsync("SubscriptionNotFound", () => QueryAsync(new() { SubscriptionId = ["none"] }));
        Assert.Empty(await QueryAsync(new() { SubscriptionId = [AdaPro] }));

        Task<List<Invoice>> QueryAsync(InvoiceQuery query) => ListAsync(ada.Store.Billing.GetInvoicesAsync(query, Stop));
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task An_open_invoice_is_paid_with_the_profiles_card_or_with_another_and_once()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        Clock.Advance(TimeSpan.FromDays(100));
        var ids = Enumerable.Range(1, 4).Select(number => $"{bought.SubscriptionId}-{number:0000}").ToList();
        var other = await ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_amex"), Stop);

        IReadOnlyList<PaymentPlan> plan = [];
        await LeavesNoTraceAsync(async () => plan = await ada.Client.Billing.PlanPayAsync(new() { InvoiceId = [ids[0], ids[2], ids[2].ToUpperInvariant()] }, Stop));
        var payment = Assert.Single(plan);
        Assert.Equal((ids[2], Pro, "Visa ending in 4242", 54m, "EUR"), (payment.InvoiceId, payment.ProductName, payment.PaymentMethod, payment.Charge.Amount, payment.Charge.Currency));
        var again = await ada.Client.Billing.PlanPayAsync(new() { InvoiceId = [ids[2]] }, Stop);
        var paid = Assert.Single(await ada.Client.Billing.ApplyPayAsync(plan, Stop));
        Assert.Equal((InvoiceStatus.Paid, Clock.Now, "Visa ending in 4242"), (paid.Status, paid.PaidAt, paid.PaidWith));
        await ada.Client.Billing.PayAsync(new() { InvoiceId = [ids[1]], PaymentMethodId = other.PaymentMethodId }, Stop);

        Assert.Equal(
            ["authorize 54.00 EUR tok_visa", "capture 54.00 EUR tok_visa", "authorize 54.00 EUR tok_amex", "capture 54.00 EUR tok_amex"], ada.Provider.Take());
        Assert.Equal(
            ["0004 54.00 Open", "0003 54.00 Paid Visa ending in 4242", "0002 54.00 Paid American Express ending in 0005", "0001 54.00 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
        Assert.Empty(await ada.Client.Billing.PlanPayAsync(new() { InvoiceId = ids[..3] }, Stop));
        await FailAsync("ChangedMeanwhile", () => ada.Client.Billing.ApplyPayAsync(again, Stop));
        Assert.Equal(["authorize 54.00 EUR tok_visa", "void 54.00 EUR tok_visa"], ada.Provider.Take());
        var last = Assert.Single(await ada.Client.Billing.PlanPayAsync(new() { InvoiceId = [ids[3]] }, Stop));
        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("ChargeNotAuthorized", () => ada.Store.Billing.AuthorizePaymentAsync(last, Stop));
            await FailAsync("ChangedMeanwhile", () => ada.Store.Billing.AuthorizePaymentAsync(last with { Charge = last.Charge with { Amount = 1, AuthorizationId = "x" } }, Stop));
            await FailAsync("InvoiceNotFound", () => Store.Billing.AuthorizePaymentAsync(last with { Charge = last.Charge with { AuthorizationId = "x" } }, Stop));
            await FailAsync("InvoiceNotFound", () => ada.Store.Billing.PlanPayAsync(new() { InvoiceId = [ids[3], "none"] }, Stop));
            await FailAsync("PaymentMethodNotFound", () => ada.Store.Billing.PlanPayAsync(new() { InvoiceId = [ids[3]], PaymentMethodId = "none" }, Stop));
        });
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task A_charge_that_is_not_taken_leaves_the_purchase_and_an_open_invoice_with_the_error()
    {
        var ada = await BuyerAsync(Ada, "tok_capture_fails");
        var bought = await BuyAsync(ada, Pro, 4);

        var open = Assert.Single(await InvoicesAsync(ada));
        Assert.Equal((InvoiceStatus.Open, null), (open.Status, open.PaidWith));
        Assert.Contains("declined", open.LastError, StringComparison.Ordinal);
        Assert.Empty(await Store.Billing.GetSettlementsAsync(Stop));
        Assert.Equal((AuditOutcome.Refused, open.LastError), Assert.Single(await AuditAsync(new() { Action = [AuditActions.InvoicePaid] })) is var entry ? (entry.Outcome, entry.After) : default);
        await SetTotalAsync(ada, bought, 3);
        Assert.Equal(["0001 40.50 Open"], InWords(await InvoicesAsync(ada)));
        await FailAsync("PaymentDeclined", () => PayWithAsync("tok_insufficient_funds"));
        Assert.Equal(open.LastError, Assert.Single(await InvoicesAsync(ada)).LastError);

        await PayWithAsync("tok_visa");

        Assert.Equal(["0001 40.50 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
        Assert.Null(Assert.Single(await InvoicesAsync(ada)).LastError);

        async Task PayWithAsync(string token)
        {
            var card = await ada.Client.Billing.AddPaymentMethodAsync(CardOf(token), Stop);
            await ada.Client.Billing.PayAsync(new() { InvoiceId = [open.InvoiceId], PaymentMethodId = card.PaymentMethodId }, Stop);
        }
    }

    [Fact, Trait("Requirement", "U3"), Trait("Requirement", "U5")]
    public async Task A_credit_settles_what_is_open_first_and_only_the_rest_is_paid_out()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        var other = await BuyAsync(ada, Pro, 1);

        // 25 April: the renewal of 15 April, 54.00, is open. 15 April to 15 May has 30 days, 20 left: 2 × 13.50 × 20 / 30 = 18.00.
        Clock.Now = Moment("2026-04-25");
        await SetTotalAsync(ada, bought, 2);
        Assert.Equal(["0002 36.00 Open", "0001 54.00 Paid Visa ending in 4242"], InWords(await OfAsync(bought)));
        var plan = await ada.Store.Billing.PlanPayAsync(new() { InvoiceId = [$"{bought.SubscriptionId}-0002"] }, Stop);

        // 10 May: 5 days left, 1 × 13.50 × 5 / 30 = 2.25.
        Clock.Now = Moment("2026-05-10");
        await SetTotalAsync(ada, bought, 1);
        await FailAsync("ChangedMeanwhile", () => ada.Client.Billing.ApplyPayAsync(plan, Stop));
        ada.Provider.Take();

        // 20 May: open are 33.75 and the renewal of 15 May, 13.50. The rest of that term, 26 of 31 days, is 11.32.
        Clock.Now = Moment("2026-05-20");
        Assert.Equal("11.32 EUR credited for 26 of 31 days", Assert.Single(await ada.Client.Subscriptions.PlanCancelAsync(new() { SubscriptionId = [bought.SubscriptionId], Reason = CancellationReason.Other }, Stop)).Detail);
        await ada.Client.Billing.PayAsync(new() { InvoiceId = [$"{bought.SubscriptionId}-0002"] }, Stop);
        ada.Provider.Take();
        await CancelAsync(ada.Client, bought);
        Assert.Equal(
            ["0003 2.18 Open", "0002 33.75 Paid Visa ending in 4242", "0001 54.00 Paid Visa ending in 4242"], InWords(await OfAsync(bought)));
        Assert.Equal([13.5m, -11.32m], (await OfAsync(bought))[0].Lines.Select(line => line.Amount));
        Assert.Empty(ada.Provider.Take());

        // The other's open invoices are not touched: it has two, of which a credit of its own takes one whole.
        Assert.Equal(["0003 13.50 Open", "0002 13.50 Open", "0001 13.50 Paid Visa ending in 4242"], InWords(await OfAsync(other)));
        Clock.Now = Moment("2026-06-15");
        await CancelAsync(ada.Client, other);
        Assert.Equal(["0004 13.50 Open", "0003 13.50 Open", "0002 0.00 Paid", "0001 13.50 Paid Visa ending in 4242"], InWords(await OfAsync(other)));

        Task<List<Invoice>> OfAsync(Subscription subscription) => ListAsync(ada.Store.Billing.GetInvoicesAsync(new() { SubscriptionId = [subscription.SubscriptionId], Months = 12 }, Stop));
    }

    [Fact, Trait("Requirement", "U5"), Trait("Requirement", "U6")]
    public async Task A_credit_that_cannot_be_paid_out_is_paid_to_the_profiles_next_card()
    {
        var ada = await BuyerAsync(Ada, "tok_refund_fails");
        var bought = await BuyAsync(ada, Pro, 4);
        await CancelAsync(ada.Client, bought);
        var credit = Assert.Single(await InvoicesAsync(ada), invoice => invoice.Total < 0);
        Assert.Equal((-54m, InvoiceStatus.Open), (credit.Total, credit.Status));
        Assert.Contains("nothing can be paid out", credit.LastError, StringComparison.Ordinal);
        await FailAsync("InvoiceIsCredit", () => ada.Client.Billing.PayAsync(new() { InvoiceId = [credit.InvoiceId] }, Stop));
        Assert.Empty(await Store.Billing.GetSettlementsAsync(Stop));
        ada.Provider.Take();

        var card = await ada.Client.Billing.AddPaymentMethodAsync(CardOf("tok_visa"), Stop);
        await ada.Client.Billing.SetBillingProfilesAsync(new() { BillingProfileId = [credit.BillingProfileId], PaymentMethodId = card.PaymentMethodId }, Stop);

        Assert.Equal(["refund 54.00 EUR tok_visa"], ada.Provider.Calls);
        Assert.Equal(["0002 -54.00 Paid Visa ending in 4242", "0001 54.00 Paid Visa ending in 5126"], InWords(await InvoicesAsync(ada)));
    }

    [Theory, InlineData("cancel"), InlineData("move"), Trait("Requirement", "T1"), Trait("Requirement", "T3")]
    public async Task An_administrator_who_ends_a_subscription_ends_its_billing_and_the_purchaser_is_credited(string how)
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        await ada.Client.Licenses.AssignAsync(new() { SubscriptionId = bought.SubscriptionId, User = [Carol] }, null, Stop);
        Clock.Now = Moment("2026-03-25");
        var administrator = new CommerceClient(Store, new() { PaymentProvider = ada.Provider });

        if (how == "cancel")
            await CancelAsync(administrator, bought);
        else
            await administrator.Licenses.MoveAsync(new() { SubscriptionId = [bought.SubscriptionId], TargetSubscriptionId = CentralPro }, null, Stop);

        // 4 × 13.50 × 21 / 31 = 36.5806.
        Assert.Equal(["refund 36.58 EUR tok_visa"], ada.Provider.Calls);
        Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal(["0002 -36.58 Paid Visa ending in 4242", "0001 54.00 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
    }

    [Fact, Trait("Requirement", "T4")]
    public async Task Once_the_organisation_controls_a_subscription_its_purchaser_is_neither_billed_nor_credited()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        Clock.Now = Moment("2026-04-20");
        await SetSubscriptionAsync(bought.SubscriptionId, new() { TakeControl = true });
        await SetSubscriptionAsync(bought.SubscriptionId, new() { AutoRenew = true });
        var change = Assert.Single(await PlanSetAsync(bought.SubscriptionId, new() { TotalLicenses = 9 }));
        Assert.Equal(("5 licences at 13.50 EUR a month each", null), (change.Detail, change.Charge));
        await LeavesNoTraceAsync(() => FailAsync("ChangedMeanwhile", () => Store.Subscriptions.ApplyAsync([change with { Charge = new() { ChargeId = Guid.NewGuid(), Amount = 1, Currency = "EUR", PaymentMethodId = "x", AuthorizationId = "x" } }], Stop)));
        await Store.Subscriptions.ApplyAsync([change], Stop);
        Clock.Now = Moment("2026-07-20");
        await SetSubscriptionAsync(bought.SubscriptionId, new() { TotalLicenses = 1 });
        var cancellation = await PlanCancelAsync(new() { SubscriptionId = [bought.SubscriptionId], Reason = CancellationReason.Other });
        Assert.Null(cancellation[0].Detail);
        await Store.Subscriptions.CancelAsync(cancellation, Stop);

        // The renewal of before is his still.
        Assert.Equal(["0002 54.00 Open", "0001 54.00 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
        Assert.Empty(ada.Provider.Calls);
    }

    [Theory, InlineData(true), InlineData(false), Trait("Requirement", "L1")]
    public async Task A_purchaser_who_leaves_is_billed_no_more_and_owes_what_he_owed(bool byFile)
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        Clock.Now = Moment("2026-05-01");
        await EnableAsync(false);
        Clock.Now = Moment("2026-05-10");
        await EnableAsync(true);
        Assert.Equal(["0002 54.00 Open", "0001 54.00 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
        Clock.Now = Moment("2026-05-20");
        await EnableAsync(false);
        Clock.Now = Moment("2026-07-20");
        await EnableAsync(true);

        Assert.Equal(["0003 54.00 Open", "0002 54.00 Open", "0001 54.00 Paid Visa ending in 4242"], InWords(await InvoicesAsync(ada)));
        Assert.Equal((SubscriptionStatus.Disabled, false), await StandsAsync(bought.SubscriptionId));

        async Task EnableAsync(bool enabled)
        {
            if (byFile)
                await ImportUsersAsync(User(Ada) with { AccountEnabled = enabled });
            else
                await SetUsersAsync(enabled, Ada);
        }
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task A_file_that_changes_a_subscription_changes_no_invoice_that_was_there()
    {
        var ada = await BuyerAsync(Ada);
        var bought = await BuyAsync(ada, Pro, 4);
        Clock.Now = Moment("2026-05-01");
        var before = await InvoicesAsync(ada);

        await ImportSubscriptionsAsync(new SubscriptionRow { Line = 1, SubscriptionId = bought.SubscriptionId, Product = Pro, TotalLicenses = 7, PricePerLicense = 20m });

        Assert.Equal(before.Select(Whole), (await InvoicesAsync(ada)).Select(Whole));
        Clock.Now = Moment("2026-05-16");
        Assert.Equal(140m, (await InvoicesAsync(ada))[0].Total);
    }

    [Fact, Trait("Requirement", "U7"), Trait("Requirement", "L1")]
    public async Task A_file_that_says_that_the_purchaser_left_earlier_takes_no_invoice_back()
    {
        var ada = await BuyerAsync(Ada);
        await BuyAsync(ada, Pro, 4);
        Clock.Now = Moment("2026-05-01");
        var before = await InvoicesAsync(ada);

        await ImportUsersAsync(User(Ada) with { AccountEnabled = false, DisabledAt = Moment("2026-04-01") });
        await ImportUsersAsync(User(Ada) with { AccountEnabled = true });

        Assert.Equal(before.Select(Whole), (await InvoicesAsync(ada)).Select(Whole));
        Clock.Now = Moment("2026-07-01");
        Assert.Equal(before.Select(Whole), (await InvoicesAsync(ada)).Select(Whole));
    }

    [Fact, Trait("Requirement", "U7")]
    public async Task What_a_file_brought_has_no_billing()
    {
        var ada = await BuyerAsync(Ada);

        await SetTotalAsync(ada, await SubscriptionAsync(AdaPro), 9);
        Clock.Advance(TimeSpan.FromDays(40));
        await CancelAsync(ada.Client, await SubscriptionAsync(AdaPro));

        Assert.Empty(await InvoicesAsync(ada));
        Assert.Empty(ada.Provider.Calls);
    }

    private static string Whole(Invoice invoice) => $"{invoice with { Lines = [] }} {string.Join(' ', invoice.Lines.Select(line => $"{line with { }} {line.PeriodStart:O} {line.PeriodEnd:O} {line.Licenses} {line.DaysInTerm}"))}";
}
