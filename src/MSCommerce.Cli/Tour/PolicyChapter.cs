using MSCommerce.Rules;

namespace MSCommerce.Cli.Tour;

/// <summary>The first job: who may buy what.</summary>
internal sealed class PolicyChapter(CommerceClient client, TourPage page)
{
    private const string Set = "Update-MSCommerceProductPolicy";

    /// <summary>An id that Microsoft has replaced since; scripts still have it.</summary>
    private const string OldId = "CFQ7TTC0KXND";

    private static readonly string[] Named = ["Power BI*", OldId];
    private const string WithoutTrial = "Visio Plan 2";

    /// <summary>Goes through it.</summary>
    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken stop)
    {
        page.Chapter("Switch self-service purchase on and off, product by product");
        page.Say("People may buy these products with a credit card of their own, unless a policy says otherwise:");
        page.PowerShell("Get-MSCommerceProductPolicies");
        var before = await ReadAsync(stop);
        page.Table(
            [new("ProductName"), new("ProductId", StaysWhole: true), new("PolicyValue"), new("Decided")],
            before.Select(product => new[] { product.ProductName, product.ProductId, product.PolicyValue, product.IsExplicit == true ? "here" : "by default" }));
        page.Check(before.Count > 0, $"{before.Count} products, each with its value.");

        await RehearseAsync(before, stop);
        var changed = await ChangeAsync(before, stop);
        await BeRefusedAsync(stop);
        return $"Self-service purchase is off for {string.Join(", ", changed)}.";
    }

    private async Task RehearseAsync(List<ProductPolicy> before, CancellationToken stop)
    {
        page.Say($"Switch it off for everything called Power BI, and for a product that an old script still knows by its former id ({OldId} is {NameOf(OldId, before)} today). First, what would happen:");
        page.PowerShell($"{Set} -ProductId 'Power BI*', {OldId} -Value Disabled -WhatIf");
        var plan = await client.Policies.SetAsync(new() { Product = Named, Value = PolicyValues.Disabled, DryRun = true }, null, stop);
        page.Lines(plan.Select(change => $"What if: {change.Name}: {change.Current} -> {change.Wanted}"));
        page.Check((await ReadAsync(stop)).SequenceEqual(before), "Nothing was written.");
    }

    private async Task<List<string>> ChangeAsync(List<ProductPolicy> before, CancellationToken stop)
    {
        page.Say("Now for real. It acts from now on: what people have bought already stays theirs.");
        page.PowerShell($"{Set} -ProductId 'Power BI*', {OldId} -Value Disabled");
        var changes = await client.Policies.SetAsync(new() { Product = Named, Value = PolicyValues.Disabled }, null, stop);
        page.Table(
            [new("ProductName"), new("Before"), new("Now")],
            changes.Select(change => new[] { change.Name, change.Current, change.Wanted }));

        var after = await ReadAsync(stop);
        var wanted = changes.Select(change => change.Id).ToHashSet(StringComparer.Ordinal);
        page.Check(wanted.Count > 0 && after.Where(product => wanted.Contains(product.ProductId)).All(product => product.PolicyValue == PolicyValues.Disabled), $"{wanted.Count} products are Disabled when the list is read again.");
        page.Check(after.Where(product => !wanted.Contains(product.ProductId)).SequenceEqual(before.Where(product => !wanted.Contains(product.ProductId))), $"The other {after.Count - wanted.Count} are as they were.");
        return [.. changes.Select(change => change.Name)];
    }

    private async Task BeRefusedAsync(CancellationToken stop)
    {
        page.Say($"A third value allows trials that need no card, and nothing else. {WithoutTrial} has no such trial:");
        page.PowerShell($"{Set} -ProductId '{WithoutTrial}' -Value {PolicyValues.OnlyTrialsWithoutPaymentMethod}");
        var before = await ReadAsync(stop);
        CommerceException? refusal = null;
        try
        {
            await client.Policies.SetAsync(new() { Product = [WithoutTrial], Value = PolicyValues.OnlyTrialsWithoutPaymentMethod }, null, stop);
        }
        catch (CommerceException refused)
        {
            refusal = refused;
            page.Error(refused);
        }

        page.Check(refusal?.ErrorId == "PolicyValueNotAllowed" && (await ReadAsync(stop)).SequenceEqual(before), "Refused, with the reason; nothing was changed.");
    }

    private async Task<List<ProductPolicy>> ReadAsync(CancellationToken stop) => await client.Policies.GetProductsAsync(new(), stop).ToListAsync(stop);

    private static string NameOf(string oldId, List<ProductPolicy> products) =>
        products.Find(product => product.ProductId == ProductIds.Replacement(oldId))?.ProductName ?? oldId;
}
