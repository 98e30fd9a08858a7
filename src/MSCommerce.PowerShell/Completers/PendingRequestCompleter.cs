namespace MSCommerce.PowerShell;

/// <summary>Completes the id of a licence request that waits for a decision.</summary>
internal sealed class PendingRequestCompleter : LicenseRequestCompleter
{
    private protected override LicenseRequestQuery Query => new() { IsDecided = false };
}
