namespace MSCommerce.PowerShell;

/// <summary>Lists the audit log: who changed what, when, from what to what.</summary>
/// <remarks>
/// The newest entries come first. Every change has entries, and so has every refusal. All entries of one operation share a correlation id. An administrator
/// sees all entries, anyone else his own.
/// </remarks>
/// <example>
/// <para>Shows the last ten entries.</para>
/// <code>Get-MSCommerceAuditLog -First 10</code>
/// </example>
/// <example>
/// <para>Shows who changed policies this week, and how.</para>
/// <code>Get-MSCommerceAuditLog -Action PolicyChanged -Since (Get-Date).AddDays(-7) | Format-Table OccurredAt, Actor, Target, Before, After</code>
/// </example>
/// <example>
/// <para>Shows what was refused to somebody.</para>
/// <code>Get-MSCommerceAuditLog -Outcome Refused -Actor 'reader@*'</code>
/// </example>
/// <seealso cref="UpdateMSCommerceProductPolicyCommand"/>
/// <seealso cref="MoveSelfServiceUsersCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceAuditLog")]
[OutputType(typeof(AuditEntry))]
public sealed class GetMSCommerceAuditLogCommand : SessionCommand
{
    private readonly List<Guid?> _correlations = [];

    /// <summary>Entries written at or after this moment.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Entries written before this moment.</summary>
    [Parameter]
    [IsoDate]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Who acted, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Actor { get; set; } = [];

    /// <summary>What was done, for instance PolicyChanged, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuditActionCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Action { get; set; } = [];

    /// <summary>On what it was done (a product, a subscription, a user, a file), with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Target { get; set; } = [];

    /// <summary>Succeeded or Refused; both where it is left out.</summary>
    [Parameter]
    public AuditOutcome? Outcome { get; set; }

    /// <summary>The entries of one operation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Guid? CorrelationId { get; set; }

    /// <summary>How many entries at most, the newest.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1L, long.MaxValue)]
    public long? First { get; set; }

    private protected override string Purpose => "Read the audit log";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_correlations.Contains(CorrelationId))
            _correlations.Add(CorrelationId);
    }

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        foreach (var correlation in _correlations)
        {
            var query = new AuditQuery
            {
                Since = Since,
                Until = Until,
                Actor = Actor,
                Action = Action,
                Target = Target,
                Outcome = Outcome,
                CorrelationId = correlation,
                First = First,
            };
            await WriteAsync(client.Audit.GetAsync(query, stop), stop);
        }
    }
}
