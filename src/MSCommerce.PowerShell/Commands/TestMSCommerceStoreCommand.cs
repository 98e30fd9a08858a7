namespace MSCommerce.PowerShell;

/// <summary>Checks the integrity of a store.</summary>
/// <remarks>
/// Writes one object a check: what the store's engine can check, and the invariants of its content. A check that fails is an error besides, so that
/// -ErrorAction Stop ends a script. Nothing is repaired.
/// </remarks>
/// <example>
/// <para>Checks the store that is connected.</para>
/// <code>Test-MSCommerceStore</code>
/// </example>
/// <example>
/// <para>Checks a file without connecting to it.</para>
/// <code>Test-MSCommerceStore -Path t.db | Where-Object Passed -EQ $false</code>
/// </example>
/// <seealso cref="ConnectMSCommerceCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "MSCommerceStore", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(StoreCheck))]
public sealed class TestMSCommerceStoreCommand : CommerceCommand
{
    private const string SessionSet = "Session";
    private const string PathSet = "Path";
    private const string StoreSet = "Store";

    private CommerceSession? _session;
    private string? _address;

    /// <summary>The session whose store is checked; the one of this PowerShell session where it is left out.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    public CommerceSession? Session { get; set; }

    /// <summary>The file of an embedded store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The address of a store, for instance sqlite:t.db.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _address = OrFail(() => Path is not null ? StoreOpener.AddressOf(FilePaths.Resolve(SessionState, Path))
            : Store is not null ? FilePaths.ResolveStore(SessionState, Store)
            : null);
        if (_address is null)
            _session = OrFail(() => SessionTable.Require(Session, Runspace));
    }

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if (_session is not null)
        {
            await using var lease = await _session.LeaseAsync(stop);
            await CheckAsync(lease.Client, _session.Store, stop);
        }
        else
        {
            await using var client = await StoreOpener.OpenAsync(_address!, new(), stop);
            await CheckAsync(client, (await client.Tenant.GetContextAsync(stop)).Store, stop);
        }
    }

    private async Task CheckAsync(CommerceClient client, string store, CancellationToken stop)
    {
        Tell($"Check the store: {store}.");
        await foreach (var check in client.Tenant.CheckAsync(stop))
        {
            Write(check);
            if (!check.Passed)
                Report(CommandErrors.CheckFailed(store, check));
        }
    }
}
