namespace MSCommerce;

/// <summary>What a manager wants to know of a tenant (X5): numbers alone; a page is made of it.</summary>
public sealed record CommerceReport
{
    /// <summary>Where it comes from, and who made it.</summary>
    public required StoreContext Context { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The first of the months that its spend is of (UTC).</summary>
    public required DateOnly FirstMonth { get; init; }

    /// <summary>How many calendar months its spend is of; the last is the present one, as far as it has come.</summary>
    public required int Months { get; init; }

    /// <summary>What was spent; null where the store does not know.</summary>
    public SpendReport? Spend { get; init; }

    /// <summary>Licences bought, assigned and unused; null where the store does not know.</summary>
    public LicenseReport? Licenses { get; init; }

    /// <summary>What expires soon; null where the store does not know.</summary>
    public ExpiryReport? Expiring { get; init; }

    /// <summary>The policy and its drift; null where the store does not know.</summary>
    public PolicyReport? Policy { get; init; }

    /// <summary>Licence requests that wait; null where the store takes none.</summary>
    public RequestReport? Requests { get; init; }

    /// <summary>What the store does not know, and why.</summary>
    public required IReadOnlyList<ReportGap> Gaps { get; init => field = JoinedList<ReportGap>.Of(value); }
}

/// <summary>A part of a report that the store has nothing to say about.</summary>
/// <param name="Part">The part: the name of a property of <see cref="CommerceReport"/>.</param>
/// <param name="Reason">Why, and where it can be seen.</param>
public sealed record ReportGap(string Part, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Part}: {Reason}";
}

/// <summary>What was spent: a part for each currency. Amounts of different currencies are never added.</summary>
public sealed record SpendReport
{
    /// <summary>By currency, in the order of their codes.</summary>
    public required IReadOnlyList<CurrencySpend> Currencies { get; init; }

    /// <summary>What has no price in the store: counted, and in no amount.</summary>
    public required IReadOnlyList<UnpricedProduct> WithoutPrice { get; init; }
}

/// <summary>What was spent in one currency.</summary>
public sealed record CurrencySpend
{
    /// <summary>The currency (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>What was spent in all; negative where more was credited.</summary>
    public decimal Total => SelfService + Central;

    /// <summary>What users spent.</summary>
    public decimal SelfService => ByMonth.Sum(month => month.SelfService);

    /// <summary>What the organisation spent.</summary>
    public decimal Central => ByMonth.Sum(month => month.Central);

    /// <summary>What the subscriptions that are Active cost a month at present.</summary>
    public required decimal PresentMonthlyCost { get; init; }

    /// <summary>By month, every month of the report, oldest first.</summary>
    public required IReadOnlyList<MonthSpend> ByMonth { get; init; }

    /// <summary>By product, the largest amount first.</summary>
    public required IReadOnlyList<ProductSpend> ByProduct { get; init; }

    /// <summary>By purchaser, the largest amount first: as many as a page holds.</summary>
    public required IReadOnlyList<PurchaserSpend> ByPurchaser { get; init; }

    /// <summary>How many purchasers there are in all.</summary>
    public required int Purchasers { get; init; }
}

/// <summary>What was spent in a month.</summary>
/// <param name="Month">Its first day (UTC).</param>
/// <param name="SelfService">By users.</param>
/// <param name="Central">By the organisation.</param>
public sealed record MonthSpend(DateOnly Month, decimal SelfService, decimal Central);

/// <summary>What was spent on a product.</summary>
/// <param name="ProductName">The product's name.</param>
/// <param name="SelfService">By users.</param>
/// <param name="Central">By the organisation.</param>
public sealed record ProductSpend(string ProductName, decimal SelfService, decimal Central)
{
    /// <summary>In all.</summary>
    public decimal Total => SelfService + Central;
}

/// <summary>What a purchaser spent.</summary>
/// <param name="Purchaser">The user principal name.</param>
/// <param name="PurchaserName">The display name.</param>
/// <param name="Subscriptions">On how many subscriptions.</param>
/// <param name="Amount">How much.</param>
public sealed record PurchaserSpend(string Purchaser, string? PurchaserName, int Subscriptions, decimal Amount);

/// <summary>Subscriptions of a product whose price the store does not know, and that would have been charged for.</summary>
/// <param name="ProductName">The product's name.</param>
/// <param name="Subscriptions">How many.</param>
/// <param name="Licenses">Their licences (seats).</param>
public sealed record UnpricedProduct(string ProductName, int Subscriptions, long Licenses);

/// <summary>Licences bought, assigned and unused, as <see cref="LicenseSummary"/> counts them (S2).</summary>
public sealed record LicenseReport
{
    /// <summary>By product, the most unused licences first.</summary>
    public required IReadOnlyList<LicenseSummary> ByProduct { get; init; }

    /// <summary>Those that users bought; null where the store does not tell them apart for every product.</summary>
    public LicenseCount? SelfService { get; init; }

    /// <summary>Those that the organisation bought; null where the store does not tell them apart for every product.</summary>
    public LicenseCount? Central { get; init; }

