using System.Net.Mail;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MSCommerce.Notices;

namespace MSCommerce.Client.Tests.Notices;

[Trait("Requirement", "N1")]
public sealed class SmtpMessageTests : IDisposable
{
    private static readonly string[] Headers = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To", "X-Receiver", "X-Sender"];

    private static readonly OutgoingMessage Message = new()
    {
        MessageId = "id@contoso.example", From = "licences@contoso.example", To = "ada@contoso.example", Subject = "s", Text = "t", Html = "<p>h</p>",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Names, subjects and messages of line ends, control characters, header names, encoded words, half surrogates and anything else.</summary>
    [Fact]
    public void Nothing_that_is_typed_makes_a_header()
    {
        var piece = Gen.Frequency(
            (4, Gen.Elements("\r\n", "\n", "\r", "\u0085", "\u2028", "\0", "\t", " ", "\u001b[31m", "Bcc: eve@evil.example", "\r\nBcc: eve@evil.example", "\r\n\r\n<p>", "\r\n.\r\n", "=?utf-8?B?DQpCY2M6?=", "\"", "<", ">", ",", "@", "\\", "(", "\ud83d", "漢字", "😀", ": ")),
            (3, ArbMap.Default.ArbFor<string>().Generator.Select(text => text ?? "")),
            (1, Gen.Constant(new string('x', 1200))));
        var text = piece.ListOf().Select(string.Concat);
        var messages = from subject in text from to in text from fromName in text from body in text select Message with { Subject = $"s{subject}", ToName = to, FromName = fromName, Text = body, Html = body };

        Prop.ForAll(messages.ToArbitrary(), message =>
        {
            var (headers, lines) = Write(message);
            Assert.Equal(Headers, headers.Select(header => header.Name).Order(StringComparer.Ordinal));
            Assert.All(headers, header => Assert.DoesNotContain(header.Value, character => char.IsControl(character) && character != '\t'));
            Assert.All(lines, line => Assert.InRange(line.Length, 0, 998));
            // One address, and before it one name: quoted, with no quotation mark inside, or encoded.
            Assert.Matches($"^ (\"[^\"\\\\]*\" |(=\\?utf-8\\?[BQ]\\?[^? ]*\\?= +)+|)<?{Message.To}>?$", headers.Single(header => header.Name == "To").Value);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Addresses_are_those_that_were_given_or_none_is_sent()
    {
        var piece = Gen.Elements("ada", "@", "contoso.example", ",", ";", " ", "<", ">", "\"", "\r\n", "\0", "bob@contoso.example", "(", ")", "\\", "[", "]", "zoë", "xn--", ".");
        var addresses = piece.ListOf().Select(string.Concat);

        Prop.ForAll(addresses.ToArbitrary(), address =>
        {
            using var mail = SmtpMessage.Make(Message with { To = address }, out var refusal);
            if (mail is null)
            {
                Assert.DoesNotContain(refusal!, char.IsControl);
                return;
            }

            Assert.Equal(address, Assert.Single(mail.Mail.To).Address);
            Assert.DoesNotContain(address, char.IsControl);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_id_of_a_message_is_the_notices_at_the_senders_domain()
    {
        var id = Guid.NewGuid();

        Assert.Equal($"{id}@contoso.example", SmtpMessage.IdOf(id, new("licences@contoso.example")));
        Assert.Equal($"{id}@xn--bcher-kva.example", SmtpMessage.IdOf(id, new("licences@bücher.example")));
        Assert.Equal($"{id}@[192.0.2.1]", SmtpMessage.IdOf(id, new("licences@[192.0.2.1]")));
    }

    [Theory]
    [InlineData("a\r\nb", "a b")]
    [InlineData("  a \t\u2028\u0085 b\u0007 ", "a b")]
    [InlineData("Ada 😀 Łódź", "Ada 😀 Łódź")]
    [InlineData("\r\n", "")]
    public void One_line_is_one_line(string text, string line) => Assert.Equal(line, MailText.OneLine(text));

    [Fact]
    public void A_quotation_mark_does_not_end_a_name() => Assert.Equal("x' <eve@evil.example>, 'y/", MailText.Name("x\" <eve@evil.example>, \"y\\"));

    [Theory]
    [InlineData(199, "x", 199)]
    [InlineData(200, "x", 200)]
    [InlineData(201, "x", 200)]
    [InlineData(101, "😀", 199)]
    public void A_name_that_is_too_long_is_cut_between_characters(int count, string character, int length)
    {
        var name = MailText.Name(string.Concat(Enumerable.Repeat(character, count)));

        Assert.Equal(length, name.Length);
        Assert.DoesNotContain('\ufffd', string.Concat(name.EnumerateRunes()));
    }

    [Theory]
    [InlineData("a\r\nb\rc\u2028d\te", "a\nb\nc\nd\te")]
    [InlineData("\u001b[31mred\0", "[31mred")]
    public void Lines_end_in_one_way_and_control_nothing(string text, string lines) => Assert.Equal(lines, MailText.Lines(text));

    /// <summary>Has the framework's client write the message to a file, as it writes it to a server.</summary>
    private (IReadOnlyList<(string Name, string Value)> Headers, string[] Lines) Write(OutgoingMessage message)
    {
        using var mail = SmtpMessage.Make(message, out var refusal);
        Assert.Null(refusal);
        using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = _folder.Path })
            client.Send(mail!.Mail);
        var file = Assert.Single(Directory.EnumerateFiles(_folder.Path));
        var text = File.ReadAllText(file, Encoding.Latin1);
        File.Delete(file);

        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var unfolded = text[..end].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        return ([.. unfolded.Split("\r\n").Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]))], text.Split("\r\n"));
    }
}
