namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>One use of a cmdlet that changes something, on the sample tenant.</summary>
/// <param name="Piped">An object to pipe in, which names what is changed; null where nothing can be piped.</param>
/// <param name="With">The other arguments.</param>
/// <param name="Gone">An object that names what does not exist; null where nothing is named.</param>
/// <param name="GoneId">The id of the error that it ends in.</param>
internal sealed record SampleChange(object? Piped, (string Name, object Value)[] With, object? Gone, string? GoneId)
{
    /// <summary>A use of every cmdlet of the administrator's side that changes something.</summary>
    internal static IReadOnlyDictionary<Type, Func<SampleSession, SampleChange>> All { get; } = new Dictionary<Type, Func<SampleSession, SampleChange>>
    {
        [typeof(SetMSCommerceTenantCommand)] = _ => new(null, [("Country", "FR")], null, null),
        [typeof(SetMSCommerceUserCommand)] = _ => new(
            new { UserPrincipalName = "anders.weber@fabrikam.example", AccountEnabled = true, Roles = Array.Empty<Role>() }, [("AccountEnabled", false)],
            new { UserPrincipalName = "nobody@fabrikam.example" }, "UserNotFound"),
        [typeof(SetSelfServiceProductCommand)] = sample => new(
            sample.Product("Visio Plan 2"), [("ListPrice", 16.25m)], new { ProductId = "Nonsense" }, "ProductNotFound"),
        [typeof(ImportSelfServiceProductCommand)] = sample => new(
            new { FullName = sample.File("products.csv", "ProductId,ProductName,Family\nCFQ7TTC0NEW1,Contoso Insights,Insights\n") }, [],
            new { FullName = "gone.csv" }, "FileUnreadable"),
        [typeof(NewSelfServiceSubscriptionCommand)] = sample => new(
            sample.Product("Visio Plan 2"), [("Licenses", 10)], new { ProductId = "Nonsense" }, "ProductNotFound"),
        [typeof(SetSelfServiceSubscriptionCommand)] = sample => new(
            sample.Central("Visio Plan 2"), [("TotalLicenses", 40)], new { SubscriptionId = "gone" }, "SubscriptionNotFound"),
        [typeof(RemoveSelfServiceSubscriptionCommand)] = sample => new(
            sample.Theirs("Visio Plan 2"), [("Reason", CancellationReason.CentrallyProvided)], new { SubscriptionId = "gone" }, "SubscriptionNotFound"),
        [typeof(RequestSelfServiceCancellationCommand)] = sample => new(
            sample.Theirs("Visio Plan 2"), [], new { SubscriptionId = "gone" }, "SubscriptionNotFound"),
        [typeof(AddSelfServiceLicenseCommand)] = _ => new(
            new { UserPrincipalName = "billing@fabrikam.example", SubscriptionId = "not the target" }, [("ProductId", "Visio Plan 2")],
            new { UserPrincipalName = "nobody@fabrikam.example" }, "UserNotFound"),
        [typeof(RemoveSelfServiceLicenseCommand)] = sample => new(
            sample.Users(sample.Central("Visio Plan 2"))[0], [], new { SubscriptionId = "gone", UserPrincipalName = "admin@fabrikam.example" }, "SubscriptionNotFound"),
    };
}
