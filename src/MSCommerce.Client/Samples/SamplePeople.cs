using System.Globalization;

namespace MSCommerce.Samples;

/// <summary>The people of a sample tenant. Some are guests, some have left; three hold roles and have names to remember.</summary>
internal sealed class SamplePeople(SampleOptions options, SampleRandom random)
{
    private static readonly string[] First =
    [
        "Ada", "Alan", "Amira", "Anders", "Barbara", "Bjarne", "Carol", "Chen", "Dana", "Dennis", "Edith", "Emeka", "Erik", "Fatima", "Frances", "Gita",
        "Grace", "Hedy", "Hugo", "Ines", "Ivan", "Jun", "Karen", "Kofi", "Lars", "Lea", "Linus", "Lucia", "Mary", "Mei", "Nadia", "Niklaus", "Olga", "Omar",
        "Paolo", "Petra", "Radia", "Ravi", "Rosa", "Samir", "Sofia", "Stephen", "Sven", "Tariq", "Tim", "Uma", "Vera", "Wei", "Yuki", "Zoe",
    ];

    private static readonly string[] Last =
    [
        "Abara", "Adler", "Baumann", "Becker", "Bianchi", "Brandt", "Castillo", "Chaudhry", "Dahl", "Dubois", "Ekström", "Fischer", "Fontaine", "Fujita",
        "Garcia", "Gruber", "Haddad", "Hansen", "Hopkins", "Ibrahim", "Ivanova", "Jansen", "Jung", "Kaya", "Keller", "Kim", "Kowalski", "Larsen", "Lindqvist",
        "Lopez", "Marino", "Mendes", "Moreau", "Nakamura", "Nowak", "O'Brien", "Okafor", "Olsen", "Patel", "Petrov", "Quinn", "Rossi", "Sato", "Schmidt",
        "Silva", "Singh", "Tanaka", "Torres", "Ueda", "Vogel", "Wagner", "Weber", "Yilmaz", "Zimmermann",
    ];

    private static readonly string[] Locations = ["DE", "DE", "DE", "FR", "GB", "US", "US", "PL", "SE", "JP"];

    private static readonly (string Name, string Title, Role Role)[] Administrators =
    [
        ("admin", "Global Administrator", Role.GlobalAdministrator),
        ("billing", "Billing Administrator", Role.BillingAdministrator),
        ("reader", "Global Reader", Role.GlobalReader),
    ];

    public int Count => options.Users;

    /// <summary>Whether an account is one of the three administrators: they buy nothing and hold nothing.</summary>
    public static bool IsAdministrator(int index) => index < Administrators.Length;

    public bool IsGuest(int index) => !IsAdministrator(index) && random.OnceIn(SampleStream.UserKind, index, 25);

    public bool IsLeaver(int index) => !IsAdministrator(index) && random.OnceIn(SampleStream.UserLeaver, index, 16);

    public IEnumerable<int> Indexes => Enumerable.Range(0, Count);

    public IEnumerable<int> Leavers => Indexes.Where(IsLeaver);

    public string PrincipalName(int index)
    {
        if (IsAdministrator(index))
            return $"{Administrators[index].Name}@{SampleTenant.Domain}";
        var local = LocalPart(index);
        return IsGuest(index) ? $"{local}_partner.example#EXT#@{SampleTenant.Domain}" : $"{local}@{SampleTenant.Domain}";
    }

    /// <summary>A user as everybody starts: enabled. Leavers leave afterwards, with the licences that they then hold.</summary>
    public UserRow Row(int index) => new()
    {
        Line = index + 1,
        UserPrincipalName = PrincipalName(index),
        // The store made the first administrator itself, with an id of its own.
        UserId = index == 0 ? null : random.Id(SampleStream.UserId, index).ToString(),
        DisplayName = IsAdministrator(index) ? Administrators[index].Title : DisplayName(index),
        UserType = IsGuest(index) ? UserType.Guest : UserType.Member,
        AccountEnabled = true,
        UsageLocation = Locations[random.Next(SampleStream.UserLocation, index, Locations.Length)],
        OnPremisesSyncEnabled = !IsAdministrator(index) && !IsGuest(index) && index % 3 == 0,
        CreatedAt = options.Today.AddDays(-400 - random.Next(SampleStream.UserAge, index, 2000)),
        Roles = IsAdministrator(index) ? [Administrators[index].Role] : [],
    };

    /// <summary>A leaver's account as it is now.</summary>
    public UserRow LeaverRow(int index) => Row(index) with
    {
        AccountEnabled = false,
        DisabledAt = options.Today.AddDays(-5 - random.Next(SampleStream.UserAge, index, 90)),
    };

    private static string DisplayName(int index)
    {
        var (first, last, round) = NameParts(index);
        return round == 0 ? $"{first} {last}" : string.Create(CultureInfo.InvariantCulture, $"{first} {last} {round + 1}");
    }

    private static string LocalPart(int index)
    {
        var (first, last, round) = NameParts(index);
        var name = $"{first}.{last}".ToLowerInvariant().Replace("'", "", StringComparison.Ordinal).Replace('ö', 'o');
        return round == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{round + 1}");
    }

    /// <summary>Every pair of names once before any comes again with a number.</summary>
    private static (string First, string Last, int Round) NameParts(int index)
    {
        var (round, pair) = Math.DivRem(index, First.Length * Last.Length);
        var (step, first) = Math.DivRem(pair, First.Length);
        return (First[first], Last[(step + (first * 17)) % Last.Length], round);
    }
}
