using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a licence request: the id, its product or its requester may have been begun.</summary>
internal class LicenseRequestCompleter : SessionCompleter
{
    private protected virtual LicenseRequestQuery Query => new();

    private protected sealed override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var request in client.LicenseRequests.GetAsync(Query, stop))
        {
            var id = request.RequestId.ToString();
            if (word.Begins(id) || word.Begins(request.ProductName) || word.Begins(request.Requester))
                yield return CompletionWord.Suggest(id, $"{request.ProductName}, {request.Requester}, {Wording.Day(request.RequestedAt)}, {Wording.Count(request.Users.Count, "user")}, {request.Status}");
        }
    }
}
