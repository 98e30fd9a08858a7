using System.Globalization;
using System.Runtime.CompilerServices;
using MSCommerce.Notices;

namespace MSCommerce.Stores.Victim;

/// <summary>The kinds of work that are disturbed.</summary>
public enum WorkKind
{
    Move,
    Cancel,
    Import,
    Policy,
    Send,
}

/// <summary>
/// Work without end for a store made by <see cref="PrepareAsync"/>: one change after the other, each told before it begins and when it has ended, so that whoever kills the
/// process knows what to look for. What is done can be done again; so one store serves many kills.
/// </summary>
/// <param name="client">Acts as <see cref="Crowd.Admin"/>; its transport is <see cref="Wire"/>.</param>
/// <param name="name">Tells its batches from those of other works.</param>
/// <param name="seed">Which change follows which.</param>
/// <param name="tell">Told <c>begin</c> with kind and detail, then <c>done</c>, or <c>failed</c> with the error's id.</param>
public sealed class Work(CommerceClient client, string name, int seed, Action<string> tell)
{
    /// <summary>Users who are moved to and fro.</summary>
    public const int Movers = 150;

    /// <summary>Users of one import.</summary>
    public const int Batch = 120;

    /// <summary>Subscriptions that are cancelled in one call, and the licences of each.</summary>
    public const int Cancelled = 4;

    public const int Held = 15;

    public const string Here = "work-here";
    public const string There = "work-there";

    private static readonly WorkKind[] Kinds = Enum.GetValues<WorkKind>();

    private readonly Random _random = new(seed);
    private int _number;

    /// <summary>Makes what the work is done on.</summary>
    public static async Task PrepareAsync(ICommerceStore store, CancellationToken stop)
    {
        await store.Tenant.ImportUsersAsync("work", Crowd.UsersAsync(1, Movers), dryRun: false, null, stop);
        await store.Subscriptions.ImportAsync("work", SubscriptionsAsync([Here, There], purchaser: null, Movers), dryRun: false, null, stop);
        await store.Licenses.ImportAsync("work", Crowd.LicensesAsync(Here, 1, Movers), dryRun: false, null, stop);
    }

    /// <summary>Works until it is stopped, or fails where it must not.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await StepAsync(Kinds[_random.Next(Kinds.Length)], stop);
    }

    /// <summary>One change.</summary>
    public Task StepAsync(WorkKind kind, CancellationToken stop) => kind switch
    {
        WorkKind.Move => MoveAsync(stop),
        WorkKind.Cancel => CancelAsync(stop),
        WorkKind.Import => ImportAsync(stop),
        WorkKind.Policy => SetPolicyAsync(stop),
        _ => SendAsync(stop),
    };

    private async Task MoveAsync(CancellationToken stop)
    {
        var from = await AssignedAsync(Here, stop) > 0 ? Here : There;
        var request = new MoveUsersRequest { SubscriptionId = [from], User = [.. Enumerable.Range(1, Movers).Select(Crowd.Name)], TargetSubscriptionId = from == Here ? There : Here };
        await TellAsync($"{WorkKind.Move} {request.TargetSubscriptionId}", () => client.Licenses.MoveAsync(request, null, stop));
    }

    private async Task SetPolicyAsync(CancellationToken stop)
    {
        var wanted = PolicyValues.Disabled;
        await foreach (var product in client.Policies.GetProductsAsync(new(), stop))
            wanted = product.PolicyValue == PolicyValues.Disabled ? PolicyValues.Enabled : PolicyValues.Disabled;
        await TellAsync($"{WorkKind.Policy} {wanted}", () => client.Policies.SetAsync(new() { Product = ["*"], Value = wanted }, null, stop));
    }

    private async Task ImportAsync(CancellationToken stop)
    {
        var batch = Next();
        var rows = Enumerable.Range(0, Batch).Select(number => new UserRow { Line = number + 2, UserPrincipalName = string.Create(CultureInfo.InvariantCulture, $"{batch}-{number}@crowd.example") });
        await TellAsync($"{WorkKind.Import} {batch}", () => client.Store.Tenant.ImportUsersAsync("work", EachAsync(rows), dryRun: false, null, stop));
    }

    private async Task CancelAsync(CancellationToken stop)
    {
        var batch = Next();
        string[] ids = [.. Enumerable.Range(0, Cancelled).Select(number => string.Create(CultureInfo.InvariantCulture, $"{batch}-{number}"))];
        var licenses = ids.SelectMany(id => Enumerable.Range(1, Held).Select(user => new LicenseRow { Line = user + 1, SubscriptionId = id, User = Crowd.Name(user) }));
        if (await TellAsync($"Buy {batch}", () => client.Store.Subscriptions.ImportAsync("work", SubscriptionsAsync(ids, Crowd.Name(1), Held), dryRun: false, null, stop))
            && await TellAsync($"Assign {batch}", () => client.Store.Licenses.ImportAsync("work", EachAsync(licenses), dryRun: false, null, stop)))
        {
            await TellAsync($"{WorkKind.Cancel} {batch}", () => client.Subscriptions.CancelAsync(new() { SubscriptionId = ids, Reason = CancellationReason.Other }, stop));
        }
    }

    private Task<bool> SendAsync(CancellationToken stop) => TellAsync($"{WorkKind.Send} all", async () =>
    {
        var sent = 0;
        await foreach (var _ in client.Notices.SendAsync(new() { SmtpServer = "wire" }, null, stop))
            sent++;
        return sent;
    });

    private async Task<bool> TellAsync<T>(string what, Func<Task<T>> change)
    {
        tell($"begin {what}");
        try
        {
            await change();
            tell("done");
            return true;
        }
        catch (CommerceException failure)
        {
            tell($"failed {failure.ErrorId}");
            return false;
        }
    }

    private async Task<int> AssignedAsync(string id, CancellationToken stop)
    {
        var assigned = 0;
        await foreach (var subscription in client.Subscriptions.GetAsync(new() { SubscriptionId = [id] }, stop))
            assigned = subscription.AssignedLicenses ?? 0;
        return assigned;
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"{name}-{++_number}");

    private static IAsyncEnumerable<SubscriptionRow> SubscriptionsAsync(IEnumerable<string> ids, string? purchaser, int total) => EachAsync(ids.Select((id, index) =>
        new SubscriptionRow { Line = index + 2, SubscriptionId = id, Product = "Power BI Pro", Purchaser = purchaser, TotalLicenses = total, Term = SubscriptionTerm.Year }));

    private static async IAsyncEnumerable<T> EachAsync<T>(IEnumerable<T> items, [EnumeratorCancellation] CancellationToken stop = default)
    {
        foreach (var item in items)
        {
            stop.ThrowIfCancellationRequested();
            yield return item;
        }

        await Task.CompletedTask;
    }
}

/// <summary>In place of a mail server: a file that remembers each message that was taken, whatever becomes of the process.</summary>
public sealed class Wire(string path) : INoticeTransport
{
    public Task<NoticeAttempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        File.AppendAllText(path, message.MessageId + "\n");
        return Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent, null));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The system's clock, put forward: what a killed sender had claimed is free again for the next.</summary>
public sealed class ForwardClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
