using MSCommerce.Stores.Microsoft365;

namespace MSCommerce.PowerShell;

/// <summary>Connects this PowerShell session to a tenant.</summary>
/// <remarks>
/// Without -Local or -Store this means the sign-in to Microsoft 365, as in scripts written for Microsoft's module: a person's in the system's browser, or with -DeviceCode in one
/// elsewhere. Unattended, an application signs in with a certificate, a secret or a federated token, a machine with its managed identity, or somebody passes an access token.
/// Where there is no browser, and nobody in front of the session, it fails at once and names the ways that work. about_MSCommerce_Authentication tells what each needs.
///
/// Tokens are kept in memory, renewed while a long command runs, and written to disk with -PersistTokenCache alone. No environment variable changes which tenant is meant.
///
/// With -Local the tenant is kept in a file of the embedded store, which is made on first use: a tenant of your own, or with -Sample one that is made up.
/// With -Store it opens a store that exists. Set $PSDefaultParameterValues['Connect-MSCommerce:Store'] to rehearse a script on a local tenant without changing it.
///
/// The connection belongs to the runspace and is used by every other command. Connecting again closes the former one, unless it was given out with -PassThru:
/// such a session is yours to pass to -Session, and to close with Disconnect-MSCommerce.
///
/// A PostgreSQL store, -Store postgresql://host/database, is shared: whoever connects is the user that a global administrator mapped his login to. See docs/postgresql.md.
///
/// Stores that others make are loaded with -StoreAssembly. That runs the assembly's code in this process, with your rights and everything that the session can reach: do it with
/// what you trust alone. PowerShell's execution policy does not look at assemblies.
///
/// Whoever can open the file of an embedded store may act as anyone in it with -As: it is meant for rehearsal and for one administrator.
/// </remarks>
/// <example>
/// <para>Makes a sample tenant in a file, or opens it where it is there already.</para>
/// <code>Connect-MSCommerce -Local -Sample -Path t.db</code>
/// </example>
/// <example>
/// <para>Acts as the sample's global reader, who sees everything and changes nothing.</para>
/// <code>Connect-MSCommerce -Local -Path t.db -As reader@fabrikam.example
/// Get-MSCommerceContext</code>
/// </example>
/// <example>
/// <para>Rehearses a script on the sample: its bare Connect-MSCommerce opens the store that the default names.</para>
/// <code>$PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:t.db'
/// Connect-MSCommerce
/// Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Enabled $false
/// $PSDefaultParameterValues.Remove('Connect-MSCommerce:Store')</code>
/// </example>
/// <example>
/// <para>Connects to a tenant in a PostgreSQL database, as the user that the login is; the password is asked for.</para>
/// <code>Connect-MSCommerce -Store 'postgresql://db.contoso.example/commerce?sslmode=verify-full' -Credential contoso_ada</code>
/// </example>
/// <example>
/// <para>Signs in to Microsoft 365 in the browser, and on a machine that has none with a code.</para>
/// <code>Connect-MSCommerce
/// Connect-MSCommerce -DeviceCode</code>
/// </example>
/// <example>
/// <para>Signs an application in with a certificate, in a scheduled job.</para>
/// <code>Connect-MSCommerce -TenantId contoso.onmicrosoft.com -ClientId $clientId -CertificateThumbprint $thumbprint</code>
/// </example>
/// <example>
/// <para>Signs in with the managed identity of an Azure Automation account.</para>
/// <code>Connect-MSCommerce -ManagedIdentity</code>
/// </example>
/// <example>
/// <para>Connects to a store that somebody else made: its assembly brings the scheme json. See about_MSCommerce_Stores.</para>
/// <code>Connect-MSCommerce -Store json:./policies.json -StoreAssembly ./MSCommerce.Stores.JsonFile.dll</code>
/// </example>
/// <seealso cref="DisconnectMSCommerceCommand"/>
/// <seealso cref="GetMSCommerceContextCommand"/>
/// <seealso cref="NewMSCommerceSampleTenantCommand"/>
[Cmdlet(VerbsCommunications.Connect, "MSCommerce", DefaultParameterSetName = SignInSet)]
[OutputType(typeof(CommerceSession))]
public sealed class ConnectMSCommerceCommand : SignInCommand
{
    private const string LocalSet = "Local";

    private string? _address;
    private Microsoft365Options? _signIn;
    private CommerceSession? _former;

