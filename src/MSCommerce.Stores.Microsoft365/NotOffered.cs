using System.Reflection;

namespace MSCommerce.Stores.Microsoft365;

/// <summary>
/// Answers every call of an area with NotSupportedByStore and the place where it can be done. Made of the interface, so that an operation that is added to the
/// contract is answered too and never passes for done.
/// </summary>
internal class NotOffered : DispatchProxy
{
    private const string AdminCentre = "the Microsoft 365 admin centre (https://admin.microsoft.com)";

    private static readonly Dictionary<Type, (string What, string Where)> Areas = new()
    {
        [typeof(ICatalogStore)] = ("read or change a catalogue of products with prices", $"Use {AdminCentre}: Billing > Purchase services; Get-MSCommerceProductPolicies lists the products that a policy governs."),
        [typeof(ILicenseRequestStore)] = ("read or decide licence requests", $"Use {AdminCentre}: Billing > Licenses > Requests."),
        [typeof(IBillingStore)] = ("read or change payment methods, billing profiles and invoices", $"Use {AdminCentre}: Billing > Bills & payments."),
        [typeof(INoticeStore)] = ("show or send e-mails", "The service sends its own. To write to purchasers yourself, use your mail."),
        [typeof(IAuditStore)] = ("show its audit log", "The service keeps its own: search it in Microsoft Purview, Audit (https://purview.microsoft.com)."),
    };

    private (string What, string Where) _area;

    /// <summary>An area, unsupported as a whole.</summary>
    public static T As<T>()
        where T : class
    {
        var proxy = Create<T, NotOffered>();
        ((NotOffered)(object)proxy)._area = Areas[typeof(T)];
        return proxy;
    }

    /// <summary>Refuses.</summary>
    public static T Refuse<T>(string what, string where) => throw CommerceErrors.NotSupported("A Microsoft 365 tenant", what, where);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Refuse<object?>(_area.What, _area.Where);
}
