namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>One use of a cmdlet that changes something, on the sample tenant.</summary>
/// <param name="Piped">An object to pipe in, which names what is changed; null where nothing can be piped.</param>
/// <param name="With">The other arguments.</param>
/// <param name="Gone">An object that names what does not exist; null where nothing is named.</param>
/// <param name="GoneId">The id of the error that it ends in.</param>
/// <param name="RefusedTo">Somebody whose role does not allow it.</param>
internal sealed record SampleChange(object? Piped, (string Name, object Value)[] With, object? Gone, string? GoneId, string RefusedTo = "reader@fabrikam.example")
{
    /// <summary>Somebody who has nothing of his own here.</summary>
    private const string Partner = "partner@reseller.example";

    private const string Ada = "ada.adler@fabrikam.example";

    /// <summary>A use of every cmdlet that changes something; what it needs is made first.</summary>
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
        [typeof(AddSelfServicePaymentMethodCommand)] = sample => sample.WithPartner(new(
            null, [("Token", "tok_visa"), ("ExpiryMonth", 4), ("ExpiryYear", 2031), ("CardholderName", "Ada Adler")], null, null, Partner)),
        [typeof(SetSelfServicePaymentMethodCommand)] = sample => sample.WithPartner(new(
            sample.Card(), [("ExpiryYear", 2035)], new { PaymentMethodId = "gone" }, "PaymentMethodNotFound", Partner)),
        [typeof(RemoveSelfServicePaymentMethodCommand)] = sample => sample.WithPartner(new(
            sample.Card(), [], new { PaymentMethodId = "gone" }, "PaymentMethodNotFound", Partner)),
        [typeof(SetSelfServiceBillingProfileCommand)] = sample => sample.WithPartner(new(
            sample.Profile(sample.Buy(sample.Card())), [("Name", "Cost centre 7")], new { BillingProfileId = "gone" }, "BillingProfileNotFound", Partner)),
        [typeof(SubmitSelfServicePaymentCommand)] = sample => sample.WithPartner(new(
            sample.OpenInvoice(), [("PaymentMethodId", sample.Card("tok_mastercard").PaymentMethodId)], new { InvoiceId = "gone" }, "InvoiceNotFound", Partner)),
        [typeof(NewSelfServiceLicenseRequestCommand)] = sample => sample.WithPartner(new(
            new { UserPrincipalName = Ada, ProductId = "not the product" }, [("ProductId", "Microsoft 365 Copilot")], new { UserPrincipalName = "nobody@fabrikam.example" }, "UserNotFound", Partner)),
        [typeof(ApproveSelfServiceLicenseRequestCommand)] = sample => new(
            sample.Request("Power Automate RPA", Ada), [("ProductId", "Visio Plan 2")], new { RequestId = Guid.Empty }, "RequestNotFound"),
        [typeof(DenySelfServiceLicenseRequestCommand)] = sample => new(
            sample.Request("Power Automate RPA", Ada), [], new { RequestId = Guid.Empty }, "RequestNotFound"),
        [typeof(SetSelfServiceRequestProcessCommand)] = _ => new(null, [("Message", "Ask your head of department.")], null, null),
        [typeof(ClearSelfServiceRequestProcessCommand)] = sample => sample.WithOwnProcess(new(null, [], null, null)),
    };
}
