using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using MSCommerce.Stores.PlugIns;
using MSCommerce.Stores.Transfer;

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

    /// <summary>Whether a copy replaces a store that is there, where that is a file of its own.</summary>
    public bool Replace { get; init; }

    /// <summary>The clock; the system's unless a test brings its own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Opens the stores of one scheme.</summary>
public interface IStoreFactory
{
    /// <summary>The scheme, lower case: two or more letters, digits, '+', '-' or '.'.</summary>
    string Scheme { get; }

    /// <summary>Whether what follows the scheme is a file's path and nothing else: then a front door makes it absolute against its own current folder.</summary>
    bool TakesPath => false;

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

    /// <summary>Makes ready a place for a copy of a tenant (X4): looks whether one can be made there, and makes nothing yet.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">How; the actor is who is to administer the copy.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The place.</returns>
    /// <exception cref="CommerceException"><c>FileExists</c> or <c>StoreExists</c> where there is a tenant already; <c>NotSupportedByStore</c>.</exception>
    Task<ITransferTarget> OpenTargetAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) =>
        throw CommerceErrors.NotSupported("This store", "take a copy of a tenant", "Copy it into a file (sqlite:tenant.db), or into a PostgreSQL database.");
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

/// <summary>Finds the factory for an address (X7). A front door fills it; a third party's assembly may add to it. May be used by several threads.</summary>
/// <param name="factories">The factories that are built in; of two with one scheme the later serves.</param>
public sealed class StoreRegistry(params IEnumerable<IStoreFactory> factories)
{
    private readonly object _adding = new();

    // Replaced as a whole, never changed: whoever reads needs no lock.
    private volatile FrozenDictionary<string, Entry> _entries = factories.Select(factory => new Entry(factory, null))
        .GroupBy(entry => entry.Factory.Scheme, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>The schemes that can be opened.</summary>
    public IReadOnlyCollection<string> Schemes => _entries.Keys;

    /// <summary>Schemes that a front door opens by itself: no assembly may have them either.</summary>
    public IReadOnlyCollection<string> Reserved { get; init; } = [];

    /// <summary>Adds a third party's stores. Those of an assembly that was added before stay as they are.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <exception cref="CommerceException"><c>StoreSchemeTaken</c>: a built-in store, or another assembly's, has one of its schemes. Then nothing is added.</exception>
    public void Add(StoreAssembly assembly)
    {
        lock (_adding)
        {
            var entries = new Dictionary<string, Entry>(_entries, StringComparer.Ordinal);
            foreach (var factory in assembly.Factories)
            {
                var isTaken = entries.TryGetValue(factory.Scheme, out var other) ? other.Factory != factory : Reserved.Contains(factory.Scheme, StringComparer.Ordinal);
                if (isTaken)
                    throw CommerceErrors.StoreSchemeTaken(assembly.Path, factory.Scheme, other?.Assembly?.Path);
                entries[factory.Scheme] = new(factory, assembly);
            }

            _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Whether an address names a file by its path, which a front door makes absolute where its current folder is not the process's.</summary>
    /// <param name="address">The address.</param>
    /// <returns>True where its scheme is known and takes a path.</returns>
    public bool IsPath(StoreAddress address) => _entries.TryGetValue(address.Scheme, out var entry) && entry.Factory.TakesPath;

    /// <summary>Opens the store at an address.</summary>
    /// <param name="address">The address, for instance <c>sqlite:tenant.db</c>.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The store.</returns>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>, and whatever the store reports.</exception>
    public Task<ICommerceStore> OpenAsync(string address, StoreOptions options, CancellationToken cancellationToken)
    {
        var (parsed, factory) = Find(address);
        return factory.OpenAsync(parsed, options, cancellationToken);
    }

    /// <summary>Brings the store at an address up to date.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>, and whatever the store reports.</exception>
    public Task<StoreUpgrade> UpgradeAsync(string address, StoreOptions options, CancellationToken cancellationToken)
    {
        var (parsed, factory) = Find(address);
        return factory.UpgradeAsync(parsed, options, cancellationToken);
    }

    private (StoreAddress Address, IStoreFactory Factory) Find(string address) =>
        StoreAddress.TryParse(address, out var parsed) && _entries.TryGetValue(parsed.Scheme, out var entry)
            ? (parsed, entry.Factory)
            : throw CommerceErrors.StoreAddressInvalid(Shown(address, parsed), Schemes.Union(Reserved, StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>What was written, as far as it cannot hold a password: an address whose colon is missing or misplaced may have one anywhere.</summary>
    private static string Shown(string address, StoreAddress? parsed) =>
        (parsed?.ToString() ?? address) is var text && text.AsSpan().IndexOfAny("=@;?") < 0 ? text : "…";

    /// <summary>Makes ready a place for a copy of a tenant.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The place; nothing was made there yet.</returns>
    /// <exception cref="CommerceException"><c>StoreAddressInvalid</c>, and whatever the store reports.</exception>
    public Task<ITransferTarget> OpenTargetAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) =>
        _entries.TryGetValue(address.Scheme, out var entry)
            ? entry.Factory.OpenTargetAsync(address, options, cancellationToken)
            : throw CommerceErrors.StoreAddressInvalid(address.ToString(), Schemes.Order(StringComparer.Ordinal));

    private sealed record Entry(IStoreFactory Factory, StoreAssembly? Assembly);
}
