namespace MSCommerce.PowerShell;

/// <summary>Sends the e-mails of the outbox over a mail server.</summary>
/// <remarks>
/// What is due is sent, oldest first, each e-mail at most once a run, as plain text and HTML. Each is recorded as soon as the mail server has answered. One that could not be sent
/// is due again after 5 minutes, then after twice as long each time, and is given up after 12 tries or where the server refuses it for good; naming it, or piping it from
/// Get-MSCommerceNotice, tries it again.
///
/// What became of each e-mail is written as an object. Those that were not sent are errors as well, after all others were tried; a mail server that cannot be reached, or that
/// refuses the sign-in or the sender, ends the command, and what was not sent stays due. An e-mail that the server takes just when the connection dies may be sent again, with the
/// same Message-ID; it is recorded as sent once.
///
/// The connection is encrypted with -UseTls (STARTTLS; port 465, with TLS from the first byte, is not offered). Without it a password is not sent, but to this computer. In a
/// runbook, run the command every few minutes. -WhatIf writes every e-mail and sends none.
///
/// With -TemplatePath an organisation's own texts take the place of the built-in ones; a mistake in one is found before anything is sent. docs/notices.md describes them.
/// </remarks>
/// <example>
/// <para>Shows what would be sent. Without -WhatIf it is sent, encrypted, by the user licences.</para>
/// <code>$password = ConvertTo-SecureString 'secret' -AsPlainText -Force
/// $credential = [pscredential]::new('licences', $password)
/// Send-MSCommerceNotice smtp.fabrikam.example -UseTls -Credential $credential -From 'Licences &lt;licences@fabrikam.example&gt;' -WhatIf</code>
/// </example>
/// <example>
/// <para>Shows which e-mails that were given up would be tried again.</para>
/// <code>Get-MSCommerceNotice -Status Undeliverable | Send-MSCommerceNotice -SmtpServer localhost -WhatIf</code>
/// </example>
/// <example>
/// <para>Writes the organisation's own German text of one kind of e-mails, and shows what would be sent with it.</para>
/// <code>$null = New-Item -ItemType Directory -Path ./templates
/// Set-Content ./templates/ControlTaken.de.subject.hbs '{{ProductName}} wird jetzt von {{TenantName}} verwaltet'
/// Set-Content ./templates/ControlTaken.de.txt.hbs 'Guten Tag {{RecipientName}}, Ihr Abonnement von {{ProductName}} wird jetzt von {{TenantName}} verwaltet.'
/// Send-MSCommerceNotice -SmtpServer localhost -TemplatePath ./templates -Language de-AT -Kind ControlTaken -WhatIf</code>
/// </example>
/// <seealso cref="GetMSCommerceNoticeCommand"/>
/// <seealso cref="GetMSCommerceAuditLogCommand"/>
[Cmdlet(VerbsCommunications.Send, "MSCommerceNotice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Send-MSCommerceNotices")]
[OutputType(typeof(NoticeDelivery))]
public sealed class SendMSCommerceNoticeCommand : SessionCommand
{
    private readonly List<Guid> _ids = [];
    private string? _templates;

    /// <summary>The mail server's name or address.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string SmtpServer { get; set; } = "";

    /// <summary>Its port; 587 with -UseTls and 25 without where it is left out.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The name and password to sign in to the mail server with; left out where it asks for none.</summary>
    [Parameter]
    public PSCredential? Credential { get; set; }

    /// <summary>Encrypts the connection (STARTTLS) and checks the server's certificate.</summary>
    [Parameter]
    public SwitchParameter UseTls { get; set; }

    /// <summary>The sender's address, with or without a name: 'Licences &lt;licences@contoso.example&gt;'. The user who is connected where it is left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    /// <summary>A folder of the organisation's own templates. What it has none for is sent with the built-in ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplatePath { get; set; }

    /// <summary>The language of the templates, such as de or pt-BR. Where there is none in it, that of its parent is taken (pt), then the one without a language.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Language { get; set; } = "en";

    /// <summary>These e-mails alone, due or not, given up or not. One that was sent is an error: none is sent twice.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public Guid[] NoticeId { get; set; } = [];

    /// <summary>To whom, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter)), SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Recipient { get; set; } = [];

    /// <summary>What they are about.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public NoticeKind[] Kind { get; set; } = [];

    /// <summary>How many at most, the oldest.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override string Purpose => "Send the outbox";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _templates = TemplatePath is null ? null : ResolvePath(TemplatePath);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(NoticeId);

    private protected override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (IsNothingPiped(_ids.Count))
            return;
        var plannedAt = client.Store.Clock.GetUtcNow();
        var request = Request();
        var confirmed = new List<Guid>();
        await foreach (var notice in client.Notices.PlanSendAsync(request with { DryRun = IsWhatIf }, stop))
        {
            if (notice.Error is { } error)
                Warn($"The e-mail to {notice.Recipient} ({notice.NoticeId}) cannot be written: {error}");
            if (await ShouldProcessAsync(notice.Recipient, $"Send '{notice.Subject}'", stop))
                confirmed.Add(notice.NoticeId);
        }

        if (confirmed.Count == 0)
            return;
        Tell($"Sending {Wording.Count(confirmed.Count, "e-mail")} over {SmtpServer}.");
        var failed = new List<NoticeDelivery>();
        try
        {
            await foreach (var delivery in client.Notices.SendConfirmedAsync(request with { NoticeId = confirmed, First = null }, plannedAt, Progress, stop))
            {
                Write(delivery);
                if (delivery.Error is not null)
                    failed.Add(delivery);
            }
        }
        finally
        {
            // Not one by one: with -ErrorAction Stop the first would keep the others from being sent.
            foreach (var delivery in failed)
                Report(CommandErrors.NoticeNotSent(delivery));
        }
    }

    private SendNoticesRequest Request() => new()
    {
        SmtpServer = SmtpServer,
        Port = Port,
        UseTls = UseTls,
        UserName = Credential?.UserName,
        Password = Credential?.GetNetworkCredential().Password,
        From = From,
        TemplatePath = _templates,
        Language = Language,
        NoticeId = [.. _ids.Distinct()],
        Recipient = Recipient,
        Kind = Kind,
        First = First,
    };
}
