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

    /// <summary>A card of the actor's.</summary>
    internal PaymentMethod Card(string token = "tok_visa") => Assert.Single(
        Cmdlet<AddSelfServicePaymentMethodCommand>().With("Token", token).With("ExpiryMonth", 4).With("ExpiryYear", 2031).With("CardholderName", "Ada Adler").Invoke().OutputOf<PaymentMethod>());

    /// <summary>What the actor buys with a card of his own.</summary>
    internal Subscription Buy(PaymentMethod card, string product = "Power BI Pro", int licenses = 2) => Assert.Single(
        Cmdlet<NewSelfServiceSubscriptionCommand>().With("ProductId", product).With("Licenses", licenses).With("PaymentMethodId", card.PaymentMethodId).Invoke().OutputOf<Subscription>());

    internal IReadOnlyList<Invoice> Invoices(Subscription subscription) =>
        Cmdlet<GetSelfServiceInvoiceCommand>().With("SubscriptionId", subscription.SubscriptionId).Invoke().OutputOf<Invoice>();

    /// <summary>The billing profile that a subscription is billed to.</summary>
    internal BillingProfile Profile(Subscription subscription) => Assert.Single(
        Cmdlet<GetSelfServiceBillingProfileCommand>().With("BillingProfileId", Invoices(subscription)[0].BillingProfileId).Invoke().OutputOf<BillingProfile>());

    /// <summary>An invoice of the actor's that is to be paid: its charge was authorised, and declined when it was taken.</summary>
    internal Invoice OpenInvoice(string product = "Power BI Pro") => Assert.Single(
        Invoices(Buy(Cmdlet<GetSelfServicePaymentMethodCommand>().Invoke().OutputOf<PaymentMethod>().FirstOrDefault(card => card.LastFourDigits == "0341") ?? Card("tok_capture_fails"), product)));

    /// <summary>A request of the actor's.</summary>
    internal LicenseRequest Request(string product, params string[] users)
    {
        var cmdlet = Cmdlet<NewSelfServiceLicenseRequestCommand>().With("ProductId", product);
        return Assert.Single((users.Length == 0 ? cmdlet : cmdlet.With("User", users)).Invoke().OutputOf<LicenseRequest>());
    }

    internal LicenseRequest Again(LicenseRequest request) =>
        Assert.Single(Cmdlet<GetSelfServiceLicenseRequestCommand>().With("RequestId", request.RequestId).Invoke().OutputOf<LicenseRequest>());

    /// <summary>Makes somebody known who has nothing of his own here.</summary>
    internal SampleChange WithPartner(SampleChange change)
    {
        Assert.Null(Cmdlet<ImportMSCommerceUserCommand>().With("Path", File("partners.csv", "UserPrincipalName,Roles\npartner@reseller.example,Partner\n")).Invoke().TerminatingError);
        return change;
    }

    /// <summary>Switches the organisation's own request process on.</summary>
    internal SampleChange WithOwnProcess(SampleChange change)
    {
        Assert.Null(Cmdlet<SetSelfServiceRequestProcessCommand>().With("Message", "Ask in the portal.").With("Link", "https://intranet.fabrikam.example/licences").Invoke().TerminatingError);
        return change;
    }

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
