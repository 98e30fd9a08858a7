using MSCommerce.Rules;
using MSCommerce.Stores.Transfer;

namespace MSCommerce.Stores.Conformance;

/// <summary>A tenant is copied into another store (X4): what travels, of which moment, and what a copy never does.</summary>
public abstract partial class StoreConformance
{
    /// <summary>Places where copies can be made by stores that this one is tested with, itself among them where it takes copies; none where nothing can.</summary>
    protected virtual Task<IReadOnlyList<CopyPlace>> CopyPlacesAsync() => Task.FromResult<IReadOnlyList<CopyPlace>>([]);

    [Fact, Trait("Requirement", "X4")]
    public async Task A_copy_is_the_same_tenant_and_says_that_it_is_one()
    {
        Demand(StoreCapabilities.Transfer);
        await LiveAsync();

        foreach (var place in await CopyPlacesAsync())
        {
            var copied = await new CommerceClient(Store, new() { Stores = place.Stores }).Tenant.CopyAsync(place.Request with { KeepUnsentNotices = true }, null, Stop);

            Assert.All(copied, section => Assert.True(section.IsVerified));
            Assert.Equal(TransferSchema.Sections.Select(section => section.Name), copied.Select(section => section.Section));
            Assert.DoesNotContain(copied, section => section.Count == 0 && section.Section is not "OfferTypePolicies");
            await using var copy = await place.OpenAsync();
            Assert.Equal(await ContentAsync(Store), await ContentAsync(copy));
            await foreach (var check in copy.CheckAsync(Stop))
                Assert.True(check.Passed, $"{check.Name}: {check.Detail}");

            var (log, own) = (await ListAsync(copy.Audit.GetAsync(new(), Stop)), await AuditAsync());
            Assert.Equal(own.Select(InWords), log.Skip(1).Select(InWords));
            Assert.Equal((AuditActions.StoreCopied, "Contoso", Admin), (log[0].Action, log[0].Target, log[0].Actor));
            Assert.Equal((await Store.GetContextAsync(Stop)).Store, log[0].Before);
            // Read again, the copy has the same checksums, but for the log that has grown.
            var again = new RecordingFactory();
            var second = await new CommerceClient(copy, new() { Stores = new(again) }).Tenant.CopyAsync(new() { Destination = RecordingFactory.Address, KeepUnsentNotices = true }, null, Stop);
            Assert.Equal(
                copied.SkipLast(1).Select(section => (section.Section, section.Count, section.Checksum)), second.SkipLast(1).Select(section => (section.Section, section.Count, section.Checksum)));

            // It goes on living: keys that it gives out are free.
            var client = new CommerceClient(copy);
            await copy.Tenant.ImportUsersAsync(Source, Rows([User("new@contoso.example")], (row, line) => row with { Line = line }), dryRun: false, null, Stop);
            await client.Subscriptions.BuyAsync(new() { Product = Pro, Licenses = 2 }, Stop);
            await foreach (var check in copy.CheckAsync(Stop))
                Assert.True(check.Passed, $"{check.Name}: {check.Detail}");
        }
    }

    [Fact, Trait("Requirement", "X4")]
    public async Task A_copy_is_of_one_moment_whoever_changes_the_tenant_meanwhile()
    {
        Demand(StoreCapabilities.Transfer);
        var other = await AsAsync(null);
        var target = new RecordingFactory
        {
            AfterAsync = async section =>
            {
                if (section != TransferSchema.Users)
                    return;
                await other.Tenant.ImportUsersAsync(Source, Rows([User("late@contoso.example")], (row, line) => row with { Line = line }), dryRun: false, null, Stop);
                await other.Licenses.ImportAsync(Source, Rows([License(CentralPro, "late@contoso.example")], (row, line) => row with { Line = line }), dryRun: false, null, Stop);
            },
        };
        var entries = (await AuditAsync()).Count;

        await CopyToAsync(target);

        Assert.Equal(2, (await HoldersAsync(CentralPro)).Count);
        Assert.Equal(6, target.Rows["Licenses"].Count);
        Assert.Equal(entries, target.Rows["AuditLog"].Count);
        Assert.DoesNotContain(target.Rows.SelectMany(section => section.Value), row => row.Contains(IdOf("late@contoso.example"), StringComparison.Ordinal));
    }

    [Fact, Trait("Requirement", "X4"), Trait("Requirement", "N1")]
    public async Task What_waits_to_be_sent_is_held_in_a_copy_unless_it_moves_for_good()
    {
        Demand(StoreCapabilities.Transfer);
        await Client.Subscriptions.RequestCancellationAsync(new() { SubscriptionId = [BobVisio] }, Stop);
        var (held, kept) = (new RecordingFactory(), new RecordingFactory());

        await CopyToAsync(held);
        await CopyToAsync(kept, keepUnsent: true);

        var row = Assert.Single(held.Rows["Notices"]);
        Assert.Contains(" Status=Undeliverable ", row, StringComparison.Ordinal);
        Assert.Contains($" LastError={TransferRules.Held} ", row, StringComparison.Ordinal);
        Assert.EndsWith(" NextAttemptAt=-", row, StringComparison.Ordinal);
        Assert.Contains(" Status=Pending ", Assert.Single(kept.Rows["Notices"]), StringComparison.Ordinal);
        // The tenant's own still waits.
        Assert.Equal(NoticeStatus.Pending, Assert.Single(await ListAsync(Store.Notices.GetAsync(new(), Stop))).Status);
    }

