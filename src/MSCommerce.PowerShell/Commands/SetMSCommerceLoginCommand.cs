using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Says which user a login of the store acts as.</summary>
/// <remarks>
/// In a PostgreSQL store whoever connects is the user that his login is mapped to: there is no -As. The login is made by the database's administrator, who also
/// gives it the role mscommerce_writer or mscommerce_reader; it is one user of one tenant. A user may have several: one to read with, one for a runbook.
///
/// The login that you are connected with is somebody else's to change. The change is in the audit log, with the login that made it.
/// </remarks>
/// <example>
/// <para>Lets the login of a reporting job act as the tenant's global reader.</para>
/// <code>Set-MSCommerceLogin -Login contoso_reports -User rita@contoso.example</code>
/// </example>
/// <example>
/// <para>Shows what giving somebody's logins to his successor would change.</para>
/// <code>Get-MSCommerceLogin | Where-Object UserPrincipalName -EQ rita@contoso.example | Set-MSCommerceLogin -User bob@contoso.example -WhatIf</code>
/// </example>
/// <seealso cref="GetMSCommerceLoginCommand"/>
/// <seealso cref="RemoveMSCommerceLoginCommand"/>
[Cmdlet(VerbsCommon.Set, "MSCommerceLogin", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Set-MSCommerceLogins")]
[OutputType(typeof(TenantLogin))]
public sealed class SetMSCommerceLoginCommand : PropertyChangeCommand
{
    private readonly List<string> _logins = [];

    /// <summary>The logins, spelled as the database has them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LoginCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Login { get; set; } = [];

    /// <summary>Who acts when they connect: a user of the tenant, by principal name or object id. Never taken from what is piped, which has the present one.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string User { get; set; } = "";

    private protected override string Purpose => "Map logins";

    private protected override int Named => _logins.Count;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _logins.AddRange(Login);

    private protected override Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop) =>
        client.Tenant.PlanSetLoginsAsync(new() { Login = _logins, User = User, DryRun = IsWhatIf }, stop);

    private protected override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.Tenant.ApplyLoginsAsync(changes, stop);

    private protected override async IAsyncEnumerable<object> ReadAsync(
        CommerceClient client, IReadOnlyList<string> changed, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var login in client.Tenant.GetLoginsAsync(new() { Login = [.. _logins.Select(WildcardPattern.Escape)] }, stop))
            yield return login;
    }

    private protected override string TargetOf(object item) => ((TenantLogin)item).Login;
}
