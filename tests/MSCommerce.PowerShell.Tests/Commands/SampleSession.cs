using System.Globalization;
using System.Management.Automation;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>A PowerShell session on a sample tenant of its own, and the things in it that tests name.</summary>
internal sealed class SampleSession : IDisposable
{
    private readonly CmdletRunner _powershell;

    internal SampleSession(CmdletRunner powershell)
    {
        _powershell = powershell;
        // Questions are asked in the user's culture; tests compare them.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }

    internal string Store => Path.Combine(_powershell.SessionState.Path.CurrentLocation.Path, "t.db");

    internal CmdletInvocation<T> Cmdlet<T>()
        where T : Cmdlet, new() => _powershell.Cmdlet<T>();

    /// <summary>Acts as somebody else from now on.</summary>
    internal void Become(string actor) =>
        Assert.Null(Cmdlet<ConnectMSCommerceCommand>().With("Store", "sqlite:t.db").With("As", actor).Invoke().TerminatingError);

    internal Product Product(string name) => Assert.Single(Cmdlet<GetSelfServiceProductCommand>().With("ProductId", name).Invoke().OutputOf<Product>());

    /// <summary>The organisation's subscription of a product.</summary>
    internal Subscription Central(string product) => Assert.Single(Subscriptions(product, "Central"));

    /// <summary>The active subscription of a product that somebody bought himself.</summary>
    internal Subscription Theirs(string product) => Assert.Single(Subscriptions(product, "SelfService"));

    internal Subscription Again(Subscription subscription) =>
        Assert.Single(Cmdlet<GetSelfServiceSubscriptionCommand>().With("SubscriptionId", subscription.SubscriptionId).Invoke().OutputOf<Subscription>());

    internal IReadOnlyList<LicensedUser> Users(Subscription subscription) =>
        Cmdlet<GetSelfServiceUserCommand>().With("SubscriptionId", subscription.SubscriptionId).Invoke().OutputOf<LicensedUser>();

    internal IReadOnlyList<SubscriptionOrder> Orders(Subscription subscription) =>
        Cmdlet<GetSelfServiceOrderCommand>().With("SubscriptionId", subscription.SubscriptionId).Invoke().OutputOf<SubscriptionOrder>();

    internal IReadOnlyList<Notice> Notices() => Cmdlet<GetMSCommerceNoticeCommand>().Invoke().OutputOf<Notice>();

    internal string File(string name, string content)
    {
        var path = Path.Combine(Path.GetDirectoryName(Store)!, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        Cmdlet<DisconnectMSCommerceCommand>().Invoke();
        _powershell.Dispose();
    }

    private IReadOnlyList<Subscription> Subscriptions(string product, string channel) => Cmdlet<GetSelfServiceSubscriptionCommand>()
        .With("ProductId", product).With(channel, value: true).With("Status", SubscriptionStatus.Active).Invoke().OutputOf<Subscription>();
}
