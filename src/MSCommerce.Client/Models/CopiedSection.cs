namespace MSCommerce;

/// <summary>What was copied of one part of a tenant (X4).</summary>
public sealed record CopiedSection
{
    /// <summary>The part, for instance <c>Subscriptions</c>.</summary>
    public required string Section { get; init; }

    /// <summary>How many rows it has.</summary>
    public required long Count { get; init; }

    /// <summary>A checksum of what is in them, whatever their order: the same content has the same checksum in every store.</summary>
    public required string Checksum { get; init; }

    /// <summary>Whether the copy was read back and has the same rows; false for a dry run.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>The store that was copied from, without secrets.</summary>
    public required string Source { get; init; }

    /// <summary>The store that was copied to, without secrets.</summary>
    public required string Destination { get; init; }
}
