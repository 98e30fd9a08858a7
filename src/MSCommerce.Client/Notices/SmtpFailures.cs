using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace MSCommerce.Notices;

/// <summary>What a failure of the framework's mail client says about the e-mail at hand, and about the server.</summary>
internal static partial class SmtpFailures
{
    /// <summary>Judges a failure.</summary>
    /// <param name="server">The mail server.</param>
    /// <param name="recipient">To whom the e-mail goes.</param>
    /// <param name="failure">What was thrown.</param>
    /// <param name="hasBegun">Whether the text of the e-mail went out.</param>
    /// <param name="isProven">Whether the server took another e-mail over this connection: then it accepts who signs in and who sends.</param>
    /// <returns>How the try ended.</returns>
    /// <exception cref="CommerceException"><c>MailServerUnavailable</c>, <c>MailServerRefused</c>: the next e-mail would fare no better.</exception>
    public static NoticeAttempt Judge(string server, string recipient, Exception failure, bool hasBegun, bool isProven)
    {
        if (Cause<AuthenticationException>(failure) is { } untrusted)
            throw CommerceErrors.MailServerUnavailable(server, $"TLS failed: {Sentence(untrusted.Message)}", failure);
        return failure switch
        {
            // It has letters beyond ASCII, and the server does not take those.
            SmtpException { StatusCode: SmtpStatusCode.GeneralFailure, InnerException: null } unsendable when unsendable.Message.Contains(recipient, StringComparison.Ordinal) =>
                new(NoticeAttemptOutcome.Rejected, Sentence(unsendable.Message)),
            SmtpFailedRecipientException refused => JudgeRecipient(server, refused),
            SmtpException answered when IsAnswer(answered) => JudgeAnswer(server, answered, hasBegun, isProven),
            _ => JudgeConnection(server, failure, hasBegun),
        };
    }

    /// <summary>Whether the server said no, and did not fall silent.</summary>
    public static bool IsAnswer(Exception failure) => failure is SmtpFailedRecipientException or SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure };

    /// <summary>Judges that the server did not answer in time.</summary>
    public static NoticeAttempt JudgeSilence(string server, TimeSpan patience, bool hasBegun) => hasBegun
        ? new(NoticeAttemptOutcome.Postponed, $"The mail server did not say within {patience.TotalSeconds:0} seconds whether it took the message.")
        : throw CommerceErrors.MailServerUnavailable(server, $"it did not answer within {patience.TotalSeconds:0} seconds.");

    private static NoticeAttempt JudgeRecipient(string server, SmtpFailedRecipientException refused) => (int)refused.StatusCode switch
    {
        >= 500 when BlamesSender().IsMatch(refused.Message) => throw CommerceErrors.MailServerRefused(server, Sentence(refused.Message), refused),
        >= 500 => new(NoticeAttemptOutcome.Rejected, Sentence(refused.Message)),
        _ => new(NoticeAttemptOutcome.Postponed, Sentence(refused.Message)),
    };

    private static NoticeAttempt JudgeAnswer(string server, SmtpException answered, bool hasBegun, bool isProven) => (int)answered.StatusCode switch
    {
        >= 500 when BlamesSender().IsMatch(answered.Message) => throw CommerceErrors.MailServerRefused(server, Sentence(answered.Message), answered),
        >= 500 when hasBegun || isProven => new(NoticeAttemptOutcome.Rejected, Sentence(answered.Message)),
        // The client does not tell to which command this was the answer. Those that it reports of recipients are not here; these are left of sign-in and sender.
        530 or 534 or 535 or 538 or 550 or 551 or 552 or 553 => throw CommerceErrors.MailServerRefused(server, Sentence(answered.Message), answered),
        // May be about the recipient, or about everything. Tried again later, it neither is lost nor keeps the others back.
        >= 500 => new(NoticeAttemptOutcome.Postponed, Sentence(answered.Message)),
        (int)SmtpStatusCode.ServiceNotAvailable when !hasBegun => throw CommerceErrors.MailServerUnavailable(server, Sentence(answered.Message), answered),
        _ => new(NoticeAttemptOutcome.Postponed, Sentence(answered.Message)),
    };

    private static NoticeAttempt JudgeConnection(string server, Exception failure, bool hasBegun)
    {
        var why = Sentence((Cause<SocketException>(failure) ?? Cause<IOException>(failure) ?? failure).Message);
        return hasBegun
            ? new(NoticeAttemptOutcome.Postponed, $"The connection to the mail server broke off, and it is not known whether it took the message: {why}")
            : throw CommerceErrors.MailServerUnavailable(server, why, failure);
    }

    private static T? Cause<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }

        return null;
    }

    private static string Sentence(string message) => $"{MailText.OneLine(message).TrimEnd('.')}.";

    // Many servers judge the sender when the recipient or the message is there; these codes (RFC 3463, and Exchange's) say that it is the sender whom they refuse.
    [GeneratedRegex(@"\b5\.(1\.[78]|7\.(8|9|57|60|64)|2\.25[12])\b|SendAsDenied", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlamesSender();
}
