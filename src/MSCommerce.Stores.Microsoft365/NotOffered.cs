namespace MSCommerce.Stores.Microsoft365;

/// <summary>The areas that a Microsoft 365 tenant does not offer, and where in the admin centre each can be done.</summary>
internal static class NotOffered
{
    private const string Store = "A Microsoft 365 tenant";
    private const string AdminCentre = "the Microsoft 365 admin centre (https://admin.microsoft.com)";

    private static readonly Dictionary<Type, (string What, string Where)> Areas = new()
    {
        [typeof(ICatalogStore)] = ("read or change a catalogue of products with prices", $"Use {AdminCentre}: Billing > Purchase services; Get-MSCommerceProductPolicies lists the products that a policy governs."),
        [typeof(ILicenseRequestStore)] = ("read or decide licence requests", $"Use {AdminCentre}: Billing > Licenses > Requests."),
        [typeof(IBillingStore)] = ("read or change payment methods, billing profiles and invoices", $"Use {AdminCentre}: Billing > Bills & payments."),
        [typeof(INoticeStore)] = ("show or send e-mails", "The service sends its own. To write to purchasers yourself, use your mail."),
        [typeof(IAuditStore)] = ("show its audit log", "The service keeps its own: search it in Microsoft Purview, Audit (https://purview.microsoft.com)."),
    };

    /// <summary>An area, unsupported as a whole.</summary>
    public static T As<T>()
        where T : class => UnofferedArea.Of<T>(Store, Areas[typeof(T)].What, Areas[typeof(T)].Where);

    /// <summary>Refuses.</summary>
    public static T Refuse<T>(string what, string where) => throw CommerceErrors.NotSupported(Store, what, where);
}
