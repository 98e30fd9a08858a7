namespace MSCommerce;

/// <content>Failures of payments, licence requests and mail.</content>
public static partial class CommerceErrors
{
    internal const string ChargeUsedId = "ChargeUsed";

    /// <summary>The payment provider declined.</summary>
    public static CommerceException PaymentDeclined(string errorId, string message) => new(CommerceError.PaymentDeclined, errorId, message);

    /// <summary>The payment provider cannot be reached.</summary>
    public static CommerceException PaymentProviderUnavailable(string why, Exception? cause = null) =>
        new(CommerceError.StoreUnavailable, "PaymentProviderUnavailable", $"The payment provider cannot be reached: {why}. Nothing was charged or changed; try again later.", target: null, cause);

    /// <summary>A charge that comes without the provider's authorisation.</summary>
    public static CommerceException ChargeNotAuthorized(string what) =>
        new(CommerceError.InvalidRequest, "ChargeNotAuthorized", $"{what} costs money that no payment provider has authorised. Make the change through the client, which has it authorised; nothing was changed.", what);

    /// <summary>What a charge that was made already is to pay for once more.</summary>
    public static CommerceException ChargeUsed(string invoiceId) =>
        new(CommerceError.Conflict, ChargeUsedId, $"The charge has been made already, for invoice {invoiceId}. Plan the change anew if it is to be made a second time; nothing was changed.", invoiceId);

    /// <summary>Payment methods that the actor does not have.</summary>
    public static CommerceException PaymentMethodNotFound(IReadOnlyList<string> ids) =>
        new(CommerceError.NotFound, "PaymentMethodNotFound", $"You have no payment method {Quoted(ids)}. Get-SelfServicePaymentMethod lists yours; Add-SelfServicePaymentMethod adds one.", ids[0]);

    /// <summary>A card that the actor has already.</summary>
    public static CommerceException PaymentMethodExists(string name, string id) =>
        new(CommerceError.Conflict, "PaymentMethodExists", $"This card is among your payment methods already: {name} ({id}). Change it with Set-SelfServicePaymentMethod; nothing was added.", id);

    /// <summary>A card that is needed still.</summary>
    public static CommerceException PaymentMethodInUse(string name, string id, string why) =>
        new(CommerceError.Conflict, "PaymentMethodInUse", $"{name} ({id}) {why}. Give the billing profile another with Set-SelfServiceBillingProfile -PaymentMethodId first; nothing was removed.", id);

    /// <summary>A card that has expired.</summary>
    public static CommerceException PaymentMethodExpired(string name, string id, string expires) =>
        new(CommerceError.Conflict, "PaymentMethodExpired", $"{name} ({id}) expired with {expires}. Change its expiry with Set-SelfServicePaymentMethod, or name another; nothing was changed.", id);

    /// <summary>Billing profiles that the actor does not have.</summary>
    public static CommerceException BillingProfileNotFound(IReadOnlyList<string> ids) =>
        new(CommerceError.NotFound, "BillingProfileNotFound", $"You have no billing profile {Quoted(ids)}. Get-SelfServiceBillingProfile lists yours; a first purchase makes one.", ids[0]);

    /// <summary>A billing profile without a card.</summary>
    public static CommerceException BillingProfileWithoutCard(string id) =>
        new(CommerceError.Conflict, "PaymentMethodMissing", $"Billing profile {id} has no payment method to charge. Give it one with Set-SelfServiceBillingProfile -PaymentMethodId; nothing was changed.", id);

    /// <summary>Invoices that the actor does not have.</summary>
    public static CommerceException InvoiceNotFound(IReadOnlyList<string> ids) =>
        new(CommerceError.NotFound, "InvoiceNotFound", $"You have no invoice {Quoted(ids)}. Get-SelfServiceInvoice lists yours.", ids[0]);

    /// <summary>A credit note that somebody wants to pay.</summary>
    public static CommerceException InvoiceIsCredit(string id) =>
        new(CommerceError.InvalidRequest, "InvoiceIsCredit", $"{id} is a credit note: it is paid out to you, not by you. Name an open invoice.", id);

    /// <summary>A purchase, or a change, that costs another amount than was shown and authorised.</summary>
    public static CommerceException AmountChanged(string what, Charge? planned, string now) =>
        ChangedMeanwhile($"What {what} costs at once", planned is null ? "nothing" : Rules.Proration.InWords(planned.Amount, planned.Currency), now);

    /// <summary>Licence requests that are not there, or not the actor's to see.</summary>
    public static CommerceException RequestNotFound(IReadOnlyList<string> ids) =>
        new(CommerceError.NotFound, "RequestNotFound", $"There is no licence request {Quoted(ids)}, or it is not yours to see, or its retention is over. Get-SelfServiceLicenseRequest lists them.", ids[0]);

    /// <summary>A request for a product while an earlier one waits.</summary>
    public static CommerceException RequestPending(string productName, Guid requestId) =>
        new(CommerceError.Conflict, "RequestPending", $"A request of yours for {productName} is pending already: {requestId}. Wait for its decision; nothing was requested.", requestId.ToString());

    /// <summary>Users to be approved whom the request does not name.</summary>
    public static CommerceException RequestUserNotFound(IReadOnlyList<string> users, Guid requestId) =>
        new(CommerceError.NotFound, "RequestUserNotFound", $"Request {requestId} does not ask for {Quoted(users)}. Get-SelfServiceLicenseRequest -RequestId {requestId} shows its users; nothing was decided.", users[0]);

    /// <summary>Notices that are not there.</summary>
    public static CommerceException NoticeNotFound(IReadOnlyList<string> ids) =>
        new(CommerceError.NotFound, "NoticeNotFound", $"The outbox has no notice {Quoted(ids)}. Get-MSCommerceNotice lists them.", ids[0]);

    /// <summary>Notices that were sent already.</summary>
    public static CommerceException NoticeIsSent(IReadOnlyList<string> ids) =>
        new(CommerceError.Conflict, "NoticeIsSent", $"The notices {Quoted(ids)} were sent already, and none is sent twice. Leave them out; nothing was sent.", ids[0]);

    /// <summary>A notice that a sender has in hand, and that would have to be brought up to date.</summary>
    public static CommerceException NoticeBeingSent(string subscriptionId, string recipient) =>
        new(CommerceError.Conflict, "NoticeBeingSent", $"An e-mail about {subscriptionId} to {recipient} is being sent at this moment, with what was known before. Run the command again in half an hour at the latest; nothing was changed.", subscriptionId);

    /// <summary>The mail server cannot be reached, or broke off before anything was handed over.</summary>
    public static CommerceException MailServerUnavailable(string server, string why, Exception? cause = null) =>
        new(CommerceError.StoreUnavailable, "MailServerUnavailable", $"The mail server {server} cannot be used: {why} What was not sent stays in the outbox; check server, port and TLS, and run Send-MSCommerceNotice again.", server, cause);

    /// <summary>The mail server refused the sign-in or the sender.</summary>
    public static CommerceException MailServerRefused(string server, string why, Exception? cause = null) =>
        new(CommerceError.AuthenticationFailed, "MailServerRefused", $"The mail server {server} refuses: {why} What was not sent stays in the outbox; check -Credential and -From.", server, cause);
}
