namespace MSCommerce;

/// <summary>What kind of failure a <see cref="CommerceException"/> reports. Front doors map it once: to an error category, to an exit code.</summary>
public enum CommerceError
{
    /// <summary>No session: connect first.</summary>
    NotConnected,

    /// <summary>The sign-in or the token was refused.</summary>
    AuthenticationFailed,

    /// <summary>The actor's roles do not allow the operation (requirement A).</summary>
    Forbidden,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>A rule of self-service purchasing refuses (requirement E).</summary>
    NotEligible,

    /// <summary>The payment provider declined a charge; nothing was bought or changed.</summary>
    PaymentDeclined,

    /// <summary>The request itself is wrong: a value, a combination, a format.</summary>
    InvalidRequest,

    /// <summary>A file that was to be read is malformed; nothing of it was taken.</summary>
    InvalidFile,

    /// <summary>Fewer licences are available than needed.</summary>
    NoLicensesAvailable,

    /// <summary>The present state does not allow it, or changed since it was looked at.</summary>
    Conflict,

    /// <summary>The store cannot do this; the message says where it can be done.</summary>
    NotSupportedByStore,

    /// <summary>The service asks to slow down.</summary>
    Throttled,

    /// <summary>The store cannot be reached, opened or written: missing, locked, read-only, full, out of reach.</summary>
    StoreUnavailable,

    /// <summary>The store is damaged, or is not a store at all.</summary>
    StoreCorrupt,

    /// <summary>The store was written by a newer version of this software.</summary>
    StoreVersion,
}
