using System.Globalization;

namespace MSCommerce;

/// <summary>
/// Makes every <see cref="CommerceException"/>, so that one failure reads the same whichever store or front door reports it.
/// Each message says what failed, on what, and ends with what to do.
/// </summary>
public static partial class CommerceErrors
{
    private const string FileExistsId = "FileExists";
    private const string StoreExistsId = "StoreExists";

    /// <summary>Whether a failure is a refusal by a rule, which the audit log records (N2), and not a mistake in the request or an obstacle outside the tenant.</summary>
    /// <param name="failure">The failure.</param>
    /// <returns>True for refusals.</returns>
    public static bool IsRefusal(CommerceException failure) =>
        failure.Error is CommerceError.Forbidden or CommerceError.NotEligible or CommerceError.NoLicensesAvailable or CommerceError.Conflict
            or CommerceError.PaymentDeclined
        && failure.ErrorId is not (FileExistsId or StoreExistsId);

    /// <summary>No session is open.</summary>
    public static CommerceException NotConnected() =>
        new(CommerceError.NotConnected, "NotConnected", "There is no connection to a tenant. Run Connect-MSCommerce first, or pass -Session.");

    /// <summary>The named actor is unknown to the tenant, or its account is disabled.</summary>
    public static CommerceException ActorRefused(string actor, string why) =>
        new(CommerceError.AuthenticationFailed, "ActorRefused", $"Cannot act as '{actor}': {why}. Name an enabled user of the tenant with -As.", actor);

    /// <summary>The actor's roles do not suffice (requirement A).</summary>
    public static CommerceException Forbidden(string actor, string action, IEnumerable<string> rolesThatMay) =>
        new(CommerceError.Forbidden, "RoleMissing",
            $"'{actor}' may not {action}. Ask someone who is {string.Join(" or ", rolesThatMay)}, or connect as one.", actor);

    /// <summary>No policy has this id.</summary>
    public static CommerceException PolicyNotFound(string policyId) =>
        new(CommerceError.NotFound, "PolicyNotFound", $"There is no policy '{policyId}'. Get-MSCommercePolicies lists those that exist.", policyId);

    /// <summary>Names of products that nothing answers to.</summary>
    public static CommerceException ProductNotFound(IReadOnlyList<string> names) =>
        new(CommerceError.NotFound, "ProductNotFound",
            $"No product has the id or name {Quoted(names)}. Get-MSCommerceProductPolicies lists the products; names may have wildcards.", names[0]);

    /// <summary>Names of offer types that nothing answers to.</summary>
    public static CommerceException OfferTypeNotFound(IReadOnlyList<string> names) =>
        new(CommerceError.NotFound, "OfferTypeNotFound",
            $"No type of offers is called {Quoted(names)}. Get-MSCommerceProductPolicies -Scope OfferType lists them.", names[0]);

    /// <summary>Names of subscriptions that nothing answers to.</summary>
    public static CommerceException SubscriptionNotFound(IReadOnlyList<string> ids) =>
        new(CommerceError.NotFound, "SubscriptionNotFound",
            $"There is no subscription {Quoted(ids)}, or it is not yours to see. Get-SelfServiceSubscription lists them.", ids[0]);

    /// <summary>Names of users that nothing answers to.</summary>
    public static CommerceException UserNotFound(IReadOnlyList<string> names) =>
        new(CommerceError.NotFound, "UserNotFound",
            $"The tenant has no user {Quoted(names)}. Get-MSCommerceUser lists them; Import-MSCommerceUser adds them.", names[0]);

    /// <summary>A pattern in a change that matches nothing: changing nothing must not look like success.</summary>
    public static CommerceException PatternMatchedNothing(string pattern, string what) =>
        new(CommerceError.NotFound, "PatternMatchedNothing",
            $"No {what} matches '{pattern}', so nothing would change. Try the pattern on the list first, or name one exactly.", pattern);

    /// <summary>A name that several products answer to where one is needed.</summary>
    public static CommerceException ProductAmbiguous(string name, IReadOnlyList<string> ids) =>
        new(CommerceError.InvalidRequest, "ProductAmbiguous",
            $"Several products answer to '{name}': {Quoted(ids)}. Name one by its id; nothing was changed.", name);

    /// <summary>Services that a product does not have.</summary>
    public static CommerceException ServiceNotFound(string productName, IReadOnlyList<string> services) =>
        new(CommerceError.NotFound, "ServiceNotFound",
            $"{productName} has no service {Quoted(services)} to switch off. Get-SelfServiceProduct lists its services; nothing was changed.", services[0]);

    /// <summary>A service that would vanish from the catalogue and is switched off for somebody.</summary>
    public static CommerceException ServiceInUse(string productName, string service, long users) =>
        new(CommerceError.Conflict, "ServiceInUse", string.Create(CultureInfo.InvariantCulture,
            $"The service '{service}' of {productName} is switched off for {users} users, and what was switched off would be forgotten with it. Switch it on for them first, or keep it; nothing was changed."),
            service);

