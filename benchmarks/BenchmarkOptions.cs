using System.Globalization;

namespace MSCommerce.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        """
        dotnet run -c Release --project benchmarks [-- options]
          --only <name>[,<name>]   runs these alone, and writes no page
          --list                   lists the names
          --quick                  small sizes, to see that everything runs; the figures mean nothing, no bar is held, no page is written
          --growth <assignments>   measures time, memory and size on disk of each operation up to that many assignments, and writes docs/scale.md
        """;

    public IReadOnlyList<string> Only { get; private init; } = [];

    public bool List { get; private init; }

    public bool Quick { get; private init; }

    /// <summary>The most assignments of the growth that is measured; null where the bars are.</summary>
    public int? Growth { get; private init; }

    /// <summary>Why the arguments cannot be understood; null where they can.</summary>
    public string? Fault { get; private init; }

    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        for (var index = 0; index < arguments.Count && options.Fault is null; index++)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : null;
            switch (arguments[index])
            {
                case "--list":
                    options = options with { List = true };
                    break;
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--only" when value is not null:
                    options = options with { Only = [.. options.Only, .. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] };
                    index++;
                    break;
                case "--growth" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var growth) && growth >= 100:
                    options = options with { Growth = growth };
                    index++;
                    break;
                case var unknown:
                    options = options with { Fault = $"'{unknown}' is not understood, or lacks its value." };
                    break;
            }
        }

        return options;
    }
}
