namespace MSCommerce.Samples;

/// <summary>
/// Numbers from a seed, by position and not by sequence: the value for user 700,000 needs none before it, and is the same on every
/// runtime (which <see cref="Random"/> does not promise). The mixing is SplitMix64's.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class SampleRandom(int seed)
{
    /// <summary>A number for a position.</summary>
    /// <param name="stream">What it is for; two streams know nothing of one another.</param>
    /// <param name="index">The position.</param>
    /// <param name="below">The number is at least 0 and below this.</param>
    public int Next(SampleStream stream, long index, int below) => (int)(Bits(stream, index) % (ulong)below);

    /// <summary>Whether a position is chosen, once in so many.</summary>
    public bool OnceIn(SampleStream stream, long index, int many) => Next(stream, index, many) == 0;

    /// <summary>An id for a position.</summary>
    public Guid Id(SampleStream stream, long index)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Bits(stream, index));
        BitConverter.TryWriteBytes(bytes[8..], Bits(stream, ~index));
        // Version 4, variant 1: a Guid like any other.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    private ulong Bits(SampleStream stream, long index)
    {
        var bits = Mix(unchecked((ulong)seed * 0x9E3779B97F4A7C15UL) + (ulong)stream);
        return Mix(unchecked(bits + ((ulong)index * 0xD1342543DE82EF95UL)));
    }

    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits += 0x9E3779B97F4A7C15UL;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 31);
        }
    }
}

/// <summary>What a number is for.</summary>
internal enum SampleStream
{
    UserId,
    UserKind,
    UserAge,
    UserLocation,
    UserHome,
    UserLeaver,
    SubscriptionId,
    SubscriptionProduct,
    SubscriptionSize,
    SubscriptionPurchaser,
    SubscriptionAge,
    SubscriptionKind,
    ServiceOff,
}
