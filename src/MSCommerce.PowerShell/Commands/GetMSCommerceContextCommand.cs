namespace MSCommerce.PowerShell;

/// <summary>Shows what this PowerShell session is connected to, and as whom.</summary>
/// <remarks>Nothing is written where there is no connection, so that a script can ask whether there is one.</remarks>
/// <example>
/// <para>Shows the store, the tenant, who acts and the roles held.</para>
/// <code>Get-MSCommerceContext | Format-List</code>
/// </example>
/// <example>
/// <para>Connects where nothing is connected yet.</para>
/// <code>if (-not (Get-MSCommerceContext)) { Connect-MSCommerce -Local -Sample -Path t.db }</code>
/// </example>
/// <seealso cref="ConnectMSCommerceCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceContext")]
[OutputType(typeof(StoreContext))]
public sealed class GetMSCommerceContextCommand : CommerceCommand
{
    /// <summary>The session to show, as Connect-MSCommerce -PassThru gives it; the one of this PowerShell session where it is left out.</summary>
    [Parameter]
    public CommerceSession? Session { get; set; }

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if ((Session ?? SessionTable.Find(Runspace)) is not { } session)
        {
            Tell("There is no connection.");
            return;
        }

        await using var lease = await session.LeaseAsync(stop);
        Write(await lease.Client.Tenant.GetContextAsync(stop));
    }
}
