namespace MSCommerce.PowerShell;

/// <summary>The single licences that a piped object means.</summary>
internal static class Licenses
{
    /// <summary>Each subscription with each user. A user whose subscription the store does not know keeps that: what is to become of it, the store says.</summary>
    public static IEnumerable<LicenseReference> Of(string[]? subscriptions, string[] users) =>
        (subscriptions is { Length: > 0 } ? subscriptions : [""]).SelectMany(_ => users, (subscription, user) => new LicenseReference(subscription ?? "", user));
}
