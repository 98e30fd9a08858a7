namespace MSCommerce.Samples;

/// <summary>The subscriptions of a sample tenant and who holds their licences: the organisation's own, and what people bought by themselves.</summary>
internal sealed class SamplePurchases(SampleOptions options, SampleRandom random, SamplePeople people)
{
    /// <summary>Products that the organisation bought; the first is the one that most people have.</summary>
    private static readonly string[] Central =
        ["Power BI Pro", "Power BI Pro", "Planner Plan 1", "Power Automate per user", "Project Plan 3", "Visio Plan 2", "Teams Premium Introductory Pricing"];

    private static readonly string[] Bought =
        ["Power BI Pro", "Power BI Pro", "Power Apps per user", "Power Automate per user", "Visio Plan 1", "Visio Plan 2", "Planner Plan 1", "Project Plan 3", "Microsoft 365 Copilot"];

    /// <summary>From this many users on somebody has bought a subscription for a tenth of the organisation, and the organisation has room for all of them.</summary>
    private const int UsersWithPilot = 1000;

    /// <summary>What has become of a self-service subscription.</summary>
    private enum Fate { Active, Trial, Expired, Disabled, Lapsed, Cancelled }

    private int PilotSize => options.Users >= UsersWithPilot ? options.Users / 10 : 0;

    private int SelfServiceCount => Math.Max(12, options.Users / 40) + (PilotSize > 0 ? 1 : 0);

    public IEnumerable<SubscriptionRow> Subscriptions => CentralRows().Concat(Enumerable.Range(0, SelfServiceCount).Select(SelfServiceRow));

    public IEnumerable<LicenseRow> Licenses => CentralLicenses().Concat(Enumerable.Range(0, SelfServiceCount).SelectMany(SelfServiceLicenses));

    private static List<string> CentralProducts { get; } = [.. Central.Distinct(StringComparer.Ordinal)];

