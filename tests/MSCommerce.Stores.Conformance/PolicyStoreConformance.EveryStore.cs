namespace MSCommerce.Stores.Conformance;

/// <summary>What a store has to do however little it offers.</summary>
public abstract partial class PolicyStoreConformance
{
    /// <summary>What a store may offer or not, and is asked for either way.</summary>
    public static TheoryData<StoreCapabilities> Offerable => [.. Operations.Keys];

    // What is tested without anything but policies.
    private const StoreCapabilities OfPolicies = StoreCapabilities.Transactions | StoreCapabilities.Check;

    private static readonly Dictionary<StoreCapabilities, Func<ICommerceStore, Task>[]> Operations = new()
    {
        [StoreCapabilities.AuditLog] = [store => ListAsync(store.Audit.GetAsync(new(), Stop))],
        [StoreCapabilities.Outbox] = [store => ListAsync(store.Notices.GetAsync(new(), Stop))],
        [StoreCapabilities.Import] =
        [
            store => store.Catalog.ImportAsync(Source, [], dryRun: true, Stop),
            store => store.Tenant.ImportUsersAsync(Source, Rows<UserRow>([], (row, _) => row), dryRun: true, null, Stop),
            store => store.Subscriptions.ImportAsync(Source, Rows<SubscriptionRow>([], (row, _) => row), dryRun: true, null, Stop),
            store => store.Licenses.ImportAsync(Source, Rows<LicenseRow>([], (row, _) => row), dryRun: true, null, Stop),
        ],
        [StoreCapabilities.Check] = [store => ListAsync(store.CheckAsync(Stop))],
        [StoreCapabilities.Billing] =
        [
            store => ListAsync(store.Billing.GetPaymentMethodsAsync(new(), Stop)),
            store => ListAsync(store.Billing.GetBillingProfilesAsync(new(), Stop)),
            store => ListAsync(store.Billing.GetInvoicesAsync(new(), Stop)),
        ],
        [StoreCapabilities.LicenseRequests] =
        [
            store => ListAsync(store.LicenseRequests.GetAsync(new(), Stop)),
            store => store.LicenseRequests.GetProcessAsync(Stop),
        ],
    };

    [Theory, MemberData(nameof(Offerable))]
    public async Task What_the_store_says_that_it_offers_works_and_all_else_is_refused(StoreCapabilities capability)
    {
        foreach (var operation in Operations[capability])
        {
            if (Offers(capability))
                await operation(_store.Itself);
            else
                Assert.Equal(CommerceError.NotSupportedByStore, (await FailAsync("NotSupportedByStore", () => operation(_store.Itself))).Error);
        }
    }

    [Fact]
    public void A_store_has_logins_where_it_says_so_and_nowhere_else() => Assert.Equal(Offers(StoreCapabilities.Logins), _store.Itself.Logins is not null);

    [Fact]
    public void A_store_has_copies_where_it_says_so_and_nowhere_else() => Assert.Equal(Offers(StoreCapabilities.Transfer), _store.Itself.Transfer is not null);

    [Fact]
    public void A_store_that_offers_more_than_policies_is_tested_for_more() =>
        Assert.True(
            this is StoreConformance || (Store.Capabilities & ~OfPolicies) == StoreCapabilities.None,
            $"The store offers {Store.Capabilities & ~OfPolicies}: subclass {nameof(StoreConformance)}, which tests that.");

    [Fact]
    public async Task A_store_takes_refusals_whether_or_not_it_keeps_them()
    {
        await Store.Audit.RecordRefusalAsync(AuditActions.PolicyChanged, Pro, "Not today.", Stop);

        if (Offers(StoreCapabilities.AuditLog))
            Assert.Equal("Not today.", (await AuditAsync())[0].After);
    }

    [Fact]
    public async Task The_store_tells_where_it_is_and_who_acts()
    {
        var context = await Store.GetContextAsync(Stop);

        Assert.Equal((Admin, TenantName, false), (context.Actor, context.TenantName, context.IsSample));
        Assert.NotEmpty(context.TenantId);
        Assert.True(StoreAddress.TryParse(context.Store, out var address) && address.Value.Length > 0, $"'{context.Store}' is no address.");
        Assert.Same(Clock, Store.Clock);
    }

