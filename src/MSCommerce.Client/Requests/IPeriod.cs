namespace MSCommerce;

/// <summary>A request for what happened between two moments.</summary>
internal interface IPeriod
{
    /// <summary>At or after this moment (UTC); null for ever since.</summary>
    DateTimeOffset? Since { get; }

    /// <summary>Before this moment (UTC); null for up to now.</summary>
    DateTimeOffset? Until { get; }
}
