using MSCommerce.PowerShell.Tests.Conventions;
using MSCommerce.PowerShell.Tests.Harness;
using System.Management.Automation;
using System.Reflection;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>Ctrl+C, on every cmdlet that works on a session.</summary>
public sealed class StoppedCommandTests : IDisposable
{
    private static readonly Dictionary<Type, (string, object)[]> Arguments = new()
    {
        [typeof(UpdateMSCommerceProductPolicyCommand)] = [("ProductId", "Visio*"), ("Value", "Disabled")],
        [typeof(ExportMSCommercePolicyBaselineCommand)] = [("Path", "b.csv")],
        [typeof(SetMSCommercePolicyBaselineCommand)] = [("Path", "b.csv")],
        [typeof(CompareMSCommercePolicyBaselineCommand)] = [("Path", "b.csv")],
        [typeof(ExportSelfServiceUserCommand)] = [("Path", "u.csv")],
        [typeof(ExportMSCommerceReportCommand)] = [("Path", "r.html")],
        [typeof(MoveSelfServiceUsersCommand)] = [("SubscriptionId", "s"), ("TargetProductId", "p")],
        [typeof(ImportMSCommerceUserCommand)] = [("Path", "u.csv")],
        [typeof(ImportSelfServiceSubscriptionCommand)] = [("Path", "s.csv")],
        [typeof(ImportSelfServiceLicenseCommand)] = [("Path", "l.csv")],
        [typeof(ImportSelfServiceProductCommand)] = [("Path", "p.csv")],
        [typeof(CopyMSCommerceStoreCommand)] = [("Path", "copy.db")],
        [typeof(SetMSCommerceTenantCommand)] = [("Country", "DE")],
        [typeof(SetMSCommerceUserCommand)] = [("User", "u"), ("AccountEnabled", false)],
        [typeof(SetMSCommerceLoginCommand)] = [("Login", "l"), ("User", "u")],
        [typeof(RemoveMSCommerceLoginCommand)] = [("Login", "l")],
        [typeof(SetSelfServiceProductCommand)] = [("ProductId", "p"), ("ListPrice", 1m)],
        [typeof(NewSelfServiceSubscriptionCommand)] = [("ProductId", "p"), ("Licenses", 1)],
        [typeof(SetSelfServiceSubscriptionCommand)] = [("SubscriptionId", "s"), ("AutoRenew", true)],
        [typeof(RemoveSelfServiceSubscriptionCommand)] = [("SubscriptionId", "s"), ("Reason", CancellationReason.Other)],
        [typeof(RequestSelfServiceCancellationCommand)] = [("SubscriptionId", "s")],
        [typeof(AddSelfServiceLicenseCommand)] = [("ProductId", "p"), ("User", "u")],
        [typeof(RemoveSelfServiceLicenseCommand)] = [("SubscriptionId", "s"), ("User", "u")],
        [typeof(AddSelfServicePaymentMethodCommand)] = [("Token", "tok_visa"), ("ExpiryMonth", 4), ("ExpiryYear", 2031), ("CardholderName", "Ada")],
        [typeof(SetSelfServicePaymentMethodCommand)] = [("PaymentMethodId", "p"), ("ExpiryYear", 2031)],
        [typeof(RemoveSelfServicePaymentMethodCommand)] = [("PaymentMethodId", "p")],
        [typeof(SetSelfServiceBillingProfileCommand)] = [("BillingProfileId", "b"), ("Name", "n")],
        [typeof(SubmitSelfServicePaymentCommand)] = [("InvoiceId", "i")],
        [typeof(NewSelfServiceLicenseRequestCommand)] = [("ProductId", "p")],
        [typeof(ApproveSelfServiceLicenseRequestCommand)] = [("RequestId", Guid.Empty)],
        [typeof(DenySelfServiceLicenseRequestCommand)] = [("RequestId", Guid.Empty)],
        [typeof(SendMSCommerceNoticeCommand)] = [("SmtpServer", "127.0.0.1")],
        [typeof(SetSelfServiceRequestProcessCommand)] = [("Message", "m")],
    };

    private readonly CmdletRunner _powershell = new();
    private readonly WaitingStore _store = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mscommerce-");

    public StoppedCommandTests() => _powershell.SessionState.Path.SetLocation(_folder.FullName);

    public static TheoryData<Type> Waiting =>
        [.. Cmdlets.All.Where(cmdlet => Cmdlets.Parameters(cmdlet).Any(parameter => parameter.Name == "Session") && cmdlet != typeof(DisconnectMSCommerceCommand))];

    public void Dispose()
    {
        _powershell.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public Task It_ends_at_once_with_no_error_and_gives_its_client_back(Type cmdlet) =>
        (Task)typeof(StoppedCommandTests).GetMethod(nameof(StopAsync), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(cmdlet).Invoke(this, [])!;

    [Fact]
    public async Task Closing_a_session_waits_for_what_is_under_way()
    {
        var session = Session();
        var running = _powershell.Cmdlet<GetMSCommercePolicyCommand>().With("Session", session).Start();
        await _store.Asked;

        await session.CloseAsync();
        Assert.False(session.IsOpen);
        Assert.False(_store.Disposed);
        running.Stop();
        await running.Completion;
        Assert.True(_store.Disposed);
    }

    private async Task StopAsync<T>() where T : Cmdlet, new()
    {
        // What is read before the store is asked has to be there.
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b.csv"), "ProductId,PolicyValue\n*,Disabled\n", TestContext.Current.CancellationToken);
        if (typeof(T) == typeof(ExportMSCommercePolicyBaselineCommand))
            File.Delete(Path.Combine(_folder.FullName, "b.csv"));
        var session = Session();
        var invocation = _powershell.Cmdlet<T>().With("Session", session);
        foreach (var (name, value) in Arguments.GetValueOrDefault(typeof(T), []))
            invocation.With(name, value);

        var running = invocation.Start();
        await _store.Asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        running.Stop();
        var run = await running.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Null(run.TerminatingError);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        await session.CloseAsync();
        Assert.True(_store.Disposed);
    }

    private CommerceSession Session() =>
        new(WaitingStore.Context, new CommerceClient(_store), _ => throw new InvalidOperationException("One client is enough."));
}