    [Fact, Trait("Requirement", "X4"), Trait("Requirement", "U6")]
    public async Task No_card_and_no_charge_travels_and_nothing_is_due_in_a_copy()
    {
        Assert.SkipUnless(Store.Capabilities.HasFlag(StoreCapabilities.Transfer | StoreCapabilities.Billing), "This store cannot be copied, or has no billing.");
        await LiveAsync();
        var target = new RecordingFactory();

        await CopyToAsync(target);

        Assert.NotEmpty(target.Rows["BillingProfiles"]);
        Assert.NotEmpty(target.Rows["Invoices"]);
        Assert.All(target.Rows["Invoices"], row => Assert.DoesNotContain("Settlement=Due", row, StringComparison.Ordinal));
        Assert.DoesNotContain(target.Rows.SelectMany(section => section.Value), row => row.Contains("tok_", StringComparison.Ordinal));
    }

    [Fact, Trait("Requirement", "X4")]
    public async Task A_planned_copy_counts_everything_and_makes_nothing()
    {
        Demand(StoreCapabilities.Transfer);
        var target = new RecordingFactory();
        var client = new CommerceClient(Store, new() { Stores = new(target) });

        var plan = await client.Tenant.PlanCopyAsync(new() { Destination = RecordingFactory.Address }, null, Stop);

        Assert.Empty(target.Rows);
        Assert.All(plan, section => Assert.False(section.IsVerified));
        Assert.Equal((11, 6), (plan.Single(section => section.Section == "Users").Count, plan.Single(section => section.Section == "Licenses").Count));
        Assert.Equal(plan.Select(section => section.Checksum), (await CopyToAsync(target)).Select(section => section.Checksum));
    }

    private Task<IReadOnlyList<CopiedSection>> CopyToAsync(RecordingFactory target, bool keepUnsent = false) =>
        new CommerceClient(Store, new() { Stores = new(target) }).Tenant.CopyAsync(new() { Destination = RecordingFactory.Address, KeepUnsentNotices = keepUnsent }, null, Stop);

    /// <summary>Fills what the tenant of every test leaves empty: billing, requests with services off, former licences, notices that were sent, failed and wait, an own process.</summary>
    private async Task LiveAsync()
    {
        await SetTenantAsync(new() { Country = "DE" });
        await PriceAsync(Visio, 5m, 4.5m);
        var ada = await ConnectAsync(Ada);
        var card = await ada.Billing.AddPaymentMethodAsync(new() { Token = "tok_visa", ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada" }, Stop);
        await ada.Subscriptions.PurchaseAsync(new() { Product = Visio, Licenses = 2, PaymentMethodId = card.PaymentMethodId }, Stop);
        var failing = await ada.Billing.AddPaymentMethodAsync(new() { Token = "tok_capture_fails", ExpiryMonth = 12, ExpiryYear = 2030, CardholderName = "Ada" }, Stop);
        await ada.Subscriptions.PurchaseAsync(new() { Product = Visio, Licenses = 1, PaymentMethodId = failing.PaymentMethodId }, Stop);

        await Client.Policies.SetAsync(new() { Product = [Pro], Value = PolicyValues.Disabled }, null, Stop);
        var bob = await ConnectAsync(Bob);
        await bob.LicenseRequests.RaiseAsync(new() { Product = Pro, User = [Carol] }, Stop);
        var waiting = Assert.Single(await ListAsync(Store.LicenseRequests.GetAsync(new(), Stop)));
        await Client.LicenseRequests.ApproveAsync(new() { RequestId = [waiting.RequestId], DisabledService = ["Paginated Reports"] }, Stop);
        await bob.LicenseRequests.RaiseAsync(new() { Product = Pro, User = [Eve] }, Stop);
        await Client.LicenseRequests.SetProcessAsync(new() { Message = "Ask the service desk.", Link = "https://desk.contoso.example/" }, Stop);

        var administrator = await ConnectAsync(Admin);
        await foreach (var _ in administrator.Notices.SendAsync(new() { SmtpServer = "mail.contoso.example" }, null, Stop))
        {
            // Sent, all of them.
        }

        await Client.Subscriptions.CancelAsync(new() { SubscriptionId = [AdaPro], Reason = CancellationReason.Other, Feedback = "Räumung\n\"ganz\"; 100\t%" }, Stop);
    }

    private static string InWords(AuditEntry entry) => (entry with { Login = null }).ToString();
}
