using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace MSCommerce.Notices;

/// <summary>An e-mail in the form that the framework's mail client takes: plain text and HTML as alternatives, both in UTF-8.</summary>
internal sealed class SmtpMessage : IDisposable
{
    private static readonly IdnMapping Idn = new();

    private readonly WatchedStream _text;

    private SmtpMessage(MailMessage mail, WatchedStream text) => (Mail, _text) = (mail, text);

    /// <summary>The e-mail.</summary>
    public MailMessage Mail { get; }

    /// <summary>Whether its text went out: the server was ready for it, and may have taken it.</summary>
    public bool HasBegun => _text.WasRead;

    /// <summary>Whether an address has letters beyond ASCII before the @, which the server must expressly support.</summary>
    public bool IsInternational => !Ascii.IsValid(Mail.To[0].User) || !Ascii.IsValid(Mail.From!.User);

    /// <summary>Makes it.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="refusal">Why it cannot be sent, where an address is none.</param>
    /// <returns>The e-mail; null where it cannot be sent.</returns>
    public static SmtpMessage? Make(OutgoingMessage message, out string? refusal)
    {
        refusal = null;
        if (!TryAddress(message.From, message.FromName, out var from))
            refusal = $"'{MailText.OneLine(message.From)}' is no sender's address.";
        if (!TryAddress(message.To, message.ToName, out var to))
            refusal = $"'{MailText.OneLine(message.To)}' is no e-mail address.";
        if (refusal is not null)
            return null;

        var mail = new MailMessage(from!, to!)
        {
            Subject = MailText.Subject(message.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{message.MessageId}>");
        // Out-of-office notes and the like are not to answer it (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        var text = new WatchedStream(message.Text);
        mail.AlternateViews.Add(View(text, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(View(new WatchedStream(message.Html), MediaTypeNames.Text.Html));
        return new(mail, text);
    }

    /// <summary>The id of a message, the same at every try.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="from">Who sends it.</param>
    public static string IdOf(Guid notice, MailAddress from)
    {
        try
        {
            return $"{notice}@{Idn.GetAscii(from.Host)}";
        }
        catch (ArgumentException)
        {
            // An address literal such as [192.0.2.1] is no name.
            return $"{notice}@{from.Host}";
        }
    }

    public void Dispose() => Mail.Dispose();

    private static bool TryAddress(string address, string? name, out MailAddress? parsed)
    {
        parsed = null;
        if (address.Any(char.IsControl) || !MailAddress.TryCreate(address, out var bare) || bare.Address != address)
            return false;
        // A name that the framework does not take is left out: the address is what counts.
        parsed = name is not null && MailAddress.TryCreate(address, MailText.Name(name), Encoding.UTF8, out var named) ? named : bare;
        return true;
    }

    // Base64, so that no line is too long for a server on the way, whatever was typed.
    private static AlternateView View(Stream content, string type) => new(content, new ContentType(type) { CharSet = "utf-8" }) { TransferEncoding = TransferEncoding.Base64 };

    /// <summary>Knows whether it was read: the client reads it when the server has said that it is ready for the message.</summary>
    private sealed class WatchedStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), writable: false)
    {
        public bool WasRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            WasRead = true;
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            WasRead = true;
            return base.Read(buffer);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            WasRead = true;
            return base.ReadAsync(buffer, offset, count, cancellationToken);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            WasRead = true;
            return base.ReadAsync(buffer, cancellationToken);
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            WasRead = true;
            return base.CopyToAsync(destination, bufferSize, cancellationToken);
        }

        public override void CopyTo(Stream destination, int bufferSize)
        {
            WasRead = true;
            base.CopyTo(destination, bufferSize);
        }
    }
}
