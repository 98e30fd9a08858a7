namespace MSCommerce.PowerShell;

/// <summary>A command that lists the users of chosen subscriptions: also by the user.</summary>
public abstract class LicensedUserListCommand : PurchaseListCommand
{
    private protected LicensedUserListCommand()
    {
    }

    /// <summary>Users by principal name, display name or object id, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];
}
