using System.Globalization;

namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that decides licence requests: what is piped is one decision, asked about request by request and made together.</summary>
public abstract class DecisionCommand : SessionCommand
{
    private readonly List<Guid> _ids = [];

    /// <summary>Ids of requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PendingRequestCompleter))]
    [ValidateNotNullOrEmpty]
    public Guid[] RequestId { get; set; } = [];

    /// <summary>What to write to requester and users, up to 1,000 characters.</summary>
    [Parameter]
    public string? Message { get; set; }

    /// <summary>Writes the decisions.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(RequestId);

    private protected abstract Task<IReadOnlyList<LicenseRequestDecision>> PlanAsync(CommerceClient client, IReadOnlyList<Guid> ids, CancellationToken stop);

    private protected sealed override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;
        var confirmed = new List<LicenseRequestDecision>();
        foreach (var decision in await PlanAsync(client, [.. _ids.Distinct()], stop))
        {
            if (await ShouldProcessAsync(NameOf(decision.Request), Describe(decision), stop))
                confirmed.Add(decision);
        }

        if (confirmed.Count == 0)
            return;
        foreach (var decision in await client.LicenseRequests.ApplyDecisionsAsync(confirmed, stop))
        {
            Tell($"{NameOf(decision.Request)}: {Describe(decision)}.");
            if (PassThru)
                Write(decision);
        }
    }

    private static string NameOf(LicenseRequest request) => $"{request.ProductName}, requested by {request.Requester} ({request.RequestId})";

    private static string Describe(LicenseRequestDecision decision)
    {
        var parts = new List<string>();
        if (decision.Approved.Count > 0)
        {
            var from = decision.SubscriptionId is { } subscription ? $"{decision.ProductName} ({subscription})" : decision.ProductName;
            var without = decision.DisabledService.Count > 0 ? $" without {string.Join(", ", decision.DisabledService)}" : "";
            parts.Add($"Give {Wording.Names(decision.Approved)} a licence of {from}{without}");
        }

        if (decision.Refused.Count > 0)
            parts.Add($"Refuse {Wording.Names(decision.Refused)}");
        if (decision.Approved.Count > 0)
            parts.Add(string.Create(CultureInfo.CurrentCulture, $"in all {decision.SeatsNeeded:N0} needed, {decision.SeatsAvailable:N0} available"));
        parts.Add("requester and users are e-mailed");
        return string.Join("; ", parts);
    }
}
