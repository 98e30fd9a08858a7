using MSCommerce.Notices;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Conformance;

/// <summary>The uses of operations on licence requests (R), and of the one that sends what they cause to be written (N1).</summary>
internal static class RequestCases
{
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        Of("request list", Permission.View, (client, place) => place.ReadAsync(client.LicenseRequests.GetAsync(new(), place.Stop))),
        Of("request new", Permission.RequestLicense, (client, place) => client.LicenseRequests.RaiseAsync(new() { Product = StoreConformance.Pro, User = [StoreConformance.Carol] }, place.Stop)),
        Of("request approve", Permission.DecideRequests, (client, place) => client.LicenseRequests.ApproveAsync(new() { RequestId = [place.Request] }, place.Stop)),
        Of("request deny", Permission.DecideRequests, (client, place) => client.LicenseRequests.DenyAsync(new() { RequestId = [place.Request] }, place.Stop)),
        Of("request-process show", Permission.ReadPolicies, (client, place) => client.LicenseRequests.GetProcessAsync(place.Stop)),
        Of("request-process set", Permission.DecideRequests, (client, place) => client.LicenseRequests.SetProcessAsync(new() { Message = "Ask the service desk." }, place.Stop)),
        Of("request-process clear", Permission.DecideRequests, (client, place) => client.LicenseRequests.ClearProcessAsync(new(), place.Stop)) with { PrepareAsync = SetProcessAsync },
        Of("notice send", Permission.SendNotices, (client, place) => place.ReadAsync(client.Notices.SendAsync(new() { SmtpServer = "mail.contoso.example" }, null, place.Stop))) with { PrepareAsync = WriteNoticeAsync },
    ];

    private static OperationCase Of(string command, Permission needs, Func<CommerceClient, OperationPlace, Task> run) => new(command, "", needs, run) { PrepareAsync = RaiseAsync };

    /// <summary>Blocks a product, and has Bob ask for it.</summary>
    private static async Task RaiseAsync(OperationPlace place)
    {
        var admin = await place.AsAsync(StoreConformance.Admin);
        await admin.Tenant.SetAsync(new() { Country = "DE" }, place.Stop);
        await admin.Policies.SetAsync(new() { Product = [StoreConformance.Pro], Value = PolicyValues.Disabled }, null, place.Stop);
        var bob = await place.AsAsync(StoreConformance.Bob);
        var plan = await bob.LicenseRequests.PlanRaiseAsync(new() { Product = StoreConformance.Pro, User = [StoreConformance.Carol] }, place.Stop);
        place.Request = (await bob.LicenseRequests.ApplyRaiseAsync(plan, place.Stop)).RequestId;
    }

    private static async Task SetProcessAsync(OperationPlace place) =>
        await (await place.AsAsync(StoreConformance.Admin)).LicenseRequests.SetProcessAsync(new() { Message = "Ask the service desk." }, place.Stop);

    private static async Task WriteNoticeAsync(OperationPlace place) => await (await place.AsAsync(StoreConformance.Admin)).Subscriptions.RequestCancellationAsync(
        new() { SubscriptionId = [StoreConformance.BobVisio] }, place.Stop);
}

/// <summary>A mail server that takes everything.</summary>
internal sealed class WillingTransport : INoticeTransport
{
    public Task<NoticeAttempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
