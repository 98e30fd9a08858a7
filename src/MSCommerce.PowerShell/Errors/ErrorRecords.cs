using System.Collections.Frozen;

namespace MSCommerce.PowerShell;

/// <summary>Makes error records of failures: the one table from <see cref="CommerceError"/> to PowerShell's categories.</summary>
internal static class ErrorRecords
{
    /// <summary>The category of every kind of failure.</summary>
    public static FrozenDictionary<CommerceError, ErrorCategory> Categories { get; } = new Dictionary<CommerceError, ErrorCategory>
    {
        [CommerceError.NotConnected] = ErrorCategory.ConnectionError,
        [CommerceError.AuthenticationFailed] = ErrorCategory.AuthenticationError,
        [CommerceError.Forbidden] = ErrorCategory.PermissionDenied,
        [CommerceError.NotFound] = ErrorCategory.ObjectNotFound,
        [CommerceError.NotEligible] = ErrorCategory.PermissionDenied,
        [CommerceError.PaymentDeclined] = ErrorCategory.LimitsExceeded,
        [CommerceError.InvalidRequest] = ErrorCategory.InvalidArgument,
        [CommerceError.InvalidFile] = ErrorCategory.InvalidData,
        [CommerceError.NoLicensesAvailable] = ErrorCategory.QuotaExceeded,
        [CommerceError.Conflict] = ErrorCategory.InvalidOperation,
        [CommerceError.NotSupportedByStore] = ErrorCategory.NotImplemented,
        [CommerceError.Throttled] = ErrorCategory.LimitsExceeded,
        [CommerceError.StoreUnavailable] = ErrorCategory.ResourceUnavailable,
        [CommerceError.StoreCorrupt] = ErrorCategory.InvalidData,
        [CommerceError.StoreVersion] = ErrorCategory.InvalidData,
    }.ToFrozenDictionary();

    /// <summary>The record of a failure: its id, its category, and what the user named as target.</summary>
    public static ErrorRecord Of(Exception failure) => failure is CommerceException known
        ? new(known, known.ErrorId, Categories[known.Error], known.Target)
        : new(failure, "UnexpectedFailure", ErrorCategory.InvalidResult, targetObject: null);
}
