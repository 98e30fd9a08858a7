namespace MSCommerce;

/// <summary>E-mails of the outbox to be sent (N1).</summary>
public sealed record SendNoticesRequest
{
    /// <summary>The mail server's name or address.</summary>
    public required string SmtpServer { get; init; }

    /// <summary>Its port; 587 with TLS and 25 without where null.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the connection is encrypted (STARTTLS), and the server's certificate checked.</summary>
    public bool UseTls { get; init; }

    /// <summary>The name to sign in with; null where the server asks for none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password to sign in with.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>The sender's address, with or without a name: <c>Licences &lt;licences@contoso.example&gt;</c>. The user who sends where null.</summary>
    public string? From { get; init; }

    /// <summary>A folder of the organisation's own templates, which take the place of those built in; null for none.</summary>
    public string? TemplatePath { get; init; }

    /// <summary>The language of the templates (IETF tag, for instance <c>de</c> or <c>pt-BR</c>).</summary>
    public string Language { get; init; } = "en";

    /// <summary>These notices alone, due or not, given up or not; never one that was sent. All that are due where empty.</summary>
    public IReadOnlyList<Guid> NoticeId { get; init => field = value ?? []; } = [];

    /// <summary>Recipients, with wildcards; all where empty.</summary>
    public IReadOnlyList<string> Recipient { get; init => field = value ?? []; } = [];

    /// <summary>These kinds alone; all where empty.</summary>
    public IReadOnlyList<NoticeKind> Kind { get; init => field = value ?? []; } = [];

    /// <summary>How many at most, the oldest first; all where null.</summary>
    public int? First { get; init; }

    /// <summary>Write every e-mail and send none.</summary>
    public bool DryRun { get; init; }

    /// <summary>The request without its secrets.</summary>
    /// <returns>The type's name and the server.</returns>
    public override string ToString() => $"{nameof(SendNoticesRequest)} {SmtpServer}";
}
