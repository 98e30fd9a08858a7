namespace MSCommerce.Benchmarks;

/// <summary>A thing that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>Its name for <c>--only</c>.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures it.</summary>
    IAsyncEnumerable<Comparison> RunAsync(Laboratory lab, CancellationToken stop);
}
