namespace MSCommerce.PowerShell;

/// <summary>Lists the e-mails of the outbox.</summary>
/// <remarks>
/// A change that concerns somebody writes an e-mail to the outbox in the same transaction, the newest come first. Pending ones were not sent yet; failed ones
/// are tried again from NextAttemptAt, and undeliverable ones were given up: LastError says why. Send-MSCommerceNotice sends them. An administrator sees all of them, anyone
/// else those sent to him.
/// </remarks>
/// <example>
/// <para>Lists what waits to be sent.</para>
/// <code>Get-MSCommerceNotice -Status Pending</code>
/// </example>
/// <example>
/// <para>Reads what the last three purchasers were told.</para>
/// <code>Get-MSCommerceNotice -Kind SubscriptionCancelled -First 3 | Format-List Recipient, Subject, Body</code>
/// </example>
/// <example>
/// <para>Shows what could not be sent, and why.</para>
/// <code>Get-MSCommerceNotice -Status Failed, Undeliverable | Format-Table Recipient, Subject, Attempts, NextAttemptAt, LastError</code>
/// </example>
/// <seealso cref="SendMSCommerceNoticeCommand"/>
/// <seealso cref="MoveSelfServiceUsersCommand"/>
[Cmdlet(VerbsCommon.Get, "MSCommerceNotice")]
[Alias("Get-MSCommerceNotices")]
[OutputType(typeof(Notice))]
public sealed class GetMSCommerceNoticeCommand : SessionCommand
{
    /// <summary>To whom, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Recipient { get; set; } = [];

    /// <summary>What they are about.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public NoticeKind[] Kind { get; set; } = [];

    /// <summary>Where they stand: Pending, Sent, Failed, Undeliverable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public NoticeStatus[] Status { get; set; } = [];

    /// <summary>How many at most, the newest.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1L, long.MaxValue)]
    public long? First { get; set; }

    private protected override string Purpose => "Read the outbox";

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop) =>
        WriteAsync(client.Notices.GetAsync(new() { Recipient = Recipient, Kind = Kind, Status = Status, First = First }, stop), stop);
}
