using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Enables or disables accounts, and sets administrator roles.</summary>
/// <remarks>
/// Somebody who leaves has his account disabled: the subscriptions that he bought stay and do not renew, and he can be given no licence. -Role names all the
/// roles that a user holds afterwards; an empty list, @(), takes them away. The last enabled global administrator keeps account and role.
///
/// What is piped is one change, made as a whole or not at all; the account's state and the roles wanted are never taken from the piped object. Disabling accounts and
/// taking roles away asks for confirmation. In a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Disables the account of somebody who leaves.</para>
/// <code>Set-MSCommerceUser -User anders.weber@fabrikam.example -AccountEnabled $false -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Makes somebody a billing administrator, and shows him as he is then.</para>
/// <code>Set-MSCommerceUser -User reader@fabrikam.example -Role GlobalReader, BillingAdministrator -PassThru</code>
/// </example>
/// <example>
/// <para>Shows who would lose the role of global reader.</para>
/// <code>Get-MSCommerceUser -Role GlobalReader | Set-MSCommerceUser -Role @() -WhatIf</code>
/// </example>
/// <example>
/// <para>Disables the accounts that a file of leavers lists.</para>
/// <code>'UserPrincipalName', 'wei.schmidt@fabrikam.example', 'mary.silva@fabrikam.example' | Set-Content -Path leavers.csv
/// Import-Csv -Path leavers.csv | Set-MSCommerceUser -AccountEnabled $false -Confirm:$false</code>
/// </example>
/// <seealso cref="GetMSCommerceUserCommand"/>
/// <seealso cref="ImportMSCommerceUserCommand"/>
/// <seealso cref="GetMSCommerceAuditLogCommand"/>
[Cmdlet(VerbsCommon.Set, "MSCommerceUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Set-MSCommerceUsers")]
[OutputType(typeof(TenantUser))]
public sealed class SetMSCommerceUserCommand : PropertyChangeCommand
{
    private readonly List<string> _users = [];

    /// <summary>The users by principal name or object id, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("UserPrincipalName")]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>$true to enable the account, $false to disable it.</summary>
    [Parameter]
    public bool? AccountEnabled { get; set; }

    /// <summary>All the administrator roles that the user holds afterwards; an empty list, @(), takes them away.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public Role[]? Role { get; set; }

    private protected override string Purpose => "Set accounts and roles";

    private protected override int Named => _users.Count;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _users.AddRange(User);

    private protected override Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop) => client.Tenant.PlanSetUsersAsync(
        new() { User = [.. _users.Distinct(StringComparer.OrdinalIgnoreCase)], AccountEnabled = AccountEnabled, Role = Role, DryRun = IsWhatIf }, stop);

    private protected override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.Tenant.ApplySetUsersAsync(changes, stop);

    private protected override async IAsyncEnumerable<object> ReadAsync(
        CommerceClient client, IReadOnlyList<string> changed, [EnumeratorCancellation] CancellationToken stop)
    {
        // A list finds users by display name too: a wildcard would find some there that were not changed.
        var exact = _users.Where(user => !WildcardPattern.ContainsWildcardCharacters(user));
        var names = changed.Concat(exact).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0)
            yield break;
        await foreach (var user in client.Tenant.GetUsersAsync(new() { User = names }, stop))
            yield return user;
    }

    private protected override string TargetOf(object item) => ((TenantUser)item).UserPrincipalName;

    private protected override bool TakesAway(PropertyChange change) => change.Property switch
    {
        nameof(TenantUser.AccountEnabled) => AccountEnabled == false,
        nameof(TenantUser.Roles) => Roles(change.Current).Except(Roles(change.Wanted), StringComparer.OrdinalIgnoreCase).Any(),
        _ => false,
    };

    private static string[] Roles(string? text) => text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
