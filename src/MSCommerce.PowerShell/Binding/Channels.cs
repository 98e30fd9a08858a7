namespace MSCommerce.PowerShell;

/// <summary>Reads the switches -SelfService and -Central.</summary>
internal static class Channels
{
    /// <summary>The one that was asked for; null for both.</summary>
    public static SubscriptionChannel? Of(bool selfService, bool central) => (selfService, central) switch
    {
        (true, false) => SubscriptionChannel.SelfService,
        (false, true) => SubscriptionChannel.Central,
        _ => null,
    };
}
