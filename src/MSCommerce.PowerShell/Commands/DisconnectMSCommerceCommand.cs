namespace MSCommerce.PowerShell;

/// <summary>Closes the connection of this PowerShell session.</summary>
/// <remarks>Operations under way end first. Where there is no connection nothing happens, so that a script may always end with it.</remarks>
/// <example>
/// <para>Closes the connection.</para>
/// <code>Disconnect-MSCommerce</code>
/// </example>
/// <example>
/// <para>Closes a session that was kept in a variable.</para>
/// <code>$session = Connect-MSCommerce -Local -Path t.db -PassThru
/// Get-SelfServiceSubscription -Session $session -First 3
/// Disconnect-MSCommerce -Session $session</code>
/// </example>
/// <seealso cref="ConnectMSCommerceCommand"/>
[Cmdlet(VerbsCommunications.Disconnect, "MSCommerce")]
[OutputType(typeof(void))]
public sealed class DisconnectMSCommerceCommand : CommerceCommand
{
    private readonly HashSet<CommerceSession> _sessions = [];

    /// <summary>The session to close; the one of this PowerShell session where it is left out.</summary>
    [Parameter(ValueFromPipeline = true)]
    public CommerceSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Session ?? SessionTable.Find(Runspace)) is { } session)
            _sessions.Add(session);
    }

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if (_sessions.Count == 0)
            Tell("There is no connection to close.");
        foreach (var session in _sessions)
        {
            if (SessionTable.Find(Runspace) == session)
                SessionTable.Replace(Runspace!, session: null);
            await session.CloseAsync();
            Tell($"Disconnected: {session}.");
        }
    }
}
