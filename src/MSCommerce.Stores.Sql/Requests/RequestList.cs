namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Lists licence requests, newest first (R2): an administrator all, anyone else those that he raised.</summary>
internal static class RequestList
{
    public static async IAsyncEnumerable<LicenseRequest> ReadAsync(SqlSession session, LicenseRequestQuery query)
    {
        var (found, missing) = await FindAsync(session, query);
        var skipped = (int)Math.Clamp(query.Skip, 0, found.Count);
        var taken = (int)Math.Clamp(query.First ?? found.Count, 0, found.Count - skipped);
        await foreach (var request in RequestReader.CompleteAsync(session, found.Skip(skipped).Take(taken)))
            yield return request.Request;
        if (missing is not null)
            throw missing;
    }

    public static async Task<long> CountAsync(SqlSession session, LicenseRequestQuery query) => (await FindAsync(session, query)).Found.Count;

    private static async Task<(List<StoredRequest> Found, CommerceException? Missing)> FindAsync(SqlSession session, LicenseRequestQuery query)
    {
        var products = query.Product.Count == 0 ? null : ProductReader.Select(await ProductReader.ReadAsync(session), query.Product);
        var productKeys = products?.Matches.Select(product => product.Key).ToHashSet();
        var requesters = await PersonFilter.MakeAsync(session, query.Requester);
        var visible = await RequestReader.VisibleAsync(session, query.RequestId, query.IsDecided);
        // The requester is asked first: one is found even where none of his requests is meant.
        var found = visible.FindAll(stored =>
            requesters.Allows(stored.RequesterKey, stored.Request.Requester, stored.Request.RequesterName, stored.RequesterId) && productKeys?.Contains(stored.ProductKey) != false);

        var ids = visible.Select(stored => stored.Request.RequestId).ToHashSet();
        var unknown = query.RequestId.Where(id => !ids.Contains(id)).Distinct().ToList();
        if (unknown.Count > 0)
            return (found, CommerceErrors.RequestNotFound(unknown.ConvertAll(id => id.ToString())));
        return (found, products?.Missing is { Count: > 0 } names ? CommerceErrors.ProductNotFound(names) : await requesters.MissingAsync(session));
    }
}
