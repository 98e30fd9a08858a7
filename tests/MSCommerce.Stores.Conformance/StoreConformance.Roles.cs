using System.Reflection;
using MSCommerce.Rules;

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

    public static TheoryData<string, string> OperationsAndRoles
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var operation in OperationCase.All)
            {
                foreach (var actor in Roles.Keys)
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

    [Theory, MemberData(nameof(OperationsAndRoles)), Trait("Requirement", "A")]
    public async Task An_operation_is_open_to_the_roles_that_the_table_names_and_to_no_other(string operation, string actor)
    {
        var used = OperationCase.All.Single(one => one.Name == operation);
        using var place = new OperationPlace(ConnectAsync, () => LoginAsync(Carol), Stop);
        await ImportSubscriptionsAsync(SelfService(place.Own, Visio, actor, 3), SelfService(TakenOver, Visio, Carol, 2));
        await ImportLicensesAsync(License(place.Own, Carol));
        await Client.Subscriptions.SetAsync(new() { SubscriptionId = [TakenOver], TakeControl = true }, Stop);
        var client = await ConnectAsync(actor);
        await SetTenantAsync(new() { Country = "DE" });
        await PriceAsync(Visio, 5m, null);
        await WithTrialAsync(Visio);
        if (RoleTable.ReachOf(Permission.ChangeOwn, Roles[actor]) != Reach.None)
            await place.BillAsync(client);
        if (used.PrepareAsync is { } prepareAsync)
            await prepareAsync(place);
        var before = (await SnapshotAsync()).Split('\n');

        if (RoleTable.ReachOf(used.Needs, Roles[actor]) == Reach.None)
        {
            var refusal = await FailAsync("RoleMissing", () => used.RunAsync(client, place));

            Assert.Equal(CommerceError.Forbidden, refusal.Error);
            Assert.Equal(actor, refusal.Target);
            // Nothing is written but the refusal.
            var entry = (await AuditAsync())[0];
            Assert.Equal((actor, AuditOutcome.Refused, refusal.Message), (entry.Actor, entry.Outcome, entry.After));
            Assert.Equal([entry.ToString()], await WrittenSinceAsync(before));
        }
        else if (!Store.Capabilities.HasFlag(used.Takes))
        {
            await FailAsync("NotSupportedByStore", () => used.RunAsync(client, place));
            Assert.Empty(await WrittenSinceAsync(before));
        }
        else
        {
            await used.RunAsync(client, place);

            var changes = typeof(CommerceClient).GetProperties().SelectMany(area => area.PropertyType.GetMethods())
                .Select(method => method.GetCustomAttribute<OperationAttribute>()).Single(one => one?.Command == used.Command)!.Changes;
            var written = await WrittenSinceAsync(before);
            if (changes)
                Assert.Contains(await AuditAsync(), entry => entry.Actor == actor && entry.Outcome == AuditOutcome.Succeeded && written.Contains(entry.ToString()));
            else
                Assert.Empty(written);
        }
    }

    private async Task<CommerceClient> ConnectAsync(string actor) => new(await AsAsync(actor), new() { NoticeTransport = _ => new WillingTransport(), Stores = new(new RecordingFactory()) });

    /// <summary>What can be seen now and could not before, and what cannot be seen any more.</summary>
    private async Task<IReadOnlyList<string>> WrittenSinceAsync(string[] before)
    {
        var after = (await SnapshotAsync()).Split('\n');
        return [.. after.Except(before, StringComparer.Ordinal), .. before.Except(after, StringComparer.Ordinal).Select(line => $"no more: {line}")];
    }
}
