namespace MSCommerce.PowerShell;

/// <summary>A command that lists something of chosen subscriptions: by their ids, which may be piped, and by product.</summary>
public abstract class SubscriptionListCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    private protected SubscriptionListCommand()
    {
    }

    /// <summary>Ids of subscriptions; all where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    public string[] SubscriptionId { get; set; } = [];

    /// <summary>Products by id, name or an id that has been replaced, with wildcards.</summary>
    [Parameter]
    [Alias("Product")]
    [ArgumentCompleter(typeof(ProductCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ProductId { get; set; } = [];

    /// <summary>The ids that were named or piped, each once.</summary>
    private protected IReadOnlyList<string> Ids => [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(SubscriptionId);
}
