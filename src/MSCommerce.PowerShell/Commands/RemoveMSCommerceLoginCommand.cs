namespace MSCommerce.PowerShell;

/// <summary>Takes the user of a login away: it cannot connect to the tenant any more.</summary>
/// <remarks>
/// The login itself stays; to remove it is its database's administrator's. A session that is connected with it ends with its next command. The login that you are
/// connected with is somebody else's to take away. The command asks for confirmation; in a runbook say -Confirm:$false.
/// </remarks>
/// <example>
/// <para>Takes away the login of a job that is not run any more.</para>
/// <code>Remove-MSCommerceLogin -Login contoso_reports -Confirm:$false</code>
/// </example>
/// <example>
/// <para>Shows which logins of users whose accounts are disabled would be taken away.</para>
/// <code>Get-MSCommerceLogin | Where-Object AccountEnabled -EQ $false | Remove-MSCommerceLogin -WhatIf</code>
/// </example>
/// <seealso cref="GetMSCommerceLoginCommand"/>
/// <seealso cref="SetMSCommerceLoginCommand"/>
[Cmdlet(VerbsCommon.Remove, "MSCommerceLogin", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[Alias("Remove-MSCommerceLogins")]
[OutputType(typeof(PropertyChange))]
public sealed class RemoveMSCommerceLoginCommand : SessionCommand
{
    private readonly List<string> _logins = [];

    /// <summary>The logins, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LoginCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Login { get; set; } = [];

    /// <summary>Writes what was changed: each login and the user that it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Take logins away";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _logins.AddRange(Login);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_logins.Count))
            return;
        var confirmed = new List<PropertyChange>();
        foreach (var change in await client.Tenant.PlanRemoveLoginsAsync(new() { Login = _logins, DryRun = IsWhatIf }, stop))
        {
            if (await ShouldProcessAsync(change.Target, $"Take the user {change.Current} away from the login", stop))
                confirmed.Add(change);
        }

        if (confirmed.Count == 0)
            return;
        foreach (var change in await client.Tenant.ApplyLoginsAsync(confirmed, stop))
        {
            if (PassThru)
                Write(change);
        }
    }
}
