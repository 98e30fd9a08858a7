using System.Net;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>A user's licences that are to change, in one call: what is added and what is taken away happens together or not at all.</summary>
/// <param name="User">The user as last seen.</param>
/// <param name="Product">The product, for messages.</param>
internal sealed record LicenseWrite(GraphUser User, string Product)
{
    /// <summary>The SKU that is added, or whose services change; null for none.</summary>
    public string? Add { get; init; }

    /// <summary>The services of it that are switched off; null to leave them to Graph, which has none off.</summary>
    public IReadOnlyList<string> DisabledPlans { get; init; } = [];

    /// <summary>The SKU that is taken away; null for none.</summary>
    public string? Remove { get; init; }

    /// <summary>Whether a user holds what he is to hold.</summary>
    public bool IsDone(GraphUser now) =>
        (Remove is null || now.LicenseOf(Remove) is null)
        && (Add is null || (now.LicenseOf(Add) is { } held && (held.IsByGroup || held.DisabledPlans.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(DisabledPlans))));
}

/// <summary>
/// Makes changes of users' licences through <c>assignLicense</c>, 20 in one request. The call is idempotent in effect, and so is made again where no sound answer came: to add
/// what is there changes nothing, and to take away what is gone is refused. What became of a call whose answer leaves a doubt is looked up, and nothing is reported done that was
/// not seen to be.
/// </summary>
internal sealed class LicenseWriter(GraphService service)
{
    /// <summary>How many changes are taken at once: as many as may be under way.</summary>
    public int Appetite => GraphBatch.Size * service.Concurrency;

    /// <summary>Makes the changes.</summary>
    /// <returns>One entry a change, in their order: null where it was made, else why not.</returns>
    public async Task<IReadOnlyList<UserFailure?>> ApplyAsync(IReadOnlyList<LicenseWrite> writes, CancellationToken stop)
    {
        var failures = new UserFailure?[writes.Count];
        var chunks = writes.Select((write, index) => (write, index)).Chunk(GraphBatch.Size);
        await Parallel.ForEachAsync(chunks, new ParallelOptions { MaxDegreeOfParallelism = service.Concurrency, CancellationToken = stop }, async (chunk, token) =>
        {
            var results = await ApplyChunkAsync([.. chunk.Select(entry => entry.write)], token);
            for (var index = 0; index < chunk.Length; index++)
                failures[chunk[index].index] = results[index];
        });
        return failures;
    }

    private async Task<UserFailure?[]> ApplyChunkAsync(IReadOnlyList<LicenseWrite> writes, CancellationToken stop)
    {
        var batch = service.NewBatch();
        var calls = writes.Select(CallOf).ToList();
        var failures = new UserFailure?[writes.Count];
        IReadOnlyList<ServiceAnswer>? answers = null;
        try
        {
            answers = await batch.SendAsync(calls, stop);
        }
        catch (CommerceException failure)
        {
            // It may have been done all the same: each is looked up.
            for (var index = 0; index < writes.Count; index++)
                failures[index] = new(writes[index].User.Upn, failure.Error, $"{writes[index].User.Upn}: {failure.Message}");
        }

        for (var index = 0; index < writes.Count && answers is not null; index++)
        {
            if (!IsSeenDone(writes[index], answers[index]))
                failures[index] = FailureOf(batch, calls[index], writes[index], answers[index]);
        }

        await ForgiveAsync(writes, failures, stop);
        return failures;
    }

    /// <summary>Takes back the failures of those who hold what they are to hold.</summary>
    private async Task ForgiveAsync(IReadOnlyList<LicenseWrite> writes, UserFailure?[] failures, CancellationToken stop)
    {
        var doubtful = Enumerable.Range(0, writes.Count).Where(index => failures[index] is not null).ToList();
        if (doubtful.Count == 0)
            return;
        try
        {
            var now = await new UserLookup(service).ByNameAsync([.. doubtful.Select(index => writes[index].User.Id)], stop);
            for (var place = 0; place < doubtful.Count; place++)
            {
                if (now[place] is { } user && writes[doubtful[place]].IsDone(user))
                    failures[doubtful[place]] = null;
            }
        }
        catch (CommerceException)
        {
            // What is not known is not reported as done: the failures stand.
        }
    }

    /// <summary>Whether the answer itself shows the user with what he is to hold: the service answers the user as he is afterwards.</summary>
    private static bool IsSeenDone(LicenseWrite write, ServiceAnswer answer) =>
        answer is { IsSuccess: true, Body.ValueKind: JsonValueKind.Object } && answer.Body.TryGetProperty("assignedLicenses", out var held) && held.ValueKind == JsonValueKind.Array && write.IsDone(GraphUser.Of(answer.Body));

    private static UserFailure FailureOf(GraphBatch batch, BatchCall call, LicenseWrite write, ServiceAnswer answer)
    {
        if (answer.IsSuccess)
            return new(write.User.Upn, CommerceError.Conflict, $"Microsoft Graph answered that it did {call.Purpose}, and the user is not as wanted. Look at him in {GraphErrors.UsersPage}, and run the command again. Correlation id: {answer.CorrelationId}.");
        return GraphErrors.Of(write.User, write.Product, batch.Failure(call, answer), answer.Status == HttpStatusCode.BadRequest ? answer.Body : default);
    }

    private static BatchCall CallOf(LicenseWrite write)
    {
        var add = write.Add is { } skuId
            ? new[] { new Dictionary<string, object>(StringComparer.Ordinal) { ["skuId"] = skuId, ["disabledPlans"] = write.DisabledPlans } }
            : [];
        var purpose = (write.Add, write.Remove) switch
        {
            ({ }, { }) => $"move {write.User.Upn} to {write.Product}",
            ({ }, null) => $"give {write.User.Upn} a licence of {write.Product}",
            _ => $"take the licence of {write.Product} from {write.User.Upn}",
        };
        return new(HttpMethod.Post, $"/users/{Uri.EscapeDataString(write.User.Id)}/assignLicense", purpose, write.User.Upn)
        {
            Needs = GraphService.WriteLicenses,
            Body = new Dictionary<string, object>(StringComparer.Ordinal) { ["addLicenses"] = add, ["removeLicenses"] = write.Remove is { } gone ? [gone] : Array.Empty<string>() },
        };
    }
}
