using MSCommerce.Notices;
using MSCommerce.Payments;
using MSCommerce.Stores;

namespace MSCommerce;

/// <summary>What a client works with beside its store.</summary>
public sealed record CommerceClientOptions
{
    /// <summary>Who keeps and charges cards (U6): a test provider that moves no money, unless another is given.</summary>
    public IPaymentProvider PaymentProvider { get; init; } = new TestPaymentProvider();

    /// <summary>Makes what hands e-mails to a mail server (N1): SMTP, unless something else is given.</summary>
    public Func<SendNoticesRequest, INoticeTransport> NoticeTransport { get; init; } = request => new SmtpNoticeTransport(request);

    /// <summary>The stores that the tenant can be copied to (X4); null for none.</summary>
    public StoreRegistry? Stores { get; init; }
}
