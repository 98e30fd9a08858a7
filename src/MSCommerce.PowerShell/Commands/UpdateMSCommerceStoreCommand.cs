namespace MSCommerce.PowerShell;

/// <summary>Brings the schema of a PostgreSQL store up to date after the module was updated.</summary>
/// <remarks>
/// This is the database administrator's command: it takes a login of the role mscommerce_owner. All that is missing is done in one transaction. Until then the newer module
/// refuses to connect; sessions of the older one are refused afterwards. A store in a file is brought up to date when it is opened. See docs/postgresql.md.
/// </remarks>
/// <example>
/// <para>Brings a store up to date, with the password from the password file or the environment.</para>
/// <code>Update-MSCommerceStore -Store postgresql://store_owner@db.contoso.example/commerce</code>
/// </example>
/// <example>
/// <para>Asks for the password, and shows the versions before and after.</para>
/// <code>Update-MSCommerceStore -Store postgresql://db.contoso.example/commerce -Credential store_owner -PassThru</code>
/// </example>
/// <seealso cref="NewMSCommerceTenantCommand"/>
/// <seealso cref="ConnectMSCommerceCommand"/>
[Cmdlet(VerbsData.Update, "MSCommerceStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Stores.StoreUpgrade))]
public sealed class UpdateMSCommerceStoreCommand : CommerceCommand
{
    /// <summary>The address of the store.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Store { get; set; } = "";

    /// <summary>The owner's login and its password, where they are not in the address, the environment or a password file.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Writes the versions of the schema before and after.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if (!StoreOpener.IsServer(Store))
            throw CommandErrors.NotOnServer();
        if (!await ShouldProcessAsync("the store", "Bring its schema up to date", stop))
            return;
        var upgrade = await StoreOpener.UpgradeAsync(Store, new() { Credential = Credential?.GetNetworkCredential() }, stop);
        Tell($"{upgrade.Store}: schema {upgrade.From}, now {upgrade.To}.");
        if (PassThru)
            Write(upgrade);
    }
}
