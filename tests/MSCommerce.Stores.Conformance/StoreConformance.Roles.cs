using System.Reflection;
using MSCommerce.Rules;
using Xunit.Sdk;

namespace MSCommerce.Stores.Conformance;

/// <summary>Every operation × every role, made of the operations' own attributes and of the role table (requirement A).</summary>
public abstract partial class StoreConformance
{
    /// <summary>A subscription that somebody bought himself and the organisation took control of.</summary>
    internal const string TakenOver = "22222222-0000-0000-0000-00000000000e";

    private static readonly Dictionary<string, Role[]> Roles = new(StringComparer.Ordinal)
    {
        [Admin] = [Role.GlobalAdministrator],
        [Billing] = [Role.BillingAdministrator],
        [Reader] = [Role.GlobalReader],
        [Partner] = [Role.Partner],
        [GrantedPartner] = [Role.Partner, Role.GlobalAdministrator],
        [Ada] = [],
        [Eve] = [],
    };

    private static readonly HashSet<string> Changing =
    [
        .. typeof(CommerceClient).GetProperties().SelectMany(area => area.PropertyType.GetMethods())
            .Select(method => method.GetCustomAttribute<OperationAttribute>()).Where(operation => operation is { Changes: true }).Select(operation => operation!.Command),
    ];

    public static TheoryData<string> Actors => [.. Roles.Keys];

