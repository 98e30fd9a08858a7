namespace MSCommerce.PowerShell;

/// <summary>Lists the users of the tenant.</summary>
/// <remarks>An administrator sees all users, anyone else himself. Who holds licences is listed by Get-SelfServiceUser.</remarks>
/// <example>
/// <para>Lists the administrators.</para>
/// <code>Get-MSCommerceUser -Role GlobalAdministrator, BillingAdministrator, GlobalReader</code>
/// </example>
/// <example>
/// <para>Lists the subscriptions that people who left had bought.</para>
/// <code>Get-MSCommerceUser -AccountEnabled $false | ForEach-Object { Get-SelfServiceSubscription -Purchaser $_.UserPrincipalName }</code>
/// </example>
/// <seealso cref="ImportMSCommerceUserCommand"/>
/// <seealso cref="GetSelfServiceUserCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceUser")]
[Alias("Get-MSCommerceUsers")]
[OutputType(typeof(TenantUser))]
public sealed class GetMSCommerceUserCommand : SessionCommand
{
    private readonly List<string> _users = [];

    /// <summary>Users by principal name, display name or object id, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Member or Guest; both where it is left out.</summary>
    [Parameter]
    public UserType? UserType { get; set; }

    /// <summary>$true for accounts that are enabled, $false for those that are not; both where it is left out.</summary>
    [Parameter]
    public bool? AccountEnabled { get; set; }

    /// <summary>Holders of one of these roles alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Role[] Role { get; set; } = [];

    private protected override string Purpose => "Read users";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _users.AddRange(User);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && _users.Count == 0)
            return Task.CompletedTask;

        var query = new UserQuery
        {
            User = [.. _users.Distinct(StringComparer.OrdinalIgnoreCase)],
            UserType = UserType,
            AccountEnabled = AccountEnabled,
            Role = Role,
        };
        return WriteAsync(client.Tenant.GetUsersAsync(query, stop), stop);
    }
}