    [Fact]
    public async Task What_is_written_is_there_when_the_store_is_opened_again_and_in_stores_that_are_open_meanwhile()
    {
        var other = await AsAsync(null);
        await SetAsync(PolicyValues.Disabled, Pro);

        foreach (var store in new[] { other, await AsAsync(null) })
        {
            var value = Assert.Single(await ListAsync(store.Policies.GetProductPoliciesAsync(PolicyId, Stop)), product => product.ProductId == ProId);
            Assert.Equal((PolicyValues.Disabled, true), (value.PolicyValue, value.IsExplicit ?? true));
            Assert.Equal((await Store.GetContextAsync(Stop)).TenantId, (await store.GetContextAsync(Stop)).TenantId);
        }
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task Changes_are_answered_in_the_order_given_each_as_made()
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Visio, Pro);
        var last = default(OperationProgress);

        var done = await ListAsync(Store.Policies.SetAsync(plan, new Told(progress => last = progress), Stop));

        Assert.Equal([(Visio, true), (Pro, true)], done.Select(change => (change.Name, change.IsApplied)));
        Assert.All(done, change => Assert.Null(change.Failure));
        Assert.Equal((2, 2L), (last.Completed, last.Total));
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task A_value_that_changed_since_the_plan_is_not_overwritten()
    {
        var plan = await PlanAsync(PolicyValues.OnlyTrialsWithoutPaymentMethod, Visio);
        await SetAsync(PolicyValues.Disabled, Visio);

        // A store without transactions answers for each change, as it would for several.
        if (Offers(StoreCapabilities.Transactions))
            await FailAsync("ChangedMeanwhile", () => ListAsync(Store.Policies.SetAsync(plan, null, Stop)));
        else
            Assert.Equal("ChangedMeanwhile", Assert.Single(await ListAsync(Store.Policies.SetAsync(plan, null, Stop))).Failure?.ErrorId);
        Assert.Equal(PolicyValues.Disabled, (await ProductValueAsync(Visio)).Value);
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task Of_two_that_plan_the_same_change_one_makes_it()
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Visio);
        var stores = new[] { await AsAsync(null), await AsAsync(null) };

        var answers = await Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            try
            {
                return Assert.Single(await ListAsync(store.Policies.SetAsync(plan, null, Stop))).Failure?.ErrorId ?? "made";
            }
            catch (CommerceException refusal)
            {
                return refusal.ErrorId;
            }
        })));

        Assert.Equal(["ChangedMeanwhile", "made"], answers.Order(StringComparer.Ordinal));
        Assert.Equal(PolicyValues.Disabled, (await ProductValueAsync(Visio)).Value);
    }

    [Fact]
    public async Task A_change_that_nobody_could_have_planned_is_refused()
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Pro);

        await LeavesNoTraceAsync(async () =>
        {
            await FailAsync("NamedTwice", () => ListAsync(Store.Policies.SetAsync([.. plan, .. plan], null, Stop)));
            await FailAsync("PolicyValueUnknown", () => ListAsync(Store.Policies.SetAsync([plan[0] with { Wanted = "Perhaps" }], null, Stop)));
            await FailAsync("PolicyNotFound", () => ListAsync(Store.Policies.SetAsync([plan[0] with { PolicyId = "AllowAnything" }], null, Stop)));
            await FailAsync("OfferTypeNotFound", () => ListAsync(Store.Policies.SetAsync([plan[0] with { Scope = PolicyScope.OfferType }], null, Stop)));
        });
    }

    [Fact, Trait("Requirement", "P8")]
    public async Task What_is_stopped_is_an_operation_cancelled_and_writes_nothing()
    {
        var plan = await PlanAsync(PolicyValues.Disabled, Pro);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await LeavesNoTraceAsync(async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ListAsync(Store.Policies.SetAsync(plan, null, stop.Token)));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ListAsync(Store.Policies.GetProductPoliciesAsync(PolicyId, stop.Token)));
        });
    }

    [Fact]
    public async Task A_store_may_be_closed_twice()
    {
        var store = await AsAsync(null);

        await store.DisposeAsync();
        await store.DisposeAsync();

        Assert.NotEmpty(await ProductValuesAsync());
    }

    private sealed class Told(Action<OperationProgress> tell) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => tell(value);
    }
}
