namespace MSCommerce.PowerShell;

/// <summary>Copies a tenant from one store into another: to rehearse on it, or to move it.</summary>
/// <remarks>
/// The copy is of one moment, whoever changes the tenant meanwhile, and is there whole or not at all: everything is written in one transaction, read back, and compared
/// with what was read before anybody sees it. A file is made beside its place and moved there last, so that a copy that was stopped or killed leaves no file.
/// Writes one object for each part of the tenant: how many rows, their checksum (the same content has the same in every store), whether it was verified. With -WhatIf everything is read
/// and counted, and nothing is written.
///
/// A copy reaches nobody by itself. E-mails that were not sent yet are held in it: they stand in its outbox as Undeliverable and are sent where somebody names them.
/// -KeepUnsentNotices leaves them as they are, for a tenant that moves for good; send nothing more from where it came from then. E-mails that a rehearsal itself
/// causes wait in the copy's outbox like any others: do not run Send-MSCommerceNotice there.
///
/// Not copied: cards, which are their owners' alone, and so are missing from billing profiles; the payment provider's names of charges, so that nothing is taken or paid out twice; logins.
/// The audit log comes along, and an entry of the copy follows it. Whoever can open a file may act as anyone in it: keep a copy as you keep what it is a copy of.
///
/// A tenant of Microsoft 365 is copied as far as its services tell of it: users, products, policies, subscriptions, licences and services that are off; no prices, no orders, no roles.
/// The services have no snapshots: each list is as it is when it is read. Whoever signed in administers the copy; where an application did, -Administrator names a user. An access token is for
/// one service: one for Graph copies everything but the policies, which then stand as NotRead. docs/microsoft365.md tells what stands where the services tell nothing.
///
/// Into a PostgreSQL database the copy is made by the database's owner, and -Login becomes the login of its administrator. See docs/postgresql.md.
/// </remarks>
/// <example>
/// <para>Copies the tenant into a file, and connects to the copy to rehearse there.</para>
/// <code>Copy-MSCommerceStore -Path ./rehearsal.db
/// Connect-MSCommerce -Local -Path ./rehearsal.db
/// Update-MSCommerceProductPolicy -ProductId 'Visio*' -Value Disabled</code>
/// </example>
/// <example>
/// <para>Shows how much would be copied, and then replaces yesterday's copy.</para>
/// <code>Copy-MSCommerceStore -Path ./rehearsal.db -WhatIf
/// Copy-MSCommerceStore -Path ./rehearsal.db -Force | Where-Object Count -GT 0</code>
/// </example>
/// <example>
/// <para>Copies a tenant of a PostgreSQL database into a file, as its global administrator.</para>
/// <code>Connect-MSCommerce -Store postgresql://db.contoso.example/commerce -Credential contoso_ada
/// Copy-MSCommerceStore -Path ./contoso.db</code>
/// </example>
/// <example>
/// <para>Copies a tenant of Microsoft 365 into a file, and rehearses a script there.</para>
/// <code>Connect-MSCommerce -TenantId contoso.onmicrosoft.com -ClientId $clientId -CertificateThumbprint $thumbprint
/// Copy-MSCommerceStore -Path ./rehearsal.db -Administrator ada@contoso.onmicrosoft.com
/// Connect-MSCommerce -Local -Path ./rehearsal.db</code>
/// </example>
/// <example>
/// <para>Moves a tenant into another PostgreSQL database for good, with the owner's password from the password file or the environment.</para>
/// <code>Copy-MSCommerceStore -Destination postgresql://store_owner@db.contoso.example/archive -Login contoso_ada -KeepUnsentNotices</code>
/// </example>
/// <seealso cref="ConnectMSCommerceCommand"/>
/// <seealso cref="TestMSCommerceStoreCommand"/>
/// <seealso cref="NewMSCommerceTenantCommand"/>
[Cmdlet(VerbsCommon.Copy, "MSCommerceStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PathSet)]
[OutputType(typeof(CopiedSection))]
public sealed class CopyMSCommerceStoreCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string DestinationSet = "Destination";

    private string _destination = "";

    /// <summary>The file to make: an embedded store.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The address of the store to make the copy in, for instance postgresql://store_owner@db.contoso.example/commerce or sqlite:rehearsal.db.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DestinationSet)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The login that the copy's administrator connects with, in a PostgreSQL database; the server has it already.</summary>
    [Parameter(ParameterSetName = DestinationSet)]
    [ValidateNotNullOrEmpty]
    public string? Login { get; set; }

    /// <summary>The login of the database's owner and its password, where they are not in the address, the environment or a password file.</summary>
    [Parameter(ParameterSetName = DestinationSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// Who administers the copy: an enabled global administrator of the tenant; you, where it is left out. Where the store that is copied does not tell roles, this user becomes one.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Administrator { get; set; }

    /// <summary>Leaves e-mails that were not sent yet as they are, so that the copy can send them.</summary>
    [Parameter]
    public SwitchParameter KeepUnsentNotices { get; set; }

    /// <summary>Replaces a file that exists, where it is a store and nobody has it open. It stays as it is until the copy is whole.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Purpose => "Copy the tenant";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _destination = OrFail(() => Path is not null ? StoreOpener.AddressOf(FilePaths.Resolve(SessionState, Path)) : FilePaths.ResolveStore(SessionState, Destination!));
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        var request = new CopyStoreRequest
        {
            Destination = _destination,
            Login = Login,
            Credential = Credential?.GetNetworkCredential(),
            Administrator = Administrator,
            KeepUnsentNotices = KeepUnsentNotices,
            Force = Force,
        };
        // -WhatIf reads and counts everything.
        var plan = IsWhatIf ? await client.Tenant.PlanCopyAsync(request, Progress, stop) : null;
        var action = plan is null ? "Copy the tenant there" : $"Copy the tenant there ({plan.Sum(section => section.Count)} rows of {plan.Count} parts)";
        // The address may hold a password.
        var place = plan?[0].Destination ?? Path ?? "the other store";
        var copied = await ShouldProcessAsync(place, action, stop) ? await client.Tenant.CopyAsync(request, Progress, stop) : plan;
        foreach (var section in copied ?? [])
            Write(section);
    }
}
