namespace MSCommerce.PowerShell;

/// <summary>Makes a tenant in a PostgreSQL database, and the store where the database has none.</summary>
/// <remarks>
/// This is the database administrator's command: it takes a login of the role mscommerce_owner; for the first tenant of a database one with CREATEROLE that owns
/// the database, or a superuser. It makes the roles mscommerce_owner, mscommerce_writer and mscommerce_reader where the server has none, brings the schema up to date, and
/// makes the tenant with one global administrator, whom -Login connects as from then on. Nobody is connected by it.
///
/// The logins themselves are made in the database, with CREATE ROLE, before or after. A tenant in a file is made with Connect-MSCommerce -Local. See docs/postgresql.md.
/// </remarks>
/// <example>
/// <para>Makes a tenant; the login contoso_ada, which the server has, is its administrator.</para>
/// <code>New-MSCommerceTenant -Name Contoso -Store postgresql://db.contoso.example/commerce -Credential store_owner -Administrator ada@contoso.example -Login contoso_ada</code>
/// </example>
/// <example>
/// <para>Shows what would be made, with the password from the password file or the environment.</para>
/// <code>New-MSCommerceTenant -Name Fabrikam -Store postgresql://store_owner@db.contoso.example/commerce -Administrator eve@fabrikam.example -Login fabrikam_eve -WhatIf</code>
/// </example>
/// <seealso cref="ConnectMSCommerceCommand"/>
/// <seealso cref="SetMSCommerceLoginCommand"/>
/// <seealso cref="UpdateMSCommerceStoreCommand"/>
[Cmdlet(VerbsCommon.New, "MSCommerceTenant", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(StoreContext))]
public sealed class NewMSCommerceTenantCommand : CommerceCommand
{
    /// <summary>The organisation's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The address of the database, for instance postgresql://store_owner@db.contoso.example/commerce.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Store { get; set; } = "";

    /// <summary>The owner's login and its password, where they are not in the address, the environment or a password file.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The user principal name of the tenant's first global administrator.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Administrator { get; set; } = "";

    /// <summary>The login that this administrator connects with; the server has it already.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Login { get; set; } = "";

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if (!StoreOpener.IsServer(Store))
            throw CommandErrors.NotOnServer();
        if (!await ShouldProcessAsync(Name, $"Make a tenant whose global administrator is {Administrator}, connecting with the login {Login}", stop))
            return;
        var how = new Stores.StoreOptions
        {
            Create = true,
            TenantName = Name,
            Actor = Administrator,
            AdministratorLogin = Login,
            Credential = Credential?.GetNetworkCredential(),
        };
        await using var client = await StoreOpener.OpenAsync(Store, how, stop);
        var context = await client.Tenant.GetContextAsync(stop);
        Tell($"Made the tenant {context.TenantName} in {context.Store}.");
        Write(context);
    }
}
