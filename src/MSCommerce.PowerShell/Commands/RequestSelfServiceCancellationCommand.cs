namespace MSCommerce.PowerShell;

/// <summary>Asks purchasers by e-mail to cancel their subscriptions, now that the organisation provides the product.</summary>
/// <remarks>
/// The e-mails are written to the outbox; one that still waits there is brought up to date in place of a second, and one that was sent is followed by a reminder. Where users
/// of a subscription hold no central licence of the same product yet, they would lose access: the command warns how many there are, and the e-mail asks the
/// purchaser to wait. Assign them one first, with Add-SelfServiceLicense.
///
/// The subscription stays as it is: whether to cancel is the purchaser's decision, or an administrator's with Remove-SelfServiceSubscription. What is piped is one
/// change.
/// </remarks>
/// <example>
/// <para>Shows who would be asked, and warns of users who are not covered yet.</para>
/// <code>Get-SelfServiceSubscription -SelfService -Status Active | Request-SelfServiceCancellation -WhatIf</code>
/// </example>
/// <example>
/// <para>Gives the users of a product the organisation's licence, asks the purchasers to cancel, and shows what they are told.</para>
/// <code>$theirs = Get-SelfServiceSubscription -SelfService -ProductId 'Project Plan 3' -Status Active
/// $theirs | Get-SelfServiceUser | Where-Object AccountEnabled | Add-SelfServiceLicense -ProductId 'Project Plan 3'
/// $theirs | Request-SelfServiceCancellation -PassThru
/// Get-MSCommerceNotice -Kind CancellationRequested | Format-List Recipient, Subject, Body</code>
/// </example>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
/// <seealso cref="RemoveSelfServiceSubscriptionCommand"/>
/// <seealso cref="GetMSCommerceNoticeCommand"/>
[Cmdlet(VerbsLifecycle.Request, "SelfServiceCancellation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Request-SelfServiceCancellations")]
[OutputType(typeof(CancellationNotice))]
public sealed class RequestSelfServiceCancellationCommand : SessionCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of self-service subscriptions.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelfServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SubscriptionId { get; set; } = [];

    /// <summary>Writes who was asked, and how many users are not covered yet.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Purpose => "Ask purchasers to cancel";

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(SubscriptionId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;
        var request = new RequestCancellationRequest { SubscriptionId = [.. _ids.Distinct(StringComparer.OrdinalIgnoreCase)], DryRun = IsWhatIf };
        var confirmed = new List<CancellationNotice>();
        foreach (var notice in await client.Subscriptions.PlanCancellationRequestAsync(request, stop))
        {
            if (notice.UsersNotCovered > 0)
            {
                Warn($"{Wording.Named(notice.ProductName, notice.SubscriptionId)}: {notice.UsersNotCovered} of {Wording.Count(notice.Users, "user")} hold no central licence of it yet and would lose access. Assign one with Add-SelfServiceLicense first.");
            }

            var action = $"Ask to cancel {Wording.Named(notice.ProductName, notice.SubscriptionId)}, used by {Wording.Count(notice.Users, "user")}";
            if (notice.IsWaiting)
                action += "; an earlier request waits in the outbox and is brought up to date";
            if (await ShouldProcessAsync(notice.Purchaser, action, stop))
                confirmed.Add(notice);
        }

        if (confirmed.Count == 0)
            return;
        foreach (var notice in await client.Subscriptions.ApplyCancellationRequestAsync(confirmed, stop))
        {
            Tell($"Wrote to {notice.Purchaser} about {Wording.Named(notice.ProductName, notice.SubscriptionId)}.");
            if (PassThru)
                Write(notice);
        }
    }
}
