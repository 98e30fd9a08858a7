namespace MSCommerce.PowerShell;

/// <summary>A command that lists the users of chosen subscriptions: also by the user. Either may be piped.</summary>
public abstract class LicensedUserListCommand : PurchaseListCommand
{
    private readonly List<string> _users = [];
    private bool _areUsersNamed, _areSubscriptionsNamed, _areSubscriptionsPiped;

    private protected LicensedUserListCommand()
    {
    }

    /// <summary>Users by principal name, display name or object id, with wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>The users that were named or piped, each once.</summary>
    private protected IReadOnlyList<string> Users => [.. _users.Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>How many subscriptions and users were named or piped; none where the pipeline brought nothing.</summary>
    private protected int Named => Ids.Count + _users.Count;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // What the command line names holds for all that is piped; what is piped is bound later.
        _areUsersNamed = User.Length > 0;
        _areSubscriptionsNamed = SubscriptionId.Length > 0;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _users.AddRange(User);
        _areSubscriptionsPiped |= !_areSubscriptionsNamed && SubscriptionId.Length > 0;
        // A licensed user names his subscription too, and would bring in everybody who has a licence of that.
        if (!_areUsersNamed && _areSubscriptionsPiped && _users.Count > 0)
            Fail(CommandErrors.LicensedUserPiped(User.FirstOrDefault()));
    }
}