    /// <summary>What an actor does that changes the tenant, or that needs a tenant made ready for it.</summary>
    public static TheoryData<string, string> ChangesAndRoles
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var actor in Roles.Keys)
            {
                foreach (var operation in OperationCase.All.Where(operation => !LeavesTheTenantAsItWas(operation, actor)))
                    data.Add(operation.Name, actor);
            }

            return data;
        }
    }

    [Theory, InlineData(Admin), InlineData(Billing), InlineData(Reader), InlineData(Partner), InlineData(GrantedPartner), InlineData(Ada), Trait("Requirement", "A")]
    public async Task Whether_another_may_buy_is_answered_to_those_who_see_others(string actor)
    {
        var client = new CommerceClient(await AsAsync(actor));
        async Task AskAsync() => Assert.Single(await ListAsync(client.Products.TestEligibilityAsync(new() { Product = [Visio], User = [Bob] }, Stop)));

        if (RoleTable.ReachOf(Permission.View, Roles[actor]) == Reach.All)
            await AskAsync();
        else
            await FailAsync("RoleMissing", AskAsync);
    }

    [Fact, Trait("Requirement", "A")]
    public void Every_operation_is_tried_with_each_permission_that_opens_it()
    {
        var declared = typeof(CommerceClient).GetProperties().SelectMany(area => area.PropertyType.GetMethods())
            .Select(method => method.GetCustomAttribute<OperationAttribute>()).OfType<OperationAttribute>()
            .SelectMany(operation => operation.Permissions, (operation, permission) => $"{operation.Command} {permission}");

        Assert.Equal(declared.Order(StringComparer.Ordinal), OperationCase.All.Select(one => $"{one.Command} {one.Needs}").Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(ChangesAndRoles)), Trait("Requirement", "A")]
    public async Task An_operation_is_open_to_the_roles_that_the_table_names_and_to_no_other(string operation, string actor)
    {
        var used = OperationCase.All.Single(one => one.Name == operation);
        using var place = new OperationPlace(ConnectAsync, () => LoginAsync(Carol), Stop);
        var client = await EnterAsync(place, actor, used.TakesCard);
        if (used.PrepareAsync is { } prepareAsync)
            await prepareAsync(place);

        await TryAsync(used, actor, client, place, (await SnapshotAsync()).Split('\n'));
    }

    /// <summary>Those that leave the tenant as it was, but for the refusal, can be tried one after the other in the same.</summary>
    [Theory, MemberData(nameof(Actors)), Trait("Requirement", "A")]
    public async Task What_is_only_read_is_open_to_the_roles_that_the_table_names_and_what_is_refused_leaves_only_the_refusal(string actor)
    {
        using var place = new OperationPlace(ConnectAsync, () => LoginAsync(Carol), Stop);
        var client = await EnterAsync(place, actor, takesCard: true);
        var before = (await SnapshotAsync()).Split('\n');
        foreach (var used in OperationCase.All.Where(operation => LeavesTheTenantAsItWas(operation, actor)))
        {
            try
            {
                before = await TryAsync(used, actor, client, place, before);
            }
            catch (XunitException failure)
            {
                Assert.Fail($"'{used.Name}' by {actor}: {failure.Message}");
            }
        }
    }

    private static bool LeavesTheTenantAsItWas(OperationCase used, string actor) =>
        used.PrepareAsync is null && (!Changes(used) || RoleTable.ReachOf(used.Needs, Roles[actor]) == Reach.None);

    private static bool Changes(OperationCase used) => Changing.Contains(used.Command);

    /// <summary>Gives the actor a subscription of his own, and where he needs one and may have one, a card.</summary>
    private async Task<CommerceClient> EnterAsync(OperationPlace place, string actor, bool takesCard)
    {
        await ImportSubscriptionsAsync(SelfService(place.Own, Visio, actor, 3), SelfService(TakenOver, Visio, Carol, 2));
        await ImportLicensesAsync(License(place.Own, Carol));
        await Client.Subscriptions.SetAsync(new() { SubscriptionId = [TakenOver], TakeControl = true }, Stop);
        var client = await ConnectAsync(actor);
        await SetTenantAsync(new() { Country = "DE" });
        await PriceAsync(Visio, 5m, null);
        await WithTrialAsync(Visio);
        if (takesCard && RoleTable.ReachOf(Permission.ChangeOwn, Roles[actor]) != Reach.None)
            await place.BillAsync(client);
        return client;
    }

    /// <summary>Tries an operation: it is done, or refused and nothing is written but the refusal, or the store does not offer it.</summary>
    /// <returns>What can be seen afterwards.</returns>
    private async Task<string[]> TryAsync(OperationCase used, string actor, CommerceClient client, OperationPlace place, string[] before)
    {
        if (RoleTable.ReachOf(used.Needs, Roles[actor]) == Reach.None)
        {
            var refusal = await FailAsync("RoleMissing", () => used.RunAsync(client, place));

            Assert.Equal(CommerceError.Forbidden, refusal.Error);
            Assert.Equal(actor, refusal.Target);
            // Nothing is written but the refusal.
            var entry = (await AuditAsync())[0];
            Assert.Equal((actor, AuditOutcome.Refused, refusal.Message), (entry.Actor, entry.Outcome, entry.After));
            var (after, written) = await SinceAsync(before);
            Assert.Equal([entry.ToString()], written);
            return after;
        }
        else if (!Store.Capabilities.HasFlag(used.Takes))
        {
            await FailAsync("NotSupportedByStore", () => used.RunAsync(client, place));
            var (after, written) = await SinceAsync(before);
            Assert.Empty(written);
            return after;
        }
        else
        {
            await used.RunAsync(client, place);

            var (after, written) = await SinceAsync(before);
            if (Changes(used))
                Assert.Contains(await AuditAsync(), entry => entry.Actor == actor && entry.Outcome == AuditOutcome.Succeeded && written.Contains(entry.ToString()));
            else
                Assert.Empty(written);
            return after;
        }
    }

    private async Task<CommerceClient> ConnectAsync(string actor) => new(await AsAsync(actor), new() { NoticeTransport = _ => new WillingTransport(), Stores = new(new RecordingFactory()) });

    /// <summary>What can be seen now, and of that what could not be seen before, or could and cannot any more.</summary>
    private async Task<(string[] After, IReadOnlyList<string> Written)> SinceAsync(string[] before)
    {
        var after = (await SnapshotAsync()).Split('\n');
        return (after, [.. after.Except(before, StringComparer.Ordinal), .. before.Except(after, StringComparer.Ordinal).Select(line => $"no more: {line}")]);
    }
}