    /// <summary>Opens a tenant kept in a file on this computer, and makes the file on first use.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LocalSet)]
    public SwitchParameter Local { get; set; }

    /// <summary>The file. Where it is left out: MSCommerce/mscommerce.db in the folder for local application data.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Fills a file that is made with a small sample tenant. A sample that exists is opened as it is; any other store is left alone, with an error.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter Sample { get; set; }

    /// <summary>The tenant's name, for a file that is made.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    [ValidateNotNullOrEmpty]
    public string? TenantName { get; set; }

    /// <summary>The address of a store that exists, for instance sqlite:t.db or postgresql://db.contoso.example/commerce?sslmode=verify-full.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>
    /// The assembly (.dll) of a store that somebody else made, which is loaded first and brings the scheme that -Store names. Its code runs with all your rights: load what you
    /// trust. What it depends on lies beside it, and has no effect on other modules. It stays loaded until PowerShell ends, and its scheme known.
    /// </summary>
    [Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? StoreAssembly { get; set; }

    /// <summary>
    /// Login and password for a store that has a sign-in of its own, so that no password stands in the address. Where it is left out, the address, the environment (PGUSER,
    /// PGPASSWORD) and the password file are asked. A store that needs no sign-in ignores it.
    /// </summary>
    [Parameter(ParameterSetName = StoreSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// Who acts: a user principal name of the tenant. Its first global administrator where it is left out; for a file that is made, the name of that administrator. In a
    /// PostgreSQL store nobody chooses: the login decides.
    /// </summary>
    [Parameter(ParameterSetName = LocalSet)]
    [Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>Writes the session, to be passed to -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // First of all: a script whose Connect fails must not go on in the tenant that the session was connected to before.
        _former = SessionTable.Replace(Runspace!, null);
        if (StoreAssembly is not null)
            OrFail(() => StoreOpener.Load(ResolvePath(StoreAssembly)));
        _address = OrFail(() => ParameterSetName switch
        {
            LocalSet => StoreOpener.AddressOf(Path is null ? StoreOpener.DefaultPath : FilePaths.Resolve(SessionState, Path)),
            StoreSet => FilePaths.ResolveStore(SessionState, Store!),
            _ => $"{StoreOpener.Microsoft365}:{TenantId}",
        });
        if (StoreOpener.IsMicrosoft365(_address))
            PrepareSignIn();
    }

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if (_former is not null)
            await _former.CloseAsync();
        WarnOfNamesakes();
        var session = Local ? await OpenLocalAsync(stop)
            : _signIn is not null ? await StoreOpener.SignInAsync(_address!, _signIn, stop)
            : await StoreOpener.ConnectAsync(_address!, new() { Actor = As, Credential = Credential?.GetNetworkCredential() }, stop);
        Tell($"Connected: {session}.");

        SessionTable.Replace(Runspace!, session, PassThru);
        if (PassThru)
            Write(session);
    }

    private void PrepareSignIn()
    {
        _signIn = OrFail(() => As is null ? SignInOptions() : throw CommandErrors.ActorDecidedBySignIn(As));
        if (TenantId is null || _address!.EndsWith(TenantId, StringComparison.OrdinalIgnoreCase))
            return;
        _address = OrFail(() => _address.EndsWith(':') ? _address + TenantId : throw CommandErrors.TenantAmbiguous(_address, TenantId));
    }

    private async Task<CommerceSession> OpenLocalAsync(CancellationToken stop)
    {
        var path = _address![(StoreOpener.Embedded.Length + 1)..];
        if (Sample && !File.Exists(path))
        {
            Tell($"Making a sample tenant in {path}.");
            await SampleFile.CreateAsync(path, TenantName, new(), force: false, Progress, stop);
        }

        var session = await StoreOpener.ConnectAsync(_address, new() { Actor = As, TenantName = TenantName, Create = !Sample }, stop);
        if (Sample && !session.IsSample)
        {
            await session.CloseAsync();
            throw CommandErrors.NotASample(path);
        }

        if (TenantName is not null && TenantName != session.Tenant)
            Warn($"The tenant in {path} is called {session.Tenant} already; -TenantName names one that is made.");
        return session;
    }

    private void WarnOfNamesakes()
    {
        foreach (var folder in Namesakes.Find(System.Environment.GetEnvironmentVariable("PSModulePath")))
            Warn($"Another module called MSCommerce, Microsoft's perhaps, is installed in {folder}. A script that imports MSCommerce by name may get that one; import this one by its path, or uninstall the other.");
    }
}
