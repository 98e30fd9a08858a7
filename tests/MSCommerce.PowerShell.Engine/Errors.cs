using System.Globalization;

namespace System.Management.Automation;

public class ErrorRecord
{
    private readonly string _errorId;
    private InvocationInfo? _invocation;

    public ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object? targetObject)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception = exception;
        _errorId = errorId ?? "";
        TargetObject = targetObject;
        CategoryInfo = new(this, errorCategory);
    }

    public ErrorRecord(ErrorRecord errorRecord, Exception? replaceParentContainsErrorRecordException)
        : this(replaceParentContainsErrorRecordException ?? errorRecord.Exception, errorRecord._errorId, errorRecord.CategoryInfo.Category, errorRecord.TargetObject) =>
        (ErrorDetails, _invocation) = (errorRecord.ErrorDetails, errorRecord._invocation);

    public Exception Exception { get; }

    public object? TargetObject { get; }

    public ErrorCategoryInfo CategoryInfo { get; }

    public ErrorDetails? ErrorDetails { get; set; }

    public InvocationInfo? InvocationInfo => _invocation;

    /// <summary>The id, and behind a comma the command's type once the error went through a command.</summary>
    public string FullyQualifiedErrorId =>
        _invocation?.MyCommand is CmdletInfo command ? $"{_errorId},{command.ImplementingType.FullName}" : _errorId;

    // Internal in PowerShell.
    public void SetInvocationInfo(InvocationInfo invocation)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        _invocation ??= invocation;
        if (CategoryInfo.Activity.Length == 0)
            CategoryInfo.Activity = invocation.MyCommand.Name;
    }

    public override string ToString() => ErrorDetails?.Message ?? Exception.Message;
}

public class ErrorDetails(string message)
{
    public string Message { get; } = message;

    public string RecommendedAction { get; set; } = "";

    public override string ToString() => Message;
}

public class ErrorCategoryInfo
{
    internal ErrorCategoryInfo(ErrorRecord record, ErrorCategory category)
    {
        Category = category;
        Reason = record.Exception.GetType().Name;
        TargetName = Convert.ToString(record.TargetObject, CultureInfo.InvariantCulture) ?? "";
        TargetType = record.TargetObject?.GetType().Name ?? "";
    }

    public ErrorCategory Category { get; }

    public string Activity { get; set; } = "";

    public string Reason { get; set; }

    public string TargetName { get; set; }

    public string TargetType { get; set; }

    public string GetMessage() => $"{Category}: ({TargetName}:{TargetType}) [{Activity}], {Reason}";

    public override string ToString() => GetMessage();
}

public enum ErrorCategory
{
    NotSpecified = 0,
    OpenError = 1,
    CloseError = 2,
    DeviceError = 3,
    DeadlockDetected = 4,
    InvalidArgument = 5,
    InvalidData = 6,
    InvalidOperation = 7,
    InvalidResult = 8,
    InvalidType = 9,
    MetadataError = 10,
    NotImplemented = 11,
    NotInstalled = 12,
    ObjectNotFound = 13,
    OperationStopped = 14,
    OperationTimeout = 15,
    SyntaxError = 16,
    ParserError = 17,
    PermissionDenied = 18,
    ResourceBusy = 19,
    ResourceExists = 20,
    ResourceUnavailable = 21,
    ReadError = 22,
    WriteError = 23,
    FromStdErr = 24,
    SecurityError = 25,
    ProtocolError = 26,
    ConnectionError = 27,
    AuthenticationError = 28,
    LimitsExceeded = 29,
    QuotaExceeded = 30,
    NotEnabled = 31,
}

public interface IContainsErrorRecord
{
    ErrorRecord ErrorRecord { get; }
}

public class RuntimeException : SystemException, IContainsErrorRecord
{
    private readonly ErrorRecord? _record;

    public RuntimeException()
    {
    }

    public RuntimeException(string message) : base(message)
    {
    }

    public RuntimeException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    public RuntimeException(string message, Exception? innerException, ErrorRecord? errorRecord) : base(message, innerException) =>
        _record = errorRecord;

    public virtual ErrorRecord ErrorRecord => _record ?? new(this, GetType().Name, ErrorCategory.NotSpecified, targetObject: null);
}

public class PipelineStoppedException() : RuntimeException("The pipeline has been stopped.");

public class MetadataException : RuntimeException
{
    public MetadataException(string message) : base(message)
    {
    }

    public MetadataException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}

public class ValidationMetadataException(string message) : MetadataException(message);

public class ArgumentTransformationMetadataException : MetadataException
{
    public ArgumentTransformationMetadataException(string message) : base(message)
    {
    }

    public ArgumentTransformationMetadataException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}

public class ParameterBindingException(string message) : RuntimeException(message);

public class WildcardPatternException(string message) : RuntimeException(message);

public class SessionStateException(string message) : RuntimeException(message);

public class ItemNotFoundException(string message) : SessionStateException(message);

public class PSInvalidOperationException(string message) : InvalidOperationException(message), IContainsErrorRecord
{
    public ErrorRecord ErrorRecord => new(this, "InvalidOperation", ErrorCategory.InvalidOperation, targetObject: null);
}

public class PSArgumentException : ArgumentException, IContainsErrorRecord
{
    public PSArgumentException(string message) : base(message)
    {
    }

    public PSArgumentException(string message, string paramName) : base(message, paramName)
    {
    }

    public ErrorRecord ErrorRecord => new(this, "Argument", ErrorCategory.InvalidArgument, targetObject: null);
}

public class PSInvalidCastException(string message, Exception? innerException = null)
    : InvalidCastException(message, innerException), IContainsErrorRecord
{
    public ErrorRecord ErrorRecord => new(this, "InvalidCast", ErrorCategory.InvalidArgument, targetObject: null);
}
