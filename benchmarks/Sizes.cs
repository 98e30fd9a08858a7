namespace MSCommerce.Benchmarks;

/// <summary>How much of everything.</summary>
internal sealed record Sizes
{
    /// <summary>What the bars are for.</summary>
    public static Sizes Full { get; } = new();

    /// <summary>Just enough to see that everything still runs; the figures mean nothing.</summary>
    public static Sizes Quick { get; } = new()
    {
        Users = 1_000,
        Objects = 200,
        Moved = 200,
        FewRows = 1_000,
        ManyUsers = 1_000,
        ManyRows = 5_000,
        Products = 20,
        Latency = TimeSpan.FromMilliseconds(5),
        Writers = 4,
        Writing = TimeSpan.FromSeconds(0.5),
        Growth = [100, 1_000],
        Imports = 1,
        Rounds = 1,
        ShortRounds = 1,
        Name = "quick",
    };

    /// <summary>Users of the sample tenant; it has about a fifth more licences.</summary>
    public int Users { get; init; } = 1_000_000;

    /// <summary>Objects that go through PowerShell's pipeline.</summary>
    public int Objects { get; init; } = 100_000;

    /// <summary>Users that one move moves.</summary>
    public int Moved { get; init; } = 100_000;

    /// <summary>Rows of the small export whose memory is measured.</summary>
    public int FewRows { get; init; } = 100_000;

    /// <summary>Users of the store whose export is the large one.</summary>
    public int ManyUsers { get; init; } = 1_000_000;

    /// <summary>Rows of that export: every user holds several licences.</summary>
    public int ManyRows { get; init; } = 5_000_000;

    /// <summary>Products whose policy is changed.</summary>
    public int Products { get; init; } = 200;

    /// <summary>How long the service takes to answer.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    public int Writers { get; init; } = 32;

    /// <summary>How long they write in each turn.</summary>
    public TimeSpan Writing { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Assignments of the stores whose growth is measured.</summary>
    public IReadOnlyList<int> Growth { get; init; } = [10_000, 100_000, 1_000_000];

    /// <summary>Processes that import the module.</summary>
    public int Imports { get; init; } = 11;

    public int Rounds { get; init; } = 3;

    /// <summary>Rounds of what takes half a second: one that something else disturbs counts for less.</summary>
    public int ShortRounds { get; init; } = 9;

    /// <summary>What the cached files are called by.</summary>
    public string Name { get; init; } = "full";
}
