using MSCommerce.Stores;
using MSCommerce.Stores.Victim;

namespace MSCommerce.Torture.Tests.Arenas;

/// <summary>A tenant that is tortured, in one kind of store or another.</summary>
public abstract class Arena : IAsyncDisposable
{
    /// <summary>What the kind of store is called in the counts.</summary>
    public abstract string Name { get; }

    /// <summary>What tells a child process which store and who: the address, and the actor where the address does not say.</summary>
    public abstract IReadOnlyList<string> ForVictim(string actor);

    /// <summary>Opens the tenant as one of its users, whom the store knows already.</summary>
    public abstract Task<ICommerceStore> OpenAsync(string actor = Crowd.Admin, TimeProvider? clock = null);

    /// <summary>Lets a user in, where the store has a sign-in of its own.</summary>
    public virtual Task LetInAsync(string user) => Task.CompletedTask;

    /// <summary>Everything that is in the tenant, but what the audit log says of refusals.</summary>
    public abstract Task<string> ChecksumAsync();

    /// <summary>Waits until nothing that was begun by a process that is dead goes on.</summary>
    public virtual Task QuietAsync() => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();

    /// <summary>The store's own checks, which must pass.</summary>
    public static async Task DemandWholeAsync(ICommerceStore store)
    {
        await foreach (var check in store.CheckAsync(Torture.Stop))
            Assert.True(check.Passed, $"{check.Name}: {check.Detail}");
    }

    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(Torture.Stop))
            list.Add(item);
        return list;
    }
}
