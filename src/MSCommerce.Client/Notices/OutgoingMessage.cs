namespace MSCommerce.Notices;

/// <summary>An e-mail as it goes to the mail server.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The message's id, the same at every try, so that a repeat is recognised: without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    /// <summary>The sender's name; null for none.</summary>
    public string? FromName { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>The recipient's name; null for none.</summary>
    public string? ToName { get; init; }

    /// <summary>The subject line: one line.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as HTML.</summary>
    public required string Html { get; init; }
}