    /// <summary>All of them.</summary>
    public LicenseCount All => LicenseCount.Of(ByProduct);

    /// <summary>What the unused licences of Active subscriptions cost a month, by currency; null where the store does not list subscriptions.</summary>
    public IReadOnlyList<MonthlyCost>? UnusedCost { get; init; }

    /// <summary>Unused licences of Active subscriptions, trials left out, whose price the store does not know (seats).</summary>
    public long UnusedWithoutPrice { get; init; }
}

/// <summary>Licences (seats).</summary>
/// <param name="Bought">Bought.</param>
/// <param name="Assigned">Assigned to users.</param>
public sealed record LicenseCount(long Bought, long Assigned)
{
    /// <summary>Bought and not assigned.</summary>
    public long Unused => Bought - Assigned;

    /// <summary>Adds products up.</summary>
    /// <param name="products">The products.</param>
    /// <returns>The sum.</returns>
    public static LicenseCount Of(IEnumerable<LicenseSummary> products) =>
        products.Aggregate(new LicenseCount(0, 0), (sum, product) => new(sum.Bought + product.TotalLicenses, sum.Assigned + product.AssignedLicenses));
}

/// <summary>An amount a month.</summary>
/// <param name="Currency">The currency (ISO 4217).</param>
/// <param name="Amount">The amount.</param>
public sealed record MonthlyCost(string Currency, decimal Amount);

/// <summary>Active subscriptions whose term ends soon.</summary>
public sealed record ExpiryReport
{
    /// <summary>Within 30, 60 and 90 days; each counts those before it as well.</summary>
    public required IReadOnlyList<ExpiryPeriod> Periods { get; init; }

    /// <summary>Those that end, or of which the store does not say whether they renew, soonest first: as many as a page holds.</summary>
    public required IReadOnlyList<Subscription> Ending { get; init; }

    /// <summary>Those that renew, soonest first: as many as a page holds.</summary>
    public required IReadOnlyList<Subscription> Renewing { get; init; }
}

/// <summary>How many subscriptions' terms end within some days.</summary>
/// <param name="Days">The days.</param>
/// <param name="Ending">Subscriptions that do not renew.</param>
/// <param name="EndingLicenses">Their licences (seats).</param>
/// <param name="Renewing">Subscriptions that renew by themselves.</param>
/// <param name="RenewingLicenses">Their licences (seats).</param>
/// <param name="Unknown">Subscriptions of which the store does not say whether they renew.</param>
/// <param name="UnknownLicenses">Their licences (seats).</param>
public sealed record ExpiryPeriod(int Days, int Ending, long EndingLicenses, int Renewing, long RenewingLicenses, int Unknown, long UnknownLicenses)
{
    /// <summary>Subscriptions in all.</summary>
    public int Subscriptions => Ending + Renewing + Unknown;
}

/// <summary>Who may buy what by himself, and what differs from the baseline.</summary>
public sealed record PolicyReport
{
    /// <summary>Every product and its value.</summary>
    public required IReadOnlyList<ProductPolicy> Products { get; init; }

    /// <summary>Every type of third-party offers and its value.</summary>
    public required IReadOnlyList<OfferTypePolicy> OfferTypes { get; init; }

    /// <summary>What differs from the baseline; null where there was none to compare with.</summary>
    public IReadOnlyList<PolicyDrift>? Drift { get; init; }
}

/// <summary>Licence requests that wait for a decision.</summary>
public sealed record RequestReport
{
    /// <summary>How many.</summary>
    public required int Pending { get; init; }

    /// <summary>The oldest of them, oldest first: as many as a page holds.</summary>
    public required IReadOnlyList<LicenseRequest> Oldest { get; init; }

    /// <summary>Whether the organisation takes requests elsewhere (R7).</summary>
    public required bool IsOwnProcess { get; init; }
}

/// <summary>A report that was written, and what somebody who runs it every week looks at (X5).</summary>
public sealed record ReportResult
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its size (bytes).</summary>
    public required long Bytes { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>What was spent, by currency; nothing where the store does not know.</summary>
    public required IReadOnlyList<MoneySpent> Spend { get; init => field = JoinedList<MoneySpent>.Of(value); }

    /// <summary>Licences that are not assigned (seats); null where the store does not know.</summary>
    public long? UnusedLicenses { get; init; }

    /// <summary>Active subscriptions whose term ends within 30 days; null where the store does not know.</summary>
    public int? ExpiringIn30Days { get; init; }

    /// <summary>Differences from the baseline; null where there was none.</summary>
    public int? Drift { get; init; }

    /// <summary>Licence requests that wait; null where the store takes none.</summary>
    public int? PendingRequests { get; init; }

    /// <summary>What the store does not know, and why.</summary>
    public required IReadOnlyList<ReportGap> Gaps { get; init => field = JoinedList<ReportGap>.Of(value); }
}

/// <summary>An amount that was spent.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Currency">The currency (ISO 4217).</param>
public sealed record MoneySpent(decimal Amount, string Currency)
{
    /// <inheritdoc/>
    public override string ToString() => Rules.Proration.InWords(Amount, Currency);
}
