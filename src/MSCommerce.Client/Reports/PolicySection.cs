namespace MSCommerce.Reports;

/// <summary>The policy, product by product, and what differs from the baseline.</summary>
internal static class PolicySection
{
    public static ReportSection Fill(ReportSection section, PolicyReport policy, ReportManner manner) => section with
    {
        Lead = "The policy for self-service purchases: what users may buy by themselves, product by product. It acts from its change on; what was bought before stays.",
        Notes = policy.Drift switch
        {
            null => ["No baseline was given to compare with, so drift is unknown. Make one with Export-MSCommercePolicyBaseline and name it with -Baseline."],
            { Count: 0 } => ["The tenant is as its baseline wants it."],
            _ => [],
        },
        Blocks = [.. Drift(policy.Drift ?? []), Values(policy, manner), .. OfferTypes(policy.OfferTypes)],
    };

    /// <summary>Whether users may buy. A value that nobody knows is not counted, and stands in the table as it is.</summary>
    public static bool IsEnabled(string value) => string.Equals(value, PolicyValues.Enabled, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ReportBlock> Drift(IReadOnlyList<PolicyDrift> drift)
    {
        if (drift.Count == 0)
            yield break;
        yield return new()
        {
            Heading = "Differences from the baseline",
            IsWide = true,
            Table = new()
            {
                Caption = "What differs from the baseline",
                Columns = [new("Product or type of offers"), new("Wanted"), new("Is"), new("Difference")],
                Rows =
                [
                    .. drift.Select(entry => new ReportRow(
                        Cells.Text(entry.Name), [Value(entry.Expected), Value(entry.Actual), Cells.Text(InWords(entry.Kind))])),
                ],
            },
        };
    }

    private static ReportBlock Values(PolicyReport policy, ReportManner manner)
    {
        var values = policy.Products
            .GroupBy(product => product.PolicyValue, StringComparer.OrdinalIgnoreCase)
            .Select(group => (Value: InWords(group.Key), Count: group.Count()))
            .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return new()
        {
            Heading = "By product",
            Svg = values.Count == 0 ? null : Charts.Bars(new()
            {
                Id = "policy-values",
                Title = "Products by what the policy says",
                Description = string.Join(". ", values.Select(value => $"{value.Value}: {manner.Count(value.Count, "product")}")) + ".",
                Series = ["Products"],
                Bars = [.. values.Select(value => new ChartBar(value.Value, [value.Count], manner.Count(value.Count, "product")))],
            }),
            Table = new()
            {
                Caption = "What users may buy",
                Columns = [new("Product"), new("Policy"), new("Decided")],
                Rows = [.. policy.Products.Select(product => new ReportRow(Cells.Text(product.ProductName), [Value(product.PolicyValue), Decided(product.IsExplicit)]))],
                Empty = "The policy governs no product.",
            },
        };
    }

    private static IEnumerable<ReportBlock> OfferTypes(IReadOnlyList<OfferTypePolicy> offers)
    {
        if (offers.Count == 0)
            yield break;
        yield return new()
        {
            Heading = "Third-party offers",
            IsWide = true,
            Table = new()
            {
                Caption = "Third-party offers, by type",
                Columns = [new("Type"), new("Policy"), new("Decided")],
                Rows = [.. offers.Select(offer => new ReportRow(Cells.Text(offer.ScopeId), [Value(offer.PolicyValue), Decided(offer.IsExplicit)]))],
            },
        };
    }

    private static ReportCell Value(string? value) => value is null ? new("–", "") : Cells.Text(InWords(value));

    private static ReportCell Decided(bool? isExplicit) => Cells.Text(isExplicit switch { true => "for this one", false => "by the default", null => null });

    /// <summary>A value as people say it; one that is not known stands as it is.</summary>
    private static string InWords(string value) => PolicyValues.Known.FirstOrDefault(known => known.Equals(value, StringComparison.OrdinalIgnoreCase)) switch
    {
        PolicyValues.Enabled => "Enabled",
        PolicyValues.Disabled => "Disabled",
        PolicyValues.OnlyTrialsWithoutPaymentMethod => "Only trials without a card",
        _ => value.Length > 0 ? value : "(empty)",
    };

    private static string InWords(DriftKind kind) => kind switch
    {
        DriftKind.Different => "another value",
        DriftKind.NotInBaseline => "not in the baseline",
        _ => "not in the tenant",
    };
}
