using MSCommerce.Notices;
using MSCommerce.Payments;

namespace MSCommerce;

/// <summary>What a client works with beside its store.</summary>
public sealed record CommerceClientOptions
{
    /// <summary>Who keeps and charges cards (U6): a test provider that moves no money, unless another is given.</summary>
    public IPaymentProvider PaymentProvider { get; init; } = new TestPaymentProvider();

    /// <summary>Makes what hands e-mails to a mail server (N1): SMTP, unless something else is given.</summary>
    public Func<SendNoticesRequest, INoticeTransport> NoticeTransport { get; init; } = request => new SmtpNoticeTransport(request);
}
