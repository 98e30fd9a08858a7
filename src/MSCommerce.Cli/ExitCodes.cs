namespace MSCommerce.Cli;

/// <summary>What the program answers its caller. The numbers are stable: scripts rely on them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;

    /// <summary>It ran, and what it found needs a look: drift, a failed check, users who could not be moved, an invoice that stayed open, e-mails that were not sent. As with diff, that is no success to a pipeline.</summary>
    public const int Found = 20;

    public const int Cancelled = 130;

    private static readonly Dictionary<CommerceError, (int Code, string Meaning)> Failures = new()
    {
        [CommerceError.NotFound] = (3, "what was named does not exist"),
        [CommerceError.Forbidden] = (4, "the actor's roles do not allow it"),
        [CommerceError.AuthenticationFailed] = (5, "the actor or the sign-in was refused"),
        [CommerceError.InvalidRequest] = (6, "the request is wrong: a value, a combination"),
        [CommerceError.InvalidFile] = (7, "a file is malformed; nothing of it was taken"),
        [CommerceError.NotEligible] = (8, "a rule of self-service purchasing refuses"),
        [CommerceError.NoLicensesAvailable] = (9, "too few licences are available"),
        [CommerceError.Conflict] = (10, "the present state does not allow it"),
        [CommerceError.NotSupportedByStore] = (11, "the store cannot do this"),
        [CommerceError.Throttled] = (12, "the service asks to slow down"),
        [CommerceError.StoreUnavailable] = (13, "the store is missing, locked, read-only, full or out of reach"),
        [CommerceError.StoreCorrupt] = (14, "the store is damaged, or is not a store"),
        [CommerceError.StoreVersion] = (15, "the store was written by a newer version"),
        [CommerceError.NotConnected] = (16, "there is no connection"),
        [CommerceError.PaymentDeclined] = (17, "the payment provider declined; nothing was charged"),
    };

    /// <summary>Every code and what it means, in order.</summary>
    public static IEnumerable<(int Code, string Meaning)> All =>
    [
        (Done, "done"),
        (Unexpected, "something unexpected; please report it"),
        (Usage, "the command line is wrong, or a question could not be asked"),
        .. Failures.Values.OrderBy(failure => failure.Code),
        (Found, "done, and it found something: drift, a failed check, users not moved, an invoice still open, e-mails not sent"),
        (Cancelled, "cancelled: by Ctrl+C, or the answer was no"),
    ];

    public static int Of(CommerceError error) => Failures[error].Code;

    /// <summary>Whether a row that an operation answered is a finding.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isChange">Whether it is the answer of a change: an invoice that is open then was to be paid and is not.</param>
    public static bool IsFinding(object row, bool isChange) =>
        row is PolicyDrift or PolicyChange { Failure: not null } or StoreCheck { Passed: false } or MoveResult { Failures.Count: > 0 } or LicenseResult { Failures.Count: > 0 } or NoticeDelivery { Error: not null } || (isChange && row is Invoice { Status: InvoiceStatus.Open });
}
