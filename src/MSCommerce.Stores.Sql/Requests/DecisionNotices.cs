using MSCommerce.Notices;

namespace MSCommerce.Stores.Sql.Requests;

/// <summary>Writes to the requester and to every user how a request was decided (R6). Who asked for himself gets one e-mail that says both.</summary>
internal static class DecisionNotices
{
    public static async Task WriteAsync(SqlSession session, StoredRequest stored, LicenseRequest decided)
    {
        var facts = new NoticeFacts
        {
            TenantName = await TenantFacts.ReadNameAsync(session),
            RecipientName = decided.RequesterName,
            ProductName = decided.ProductName,
            RequestId = decided.RequestId,
            RequesterName = decided.RequesterName,
            GrantedProductName = decided.GrantedProductName == decided.ProductName ? null : decided.GrantedProductName,
            DisabledServices = decided.DisabledServices,
            Message = decided.DecisionMessage,
        };
        var users = decided.Users.Zip(stored.UserKeys, (user, key) => (User: user, Key: key, IsApproved: user.IsApproved == true)).ToList();
        await SqlNoticeStore.AddAsync(session, NoticeKind.LicenseRequestDecided, decided.Requester, stored.RequesterKey, facts with
        {
            Users = users.Count,
            Approved = Named(users.Where(user => user.IsApproved).Select(user => user.User)),
            Refused = Named(users.Where(user => !user.IsApproved).Select(user => user.User)),
            IsRecipientApproved = users.Find(user => user.Key == stored.RequesterKey).User?.IsApproved,
        });
        foreach (var (user, key, isApproved) in users.Where(user => user.Key != stored.RequesterKey))
        {
            await SqlNoticeStore.AddAsync(session, isApproved ? NoticeKind.LicenseGranted : NoticeKind.LicenseRefused, user.UserPrincipalName, key, facts with
            {
                RecipientName = user.DisplayName,
                Users = 1,
                IsRecipientApproved = isApproved,
                // What others were given in place of it is not his concern.
                GrantedProductName = isApproved ? facts.GrantedProductName : null,
                DisabledServices = isApproved ? facts.DisabledServices : [],
            });
        }
    }

    private static IReadOnlyList<string> Named(IEnumerable<LicenseRequestUser> users) => [.. users.Select(user => $"{user.DisplayName} ({user.UserPrincipalName})")];
}
