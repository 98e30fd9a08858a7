namespace MSCommerce.PowerShell;

/// <summary>Lists the logins of a store that has a sign-in of its own, and the users that they act as.</summary>
/// <remarks>
/// In a PostgreSQL store whoever connects is the user that his login is mapped to. What a login may do, read or write, its database's administrator granted;
/// what the user may do, his roles in the tenant say. A store that is a file has no logins. Only a global administrator sees them.
/// </remarks>
/// <example>
/// <para>Lists the logins of the tenant.</para>
/// <code>Get-MSCommerceLogin</code>
/// </example>
/// <example>
/// <para>Finds the logins of users whose accounts are disabled: nobody can act with them any more.</para>
/// <code>Get-MSCommerceLogin | Where-Object AccountEnabled -EQ $false</code>
/// </example>
/// <seealso cref="SetMSCommerceLoginCommand"/>
/// <seealso cref="RemoveMSCommerceLoginCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceLogin")]
[Alias("Get-MSCommerceLogins")]
[OutputType(typeof(TenantLogin))]
public sealed class GetMSCommerceLoginCommand : SessionCommand
{
    private readonly List<string> _logins = [];

    /// <summary>Logins, with wildcards; all where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LoginCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Login { get; set; } = [];

    private protected override string Purpose => "Read logins";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _logins.AddRange(Login);

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop) => ExpectsInput && _logins.Count == 0
        ? Task.CompletedTask
        : WriteAsync(client.Tenant.GetLoginsAsync(new() { Login = _logins }, stop), stop);
}