    /// <summary>One thing that is to be changed twice at once.</summary>
    public static CommerceException NamedTwice(string what) =>
        new(CommerceError.InvalidRequest, "NamedTwice", $"{what} is to be changed twice at once. Name it once; nothing was changed.", what);

    /// <summary>A value of a planned change that its property cannot have.</summary>
    public static CommerceException ValueInvalid(string property, string? value) =>
        new(CommerceError.InvalidRequest, "ValueInvalid", $"'{value}' is no value of {property}. Plan the change anew; nothing was changed.", value);

    /// <summary>A request that names nothing to work on.</summary>
    public static CommerceException NothingNamed(string what) =>
        new(CommerceError.InvalidRequest, "NothingNamed", $"No {what} was named. Name at least one.");

    /// <summary>A change that names what is changed, and nothing to change of it.</summary>
    public static CommerceException NothingToSet(string settings) =>
        new(CommerceError.InvalidRequest, "NothingToSet", $"No setting was named, so nothing would change. Give one: {settings}.");

    /// <summary>A value that is no policy value.</summary>
    public static CommerceException PolicyValueUnknown(string value) =>
        new(CommerceError.InvalidRequest, "PolicyValueUnknown",
            $"'{value}' is not a policy value. Use {string.Join(", ", PolicyValues.Known)}.", value);

    /// <summary>A value that the product, or a type of offers, refuses (P3, P4).</summary>
    public static CommerceException PolicyValueNotAllowed(string value, IReadOnlyList<string> names, string why) =>
        new(CommerceError.InvalidRequest, "PolicyValueNotAllowed",
            $"{Quoted(names)} cannot be set to '{value}': {why}. Use Enabled or Disabled; nothing was changed.", names[0]);

    /// <summary>Two lines of a baseline mean one product: by id and by name, say.</summary>
    public static CommerceException BaselineNamesTwice(string name, string id) =>
        new(CommerceError.InvalidFile, "BaselineNamesTwice",
            $"The baseline's line '{id}' means {name}, and so does another line. Keep one of the two; nothing was changed.", id);

    /// <summary>What a plan saw no longer holds.</summary>
    public static CommerceException ChangedMeanwhile(string what, string planned, string now) =>
        new(CommerceError.Conflict, "ChangedMeanwhile",
            $"{what} changed since the plan was made (then {planned}, now {now}). Nothing was changed; look at it and run the command again.", what);

    /// <summary>Too few licences in the target (T1, U4).</summary>
    public static CommerceException TooFewLicenses(string subscriptionId, string productName, int needed, int available) =>
        new(CommerceError.NoLicensesAvailable, "TooFewLicenses", string.Create(CultureInfo.InvariantCulture,
            $"{productName} ({subscriptionId}) has {available} licences available and {needed} are needed: {needed - available} are missing. Nothing was changed; add licences, free some, or name fewer users."),
            subscriptionId);

    /// <summary>The state of a subscription forbids what was asked.</summary>
    public static CommerceException SubscriptionState(string errorId, string subscriptionId, string message) =>
        new(CommerceError.Conflict, errorId, message, subscriptionId);

    /// <summary>A product that has no subscription to move users to (T1).</summary>
    public static CommerceException TargetNotFound(string productName) =>
        new(CommerceError.NotFound, "TargetNotFound",
            $"The organisation has no active subscription of {productName} to move users to. Name another product, or a subscription with -TargetSubscriptionId; nothing was changed.", productName);

    /// <summary>A user who cannot hold a licence (U4).</summary>
    public static CommerceException UserDisabled(IReadOnlyList<string> users) =>
        new(CommerceError.Conflict, "UserDisabled",
            $"The accounts {Quoted(users)} are disabled and cannot be given a licence. Enable them or leave them out; nothing was changed.", users[0]);

    /// <summary>A user named for a move holds no licence of the source.</summary>
    public static CommerceException UserNotLicensed(IReadOnlyList<string> users, string subscriptionId) =>
        new(CommerceError.NotFound, "UserNotLicensed",
            $"{Quoted(users)} holds no licence of subscription {subscriptionId}. Get-SelfServiceUser -SubscriptionId lists who does; nothing was changed.", users[0]);

    /// <summary>A request that is wrong in itself.</summary>
    public static CommerceException InvalidRequest(string errorId, string message, string? target = null) =>
        new(CommerceError.InvalidRequest, errorId, message, target);

    /// <summary>A line of a file that cannot be taken; the whole file is refused.</summary>
    public static CommerceException FileLineInvalid(string path, long line, string why, Exception? cause = null, string unit = "line") =>
        new(CommerceError.InvalidFile, "FileLineInvalid",
            string.Create(CultureInfo.InvariantCulture, $"{path}, {unit} {line}: {why}. Nothing of the file was taken; mend the {unit} and run the command again."), path, cause);

    /// <summary>A file that cannot be taken as a whole.</summary>
    public static CommerceException FileInvalid(string path, string why, Exception? cause = null) =>
        new(CommerceError.InvalidFile, "FileInvalid", $"{path}: {why}. Nothing of the file was taken.", path, cause);