    private IEnumerable<SubscriptionRow> CentralRows()
    {
        var assigned = people.Indexes.Where(HoldsCentral).GroupBy(Home, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        for (var index = 0; index < CentralProducts.Count; index++)
        {
            var product = SampleCatalog.Product(CentralProducts[index]);
            var held = assigned.GetValueOrDefault(product.ProductName);
            yield return new SubscriptionRow
            {
                Line = index + 1,
                SubscriptionId = CentralId(product.ProductName),
                Product = product.ProductId,
                TotalLicenses = held + Math.Max(10, held / 5) + (index == 0 ? PilotSize : 0),
                PurchasedAt = options.Today.AddDays(-700 + (index * 31)),
                Term = SubscriptionTerm.Year,
                ExpiresAt = options.Today.AddDays(-700 + (index * 31)).AddYears(1),
                AutoRenew = true,
                IsTrial = false,
                PricePerLicense = product.OrganizationPrice * 12,
                Currency = product.Currency,
            };
        }
    }

    private SubscriptionRow SelfServiceRow(int index)
    {
        var product = SampleCatalog.Product(ProductOf(index));
        var fate = FateOf(index);
        var purchased = options.Today.AddDays(-260 - random.Next(SampleStream.SubscriptionAge, index, 120));
        var size = SizeOf(index);
        return new SubscriptionRow
        {
            Line = CentralProducts.Count + index + 1,
            SubscriptionId = SelfServiceId(index),
            Product = product.ProductId,
            Purchaser = people.PrincipalName(PurchaserOf(index)),
            TotalLicenses = size + random.Next(SampleStream.SubscriptionSize, ~index, 4),
            PurchasedAt = fate == Fate.Trial ? options.Today.AddDays(-12) : purchased,
            Term = SubscriptionTerm.Month,
            ExpiresAt = fate switch
            {
                Fate.Trial => options.Today.AddDays(18),
                Fate.Expired => options.Today.AddDays(-10),
                Fate.Disabled => options.Today.AddDays(-45),
                Fate.Lapsed => options.Today.AddDays(-200),
                _ => purchased.AddMonths(1),
            },
            AutoRenew = fate is Fate.Active or Fate.Cancelled,
            IsTrial = fate == Fate.Trial,
            PricePerLicense = fate == Fate.Trial ? 0 : product.ListPrice,
            Currency = product.Currency,
            CancelledAt = fate == Fate.Cancelled ? options.Today.AddDays(-60) : null,
        };
    }

    private IEnumerable<LicenseRow> CentralLicenses() => people.Indexes.Where(HoldsCentral).Select(user => new LicenseRow
    {
        Line = user + 1,
        SubscriptionId = CentralId(Home(user)),
        User = people.PrincipalName(user),
        AssignedAt = options.Today.AddDays(-30 - random.Next(SampleStream.UserAge, user, 300)),
    });

    private IEnumerable<LicenseRow> SelfServiceLicenses(int index)
    {
        if (FateOf(index) is Fate.Lapsed or Fate.Cancelled)
            yield break;

        // The purchaser and the colleagues next to him.
        var purchaser = PurchaserOf(index);
        var services = SampleCatalog.Product(ProductOf(index)).Services;
        for (var seat = 0; seat < SizeOf(index); seat++)
        {
            var user = (purchaser + seat) % people.Count;
            if (SamplePeople.IsAdministrator(user))
                continue;
            yield return new LicenseRow
            {
                Line = people.Count + ((long)index * 1000) + seat,
                SubscriptionId = SelfServiceId(index),
                User = people.PrincipalName(user),
                AssignedAt = options.Today.AddDays(-random.Next(SampleStream.SubscriptionAge, ~index, 12)),
                DisabledServices = services.Count > 1 && random.OnceIn(SampleStream.ServiceOff, ((long)index << 32) | (uint)seat, 9) ? [services[^1]] : null,
            };
        }
    }

    private static bool HoldsCentral(int user) => !SamplePeople.IsAdministrator(user);

    private string Home(int user) => Central[random.Next(SampleStream.UserHome, user, Central.Length)];

    private string CentralId(string product) => random.Id(SampleStream.SubscriptionId, -1 - CentralProducts.IndexOf(product)).ToString();

    private string SelfServiceId(int index) => random.Id(SampleStream.SubscriptionId, index).ToString();

    private bool IsPilot(int index) => PilotSize > 0 && index == SelfServiceCount - 1;

    private string ProductOf(int index) => IsPilot(index) ? Central[0] : Bought[random.Next(SampleStream.SubscriptionProduct, index, Bought.Length)];

    private int SizeOf(int index) => IsPilot(index) ? PilotSize : 1 + random.Next(SampleStream.SubscriptionSize, index, 1 + random.Next(SampleStream.SubscriptionKind, ~index, 16));

    /// <summary>The first few have one fate each, so that the smallest tenant has one of every kind; a tenth of the others are trials or have run out.</summary>
    private Fate FateOf(int index)
    {
        if (IsPilot(index))
            return Fate.Active;
        var kind = index < 12 ? index : random.Next(SampleStream.SubscriptionKind, index, 60);
        return kind is >= 2 and <= 6 ? (Fate)(kind - 1) : Fate.Active;
    }

    /// <summary>Members buy, guests never do; the seventh purchase is by somebody who has left since.</summary>
    private int PurchaserOf(int index)
    {
        var start = random.Next(SampleStream.SubscriptionPurchaser, index, people.Count);
        for (var step = 0; step < people.Count; step++)
        {
            var user = (start + step) % people.Count;
            if (!SamplePeople.IsAdministrator(user) && !people.IsGuest(user) && people.IsLeaver(user) == (index == 7))
                return user;
        }

        return SamplePeopleFallback;
    }

    /// <summary>The first account that is no administrator's.</summary>
    private const int SamplePeopleFallback = 3;
}
