using System.Reflection;

namespace MSCommerce.Help;

/// <summary>What cmdlets are about: the area of the client library that does their work.</summary>
internal static class Areas
{
    /// <summary>The areas in the order in which a reader meets them; the one without a name in the library comes first.</summary>
    public static IReadOnlyList<(string Name, string Title)> All { get; } =
    [
        ("", "Connection and stores"),
        (nameof(CommerceClient.Policies), "Policy"),
        (nameof(CommerceClient.Products), "Products"),
        (nameof(CommerceClient.Subscriptions), "Subscriptions"),
        (nameof(CommerceClient.Licenses), "Licences and their users"),
        (nameof(CommerceClient.LicenseRequests), "Licence requests"),
        (nameof(CommerceClient.Billing), "Billing"),
        (nameof(CommerceClient.Tenant), "Tenant"),
        (nameof(CommerceClient.Notices), "Notices"),
        (nameof(CommerceClient.Audit), "Audit log"),
        (nameof(CommerceClient.Reports), "Reports"),
    ];

    /// <summary>The operation that a cmdlet offers; null where it needs no tenant.</summary>
    public static OperationAttribute? OperationOf(string command) =>
        Operations.Select(pair => pair.Operation).FirstOrDefault(operation => operation.Cmdlet == command);

    /// <summary>The name of a cmdlet's area; empty for those that connect and keep stores.</summary>
    public static string Of(string command) => Operations.FirstOrDefault(pair => pair.Operation.Cmdlet == command).Area ?? "";

    private static IEnumerable<(string Area, OperationAttribute Operation)> Operations =>
        from area in typeof(CommerceClient).GetProperties()
        from method in area.PropertyType.GetMethods()
        from operation in method.GetCustomAttributes<OperationAttribute>(inherit: false)
        select (area.Name, operation);
}
