using System.Runtime.CompilerServices;
using MSCommerce.Rules;
using MSCommerce.Stores;

namespace MSCommerce;

/// <summary>What every operation passes: the actor's roles are asked first, and a refusal, by role or by rule, is recorded (A, N2).</summary>
internal sealed class Gate(ICommerceStore store)
{
    public ICommerceStore Store { get; } = store;

    /// <summary>Refuses a request that no operation can make sense of.</summary>
    public static void Demand(object? request)
    {
        if (RequestRules.Refuse(request) is { } refusal)
            throw refusal;
    }

    /// <summary>The same, on the way to an operation.</summary>
    public Gate For(object? request)
    {
        Demand(request);
        return this;
    }

    /// <summary>Runs a change, or its plan.</summary>
    /// <param name="permissions">What it needs; of several, one.</param>
    /// <param name="action">What it is, for the audit log.</param>
    /// <param name="target">On what, for the audit log.</param>
    /// <param name="dryRun">Whether a refusal is recorded.</param>
    /// <param name="run">The operation.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="advice">What else whoever lacks the role can do.</param>
    public Task<T> RunAsync<T>(
        IReadOnlyList<Permission> permissions, string action, string target, bool dryRun, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken, string? advice = null) =>
        RecordingAsync(action, target, dryRun, async () =>
        {
            await DemandAsync(permissions, advice, cancellationToken);
            return await run(cancellationToken);
        });

    /// <summary>Runs a change, or its plan, that needs one permission.</summary>
    public Task<T> RunAsync<T>(
        Permission permission, string action, string target, bool dryRun, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken, string? advice = null) =>
        RunAsync([permission], action, target, dryRun, run, cancellationToken, advice);

    /// <summary>Runs a list: the roles are asked when it is first read.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        Permission permission, string action, Func<CancellationToken, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RunAsync(permission, action, "", dryRun: false, _ => Task.FromResult(true), cancellationToken);
        await foreach (var item in list(cancellationToken).WithCancellation(cancellationToken))
            yield return item;
    }

    /// <summary>Runs a change that answers step by step: the roles are asked when it is first read, and a refusal on the way is recorded.</summary>
    public async IAsyncEnumerable<T> ChangeAsync<T>(
        Permission permission, string action, string target, bool dryRun, Func<CancellationToken, IAsyncEnumerable<T>> change, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RunAsync(permission, action, target, dryRun, _ => Task.FromResult(true), cancellationToken);
        await using var steps = change(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await RecordingAsync(action, target, dryRun, () => steps.MoveNextAsync().AsTask()))
            yield return steps.Current;
    }

    private async Task<T> RecordingAsync<T>(string action, string target, bool dryRun, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (CommerceException refusal) when (!dryRun && CommerceErrors.IsRefusal(refusal))
        {
            await RecordAsync(action, target, refusal);
            throw;
        }
    }

    private async Task DemandAsync(IReadOnlyList<Permission> permissions, string? advice, CancellationToken cancellationToken)
    {
        for (var index = 0; ; index++)
        {
            try
            {
                await Store.DemandAsync(permissions[index], cancellationToken);
                return;
            }
            catch (CommerceException refusal) when (refusal.Error == CommerceError.Forbidden && index < permissions.Count - 1)
            {
                // The next one may do.
            }
            catch (CommerceException refusal) when (refusal.Error == CommerceError.Forbidden && advice is not null)
            {
                throw new CommerceException(refusal.Error, refusal.ErrorId, $"{refusal.Message} {advice}", refusal.Target, refusal);
            }
        }
    }

    private async Task RecordAsync(string action, string target, CommerceException refusal)
    {
        try
        {
            // Not the caller's token: who presses Ctrl+C after being refused has been refused all the same.
            await Store.Audit.RecordRefusalAsync(action, target, refusal.Message, CancellationToken.None);
        }
        catch (CommerceException unrecorded) when (unrecorded.ErrorId == refusal.ErrorId)
        {
            // Whoever may not write at all cannot be recorded either, and is told so once.
        }
        catch (CommerceException unrecorded)
        {
            throw new CommerceException(
                refusal.Error, refusal.ErrorId, $"{refusal.Message} The refusal could not be recorded: {unrecorded.Message}", refusal.Target, refusal);
        }
    }
}