    /// <summary>A file to read that is not there, or cannot be opened.</summary>
    public static CommerceException FileUnreadable(string path, Exception cause) =>
        new(CommerceError.NotFound, "FileUnreadable", $"{path} cannot be read: {cause.Message} Check the path and its permissions.", path, cause);

    /// <summary>A file to write that exists already.</summary>
    public static CommerceException FileExists(string path) =>
        new(CommerceError.Conflict, FileExistsId, $"{path} exists already. Use -Force to replace it, or another path.", path);

    /// <summary>A file that cannot be written.</summary>
    public static CommerceException FileUnwritable(string path, Exception cause) =>
        new(CommerceError.InvalidRequest, "FileUnwritable", $"{path} cannot be written: {cause.Message} Check the folder, its permissions and the free space.", path, cause);

    /// <summary>The store cannot do this.</summary>
    public static CommerceException NotSupported(string store, string what, string where) =>
        new(CommerceError.NotSupportedByStore, "NotSupportedByStore", $"{store} cannot {what}. {where}", store);

    /// <summary>An address that names no store this software knows.</summary>
    public static CommerceException StoreAddressInvalid(string address, IEnumerable<string> schemes) =>
        new(CommerceError.InvalidRequest, "StoreAddressInvalid",
            $"'{address}' names no store. Write {string.Join(" or ", schemes.Select(scheme => $"{scheme}:…"))}.", address);

    /// <summary>The store's file is not there.</summary>
    public static CommerceException StoreMissing(string path) =>
        new(CommerceError.StoreUnavailable, "StoreMissing",
            $"There is no store at {path}. Connect-MSCommerce -Local -Path makes one, and so does 'mscommerce store create'; check the path if there should be one.", path);

    /// <summary>The store is in use and did not become free in time.</summary>
    public static CommerceException StoreLocked(string path, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreLocked", $"The store {path} is locked by another program. Nothing was changed; wait until it is done and run the command again.", path, cause);

    /// <summary>The connection was lost just when a change was committed, and what became of it could not be found out.</summary>
    public static CommerceException OutcomeUnknown(string store, Guid correlationId, Exception cause) =>
        new(CommerceError.StoreUnavailable, "OutcomeUnknown",
            $"The connection to {store} was lost while the change was committed, and whether it was made is not known. Before running the command again, see whether the audit log has entries of it: Get-MSCommerceAuditLog -CorrelationId {correlationId}.", correlationId.ToString(), cause);

    /// <summary>The store cannot be written.</summary>
    public static CommerceException StoreReadOnly(string path, Exception? cause = null) =>
        new(CommerceError.StoreUnavailable, "StoreReadOnly", $"The store {path} is read-only. Nothing was changed; make the file and its folder writable for this user.", path, cause);

    /// <summary>The store has no room left.</summary>
    public static CommerceException StoreFull(string path, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreFull", $"The store {path} is full. Nothing was changed; free disk space or raise its limit and run the command again.", path, cause);

    /// <summary>The store cannot be opened or used for another reason.</summary>
    public static CommerceException StoreUnavailable(string path, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreUnavailable", $"The store {path} cannot be used: {cause.Message} Check the path and its permissions.", path, cause);

    /// <summary>The database refused a change that would break one of its own rules; a rule of this library should have refused it before.</summary>
    public static CommerceException StoreConstraint(string path, Exception cause) =>
        new(CommerceError.Conflict, "StoreConstraint", $"The store {path} refused the change: {cause.Message} Nothing was changed; look at what is there now and run the command again.", path, cause);

    /// <summary>The file is no store, or is damaged.</summary>
    public static CommerceException StoreCorrupt(string path, string why, Exception? cause = null) =>
        new(CommerceError.StoreCorrupt, "StoreCorrupt", $"{path} is not a usable store: {why}. Restore a backup or name another file; nothing was changed.", path, cause);

    /// <summary>The store's schema is newer than this software.</summary>
    public static CommerceException StoreNewer(string path, long found, long known) =>
        new(CommerceError.StoreVersion, "StoreNewer", string.Create(CultureInfo.InvariantCulture,
            $"{path} was written by a newer version of MSCommerce (schema {found}, this version knows {known}). Update the module; nothing was changed."), path);

    /// <summary>The store's schema is older than this software, and the store cannot be written.</summary>
    public static CommerceException StoreNeedsUpgrade(string path, long found, long known, Exception cause) =>
        new(CommerceError.StoreVersion, "StoreNeedsUpgrade", string.Create(CultureInfo.InvariantCulture,
            $"{path} was written by an older version of MSCommerce (schema {found}, this version needs {known}) and is read-only, so that it cannot be brought up to date. Make the file and its folder writable for this user, or open a copy; nothing was changed."), path, cause);

    private static string Quoted(IReadOnlyList<string> names)
    {
        const int Shown = 5;
        var text = string.Join(", ", names.Take(Shown).Select(name => $"'{name}'"));
        return names.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $"{text} and {names.Count - Shown} more") : text;
    }
}
