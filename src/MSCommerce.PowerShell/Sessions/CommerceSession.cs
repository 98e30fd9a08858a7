using System.Collections.Concurrent;
using MSCommerce.Stores.Microsoft365;

namespace MSCommerce.PowerShell;

/// <summary>A connection to a tenant: what <c>Connect-MSCommerce -PassThru</c> gives and -Session takes. It holds no secret that could be shown.</summary>
public sealed class CommerceSession
{
    private readonly ConcurrentBag<CommerceClient> _idle = [];
    private readonly Func<CancellationToken, Task<CommerceClient>> _open;
    private volatile bool _closed;

    internal CommerceSession(StoreContext context, CommerceClient client, Func<CancellationToken, Task<CommerceClient>> open)
    {
        Store = context.Store;
        Tenant = context.TenantName;
        TenantId = context.TenantId;
        IsSample = context.IsSample;
        Actor = context.Actor;
        Login = context.Login;
        Roles = context.Roles;
        _open = open;
        _idle.Add(client);
    }

    /// <summary>The store's address, without secrets.</summary>
    public string Store { get; }

    /// <summary>The tenant's name.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string TenantId { get; }

    /// <summary>Whether the tenant's content was made up.</summary>
    public bool IsSample { get; }

    /// <summary>Who acts: a user principal name.</summary>
    public string Actor { get; }

    /// <summary>The login that the store knows the actor by; null where the store has no sign-in of its own.</summary>
    public string? Login { get; }

    /// <summary>The roles that the actor had when the session was opened.</summary>
    public IReadOnlyList<Role> Roles { get; }

    /// <summary>How the session signed in; null for a store that needs no sign-in.</summary>
    internal Microsoft365Options? SignIn { get; init; }

    /// <summary>Whether the session can be used; not after Disconnect-MSCommerce.</summary>
    public bool IsOpen => !_closed;

    /// <summary>The session in words.</summary>
    /// <returns>Tenant, actor and store.</returns>
    public override string ToString() => $"{Tenant} as {Actor} ({Store})";

    /// <summary>
    /// Lends a client for one operation. A store does one operation at a time, and pipelines nest them
    /// (<c>Get-SelfServiceSubscription | ForEach-Object { Get-SelfServiceUser … }</c>): where the first is busy, another is opened.
    /// </summary>
    internal async Task<ClientLease> LeaseAsync(CancellationToken stop)
    {
        if (_closed)
            throw CommandErrors.SessionClosed(ToString());
        return new(this, _idle.TryTake(out var client) ? client : await _open(stop));
    }

    internal ValueTask ReturnAsync(CommerceClient client)
    {
        _idle.Add(client);
        // Closed meanwhile: whoever sees it takes what lies there, each client once.
        return _closed ? CloseAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Closes the session; operations under way end first.</summary>
    internal async ValueTask CloseAsync()
    {
        _closed = true;
        while (_idle.TryTake(out var client))
            await client.DisposeAsync();
    }
}

/// <summary>A client that was lent for one operation.</summary>
/// <param name="session">Whose it is.</param>
/// <param name="client">The client.</param>
internal sealed class ClientLease(CommerceSession session, CommerceClient client) : IAsyncDisposable
{
    public CommerceClient Client => client;

    public ValueTask DisposeAsync() => session.ReturnAsync(client);
}
