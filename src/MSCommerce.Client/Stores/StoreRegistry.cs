using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace MSCommerce.Stores;

/// <summary>A store's address: a scheme and what that scheme makes of the rest, for instance <c>sqlite:tenant.db</c>.</summary>
/// <param name="Scheme">The scheme, lower case.</param>
/// <param name="Value">The rest: a path, a connection string, a tenant.</param>
public sealed record StoreAddress(string Scheme, string Value)
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether it has a scheme. A single letter is a drive and no scheme.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out StoreAddress? address)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        address = colon > 1 ? new(text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim()) : null;
        return address is not null;
    }

    /// <summary>The address as it was written. It may hold a password: show <see cref="StoreContext.Store"/> instead.</summary>
    /// <returns>The scheme alone, never the rest.</returns>
    public override string ToString() => $"{Scheme}:…";
}

/// <summary>How to open a store.</summary>
public sealed record StoreOptions
{
    /// <summary>Who acts: a user principal name. Null for the store's own answer: its first administrator, or whoever signed in.</summary>
    public string? Actor { get; init; }

    /// <summary>The login and its password, for a store with a sign-in of its own; null where the address or the environment has them.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>The login that is the first administrator of a tenant that is made, in a store with a sign-in of its own.</summary>
    public string? AdministratorLogin { get; init; }

    /// <summary>Whether a store that is not there is made.</summary>
    public bool Create { get; init; }

    /// <summary>The tenant's name, for a store that is made.</summary>
    public string? TenantName { get; init; }

    /// <summary>Whether a store that is made is marked as a sample.</summary>
    public bool IsSample { get; init; }

    /// <summary>The clock; the system's unless a test brings its own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Opens the stores of one scheme.</summary>
public interface IStoreFactory
{
    /// <summary>The scheme, lower case.</summary>
    string Scheme { get; }

    /// <summary>Opens a store.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The store, checked and ready.</returns>
    /// <exception cref="CommerceException">It is missing, locked, damaged, newer, or does not know the actor.</exception>
    Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken);

    /// <summary>Brings a store of an older version up to date, where that is somebody's of its own to do and not done when it is opened.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>NotSupportedByStore</c> where opening it does so.</exception>
    Task<StoreUpgrade> UpgradeAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) =>
        throw CommerceErrors.NotSupported("This store", "be brought up to date by itself", "It is when it is opened by whoever can write it.");
}

/// <summary>A store that was brought up to date.</summary>
public sealed record StoreUpgrade
{
    /// <summary>The store's address, without secrets.</summary>
    public required string Store { get; init; }

    /// <summary>The version of its schema before.</summary>
    public required long From { get; init; }

    /// <summary>The version of its schema now.</summary>
    public required long To { get; init; }
}

/// <summary>Finds the factory for an address (X7). A front door fills it; a third party's assembly may add to it.</summary>
/// <param name="factories">The factories; of two with one scheme the later serves.</param>
public sealed class StoreRegistry(params IEnumerable<IStoreFactory> factories)
{
    private readonly Dictionary<string, IStoreFactory> _factories = ByScheme(factories);

    /// <summary>The schemes that can be opened.</summary>
    public IReadOnlyCollection<string> Schemes => _factories.Keys;

    /// <summary>Opens the store at an address.</summary>
    /// <param name="address">The address, for instance <c>sqlite:tenant.db</c>.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The store.</returns>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>, and whatever the store reports.</exception>
    public Task<ICommerceStore> OpenAsync(string address, StoreOptions options, CancellationToken cancellationToken) =>
        StoreAddress.TryParse(address, out var parsed) && _factories.TryGetValue(parsed.Scheme, out var factory)
            ? factory.OpenAsync(parsed, options, cancellationToken)
            : throw CommerceErrors.StoreAddressInvalid(Shown(address, parsed), Schemes);

    /// <summary>Brings the store at an address up to date.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>, and whatever the store reports.</exception>
    public Task<StoreUpgrade> UpgradeAsync(string address, StoreOptions options, CancellationToken cancellationToken) =>
        StoreAddress.TryParse(address, out var parsed) && _factories.TryGetValue(parsed.Scheme, out var factory)
            ? factory.UpgradeAsync(parsed, options, cancellationToken)
            : throw CommerceErrors.StoreAddressInvalid(Shown(address, parsed), Schemes);

    /// <summary>What was written, as far as it cannot hold a password: an address whose colon is missing or misplaced may have one anywhere.</summary>
    private static string Shown(string address, StoreAddress? parsed) =>
        (parsed?.ToString() ?? address) is var text && text.AsSpan().IndexOfAny("=@;?") < 0 ? text : "…";

    private static Dictionary<string, IStoreFactory> ByScheme(IEnumerable<IStoreFactory> factories)
    {
        var table = new Dictionary<string, IStoreFactory>(StringComparer.Ordinal);
        foreach (var factory in factories)
            table[factory.Scheme] = factory;
        return table;
    }
}
