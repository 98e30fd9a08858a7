using System.Net;
using System.Text.Json;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Looks users up by name, 20 in one request.</summary>
internal sealed class UserLookup(GraphService service)
{
    /// <summary>Users by principal name or object id; null for those that are not there.</summary>
    public async Task<IReadOnlyList<GraphUser?>> ByNameAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        var answers = await AskAsync(names, name => $"/users/{Uri.EscapeDataString(name)}?$select={GraphUser.Select}", stop);
        return [.. answers.Select(answer => answer is { } body ? GraphUser.Of(body) : null)];
    }

    /// <summary>Principal name and display name by object id, of those that are still there.</summary>
    public async Task<Dictionary<string, (string Upn, string DisplayName)>> NamesByIdAsync(IReadOnlyList<string> ids, CancellationToken stop)
    {
        var answers = await AskAsync(ids, id => $"/users/{Uri.EscapeDataString(id)}?$select=id,userPrincipalName,displayName", stop);
        var names = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < ids.Count; index++)
        {
            if (answers[index] is { } body)
                names[ids[index]] = (body.Text("userPrincipalName") ?? ids[index], body.Text("displayName") ?? "");
        }

        return names;
    }

    /// <summary>Users by exact principal name or object id, or else by display name: somebody's own name means him, even where it is another's display name.</summary>
    /// <returns>The users found, each once, and the names that nobody has.</returns>
    public async Task<(IReadOnlyList<GraphUser> Users, IReadOnlyList<string> Missing)> ByAnyNameAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        var own = await ByNameAsync(names, stop);
        var others = names.Where((_, index) => own[index] is null).ToList();
        var lists = await AskAsync(others, name => $"/users?$filter={Uri.EscapeDataString($"displayName eq '{name.Replace("'", "''", StringComparison.Ordinal)}'")}&$select={GraphUser.Select}", stop);
        var byDisplayName = lists.Select(list => list is { } body ? body.Items("value").Select(GraphUser.Of).ToList() : []).ToList();
        return (
            [.. own.OfType<GraphUser>().Concat(byDisplayName.SelectMany(users => users)).DistinctBy(user => user.Id, StringComparer.OrdinalIgnoreCase)],
            [.. others.Where((_, index) => byDisplayName[index].Count == 0)]);
    }

    private async Task<IReadOnlyList<JsonElement?>> AskAsync(IReadOnlyList<string> names, Func<string, string> url, CancellationToken stop)
    {
        var answers = new JsonElement?[names.Count];
        var chunks = names.Select((name, index) => (name, index)).Chunk(GraphBatch.Size);
        await Parallel.ForEachAsync(chunks, new ParallelOptions { MaxDegreeOfParallelism = service.Concurrency, CancellationToken = stop }, async (chunk, token) =>
        {
            var batch = service.NewBatch();
            var calls = chunk.Select(entry => new BatchCall(HttpMethod.Get, url(entry.name), $"look up the user '{entry.name}'", entry.name) { Needs = GraphService.ReadUsers }).ToList();
            var parts = await batch.SendAsync(calls, token);
            for (var index = 0; index < chunk.Length; index++)
                answers[chunk[index].index] = BodyOf(batch, calls[index], parts[index]);
        });
        return answers;
    }

    private static JsonElement? BodyOf(GraphBatch batch, BatchCall call, ServiceAnswer answer) => answer switch
    {
        { Status: HttpStatusCode.NotFound } => null,
        // A name that can be no principal name is nobody's.
        { Status: HttpStatusCode.BadRequest } => null,
        { IsSuccess: true, Body.ValueKind: JsonValueKind.Object } => answer.Body,
        { IsSuccess: true } => throw GraphErrors.Malformed(call.Request),
        _ => throw batch.Failure(call, answer),
    };
}
