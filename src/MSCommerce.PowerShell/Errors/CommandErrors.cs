namespace MSCommerce.PowerShell;

/// <summary>Failures that only a PowerShell session has; all others are <see cref="CommerceErrors"/>.</summary>
internal static class CommandErrors
{
    /// <summary>Two ways to sign in at once.</summary>
    public static CommerceException SignInAmbiguous(IEnumerable<string> ways) =>
        new(CommerceError.InvalidRequest, "SignInAmbiguous", $"There is one way to sign in at a time, and these are several: {string.Join(", ", ways)}. Leave all but one out.");

    /// <summary>An actor was named where nobody chooses.</summary>
    public static CommerceException ActorDecidedBySignIn(string actor) =>
        new(CommerceError.InvalidRequest, "ActorDecidedBySignIn", $"In Microsoft 365 nobody acts as '{actor}' but by signing in as such. Leave -As out.", actor);

    /// <summary>The tenant is named twice, and not alike.</summary>
    public static CommerceException TenantAmbiguous(string address, string tenantId) =>
        new(CommerceError.InvalidRequest, "TenantAmbiguous", $"-Store {address} names one tenant and -TenantId {tenantId} another. Leave one of them out.", tenantId);

    /// <summary>A value of a policy that could not be set, where others were.</summary>
    public static CommerceException PolicyNotChanged(PolicyChange change) =>
        new(change.Failure!.Error, change.Failure.ErrorId, change.Failure.Message, change.Id);

    /// <summary>A sample was asked for where another store is.</summary>
    public static CommerceException NotASample(string path) =>
        new(CommerceError.Conflict, "NotASample",
            $"{path} holds a tenant that is not a sample, and -Sample leaves it alone. Connect without -Sample, or name another -Path.", path);

    /// <summary>A command for stores on a database server, and an address of another.</summary>
    public static CommerceException NotOnServer() =>
        new(CommerceError.NotSupportedByStore, "NotOnServer",
            "This command is for stores in a PostgreSQL database: give an address that begins with postgresql:. A tenant in a file is made, and brought up to date, by Connect-MSCommerce -Local.");

    /// <summary>The session was disconnected.</summary>
    public static CommerceException SessionClosed(string session) =>
        new(CommerceError.NotConnected, "SessionClosed", $"The session with {session} was closed. Run Connect-MSCommerce again.", session);

    /// <summary>A path that is no file's.</summary>
    public static CommerceException PathNotFileSystem(string path, string provider) =>
        new(CommerceError.InvalidRequest, "PathNotFileSystem",
            $"'{path}' is in PowerShell's {provider} provider, and not a file. Name a file's path, or go to a folder with Set-Location first.", path);

    /// <summary>A pattern for files that matches none.</summary>
    public static CommerceException NoFileMatches(string path) =>
        new(CommerceError.NotFound, "NoFileMatches", $"No file matches '{path}', so nothing would be read. Check the pattern and the folder.", path);

    /// <summary>What must be confirmed cannot be asked here.</summary>
    public static CommerceException CannotConfirm(string command, Exception cause) =>
        new(CommerceError.InvalidRequest, "ConfirmationImpossible",
            $"{command} must be confirmed, and this session cannot ask. Nothing was changed; run it with -WhatIf to see what it would do, and with -Confirm:$false to do it.",
            command, cause);

    /// <summary>Names of products together with a scope that has none.</summary>
    public static CommerceException ScopeMismatch(string scope, string names) =>
        new(CommerceError.InvalidRequest, "ScopeMismatch", $"-Scope {scope} does not go with {names}. Leave one of them out.", scope);

    /// <summary>A product that came with a piped user: the one that he has, not the one wanted.</summary>
    public static CommerceException ProductOfPipedUser() =>
        new(CommerceError.InvalidRequest, "ProductOfPipedUser", "The product of a piped user is the one that he has already. Name the one wanted with -ProductId.");

    /// <summary>Licensed users piped where subscriptions or users are meant.</summary>
    public static CommerceException LicensedUserPiped(string? user) =>
        new(CommerceError.InvalidRequest, "LicensedUserPiped",
            "Licensed users were piped, or subscriptions and users together: everybody who has a licence of those subscriptions would be meant, and not these users alone. "
            + "Choose with -User, -ProductId, -Purchaser and the like, or write what was piped with Export-Csv; nothing was read or written.", user);

    /// <summary>Users piped to a command that takes single licences, without the subscription of each.</summary>
    public static CommerceException SubscriptionOfUserMissing(string? user) =>
        new(CommerceError.InvalidRequest, "SubscriptionOfUserMissing",
            $"From which subscription '{user}' is to move was not said. Name it with -SubscriptionId, or pipe what Get-SelfServiceUser lists; nothing was changed.", user);

    /// <summary>A check of the store that failed.</summary>
    public static CommerceException CheckFailed(string store, StoreCheck check) =>
        new(CommerceError.StoreCorrupt, "StoreCheckFailed", $"{store}: the check '{check.Name}' failed: {check.Detail}. Restore a backup, or copy what can still be read.", store);

    /// <summary>One user of a move, where the others moved.</summary>
    public static CommerceException UserNotMoved(UserFailure failure) =>
        new(failure.Error, "UserNotMoved", failure.Message, failure.User);

    /// <summary>One user's licence, where those of others were changed.</summary>
    public static CommerceException LicenseNotChanged(UserFailure failure) =>
        new(failure.Error, "LicenseNotChanged", failure.Message, failure.User);

    /// <summary>One invoice that was not paid, where others may have been.</summary>
    public static CommerceException InvoiceNotPaid(PaymentPlan payment, CommerceException cause) =>
        new(cause.Error, cause.ErrorId, $"Invoice {payment.InvoiceId} ({payment.ProductName}) was not paid: {cause.Message}", payment.InvoiceId, cause);

    /// <summary>One e-mail, where the others were tried as well.</summary>
    public static CommerceException NoticeNotSent(NoticeDelivery delivery) =>
        new(delivery.Status == NoticeStatus.Undeliverable ? CommerceError.InvalidRequest : CommerceError.StoreUnavailable, "NoticeNotSent",
            $"'{delivery.Subject}' was not sent to {delivery.Recipient}: {delivery.Error} {WhatNext(delivery)}", delivery.NoticeId.ToString());

    private static string WhatNext(NoticeDelivery delivery) => delivery.Status switch
    {
        NoticeStatus.Undeliverable => $"It is given up; mend what is wrong, and try it again with Send-MSCommerceNotice -NoticeId {delivery.NoticeId}.",
        NoticeStatus.Failed => $"It is tried again from {delivery.NextAttemptAt?.LocalDateTime:g}, when Send-MSCommerceNotice is run.",
        _ => $"See what became of it with Get-MSCommerceNotice -Recipient {delivery.Recipient}.",
    };
}
