namespace MSCommerce.PowerShell;

/// <summary>Shows the facts of the tenant: name, country, sector, whether it is managed, how long requests are kept.</summary>
/// <remarks>
/// These facts decide who may buy through self-service: nobody in a tenant that is unmanaged, of the government or of education, or in India; no Project and no
/// Visio in Brazil and in the Democratic Republic of the Congo. Existing subscriptions are untouched by them.
/// </remarks>
/// <example>
/// <para>Shows all facts.</para>
/// <code>Get-MSCommerceTenant | Format-List</code>
/// </example>
/// <example>
/// <para>Warns where nobody may buy through self-service at all.</para>
/// <code>$tenant = Get-MSCommerceTenant
/// if (-not $tenant.IsManaged -or $tenant.Sector -ne 'Commercial' -or $tenant.Country -eq 'IN') { 'There are no self-service purchases here.' }</code>
/// </example>
/// <seealso cref="SetMSCommerceTenantCommand"/>
/// <seealso cref="GetMSCommerceContextCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceTenant")]
[OutputType(typeof(Tenant))]
public sealed class GetMSCommerceTenantCommand : SessionCommand
{
    private protected override string Purpose => "Read the facts of the tenant";

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop) => Write(await client.Tenant.GetAsync(stop));
}
