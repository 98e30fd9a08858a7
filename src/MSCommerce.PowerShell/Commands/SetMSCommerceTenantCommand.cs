using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>Sets facts of the tenant: name, country, sector, whether it is managed, how long requests are kept.</summary>
/// <remarks>
/// What is not named stays. Country, sector and management decide who may buy through self-service from now on; subscriptions that exist are untouched. The
/// days are counted from the decision of a licence request; requests that wait for one are kept.
/// </remarks>
/// <example>
/// <para>Sets the country, and shows the tenant as it is then.</para>
/// <code>Set-MSCommerceTenant -Country FR -PassThru</code>
/// </example>
/// <example>
/// <para>Shows what keeping decided requests for a year would change.</para>
/// <code>Set-MSCommerceTenant -LicenseRequestRetentionDays 365 -WhatIf</code>
/// </example>
/// <example>
/// <para>Renames the organisation and says that it is a school.</para>
/// <code>Set-MSCommerceTenant -Name 'Fabrikam Academy' -Sector Education</code>
/// </example>
/// <seealso cref="GetMSCommerceTenantCommand"/>
/// <seealso cref="GetMSCommerceAuditLogCommand"/>
[Cmdlet(VerbsCommon.Set, "MSCommerceTenant", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Tenant))]
public sealed class SetMSCommerceTenantCommand : PropertyChangeCommand
{
    /// <summary>The organisation's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The organisation's country: its two letters of ISO 3166-1, for instance DE.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CountryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Country { get; set; }

    /// <summary>What kind of organisation it is: Commercial, Education, Government.</summary>
    [Parameter]
    public TenantSector? Sector { get; set; }

    /// <summary>$true where the directory is managed by an administrator, $false where users made it by signing up.</summary>
    [Parameter]
    public bool? IsManaged { get; set; }

    /// <summary>How many days a decided licence request is kept, 1 to 3650.</summary>
    [Parameter]
    [WholeNumber]
    public int? LicenseRequestRetentionDays { get; set; }

    private protected override string Purpose => "Set facts of the tenant";

    private protected override int Named => 1;

    private protected override Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop) => client.Tenant.PlanSetAsync(
        new()
        {
            Name = Name,
            Country = Country,
            Sector = Sector,
            IsManaged = IsManaged,
            LicenseRequestRetentionDays = LicenseRequestRetentionDays,
            DryRun = IsWhatIf,
        },
        stop);

    private protected override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.Tenant.ApplySetAsync(changes, stop);

    private protected override async IAsyncEnumerable<object> ReadAsync(
        CommerceClient client, IReadOnlyList<string> changed, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return await client.Tenant.GetAsync(stop);
    }

    private protected override string TargetOf(object item) => ((Tenant)item).TenantId;
}
