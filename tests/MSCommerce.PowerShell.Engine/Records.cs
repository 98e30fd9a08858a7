using System.Net;
using System.Security;

namespace System.Management.Automation;

public class ProgressRecord(int activityId, string activity, string statusDescription)
{
    public int ActivityId { get; } = activityId;

    public string Activity { get; set; } = activity;

    public string StatusDescription { get; set; } = statusDescription;

    public string? CurrentOperation { get; set; }

    public int ParentActivityId { get; set; } = -1;

    public int PercentComplete { get; set; } = -1;

    public int SecondsRemaining { get; set; } = -1;

    public ProgressRecordType RecordType { get; set; }
}

public enum ProgressRecordType
{
    Processing,
    Completed,
}

public class InformationRecord(object messageData, string source)
{
    public object MessageData { get; } = messageData;

    public string Source { get; set; } = source;

    public List<string> Tags { get; } = [];

    public override string ToString() => MessageData.ToString() ?? "";
}

public enum ActionPreference
{
    SilentlyContinue,
    Stop,
    Continue,
    Inquire,
    Ignore,
    Suspend,
}

public sealed class PSCredential(string userName, SecureString password)
{
    public string UserName { get; } = userName;

    public SecureString Password { get; } = password;

    public NetworkCredential GetNetworkCredential() => new(UserName, Password);
}

public readonly struct SwitchParameter(bool isPresent) : IEquatable<SwitchParameter>
{
    public static SwitchParameter Present => new(isPresent: true);

    public bool IsPresent { get; } = isPresent;

    public static implicit operator bool(SwitchParameter switchParameter) => switchParameter.IsPresent;

    public static implicit operator SwitchParameter(bool value) => new(value);

    public static bool operator ==(SwitchParameter first, SwitchParameter second) => first.Equals(second);

    public static bool operator !=(SwitchParameter first, SwitchParameter second) => !first.Equals(second);

    public static bool operator ==(SwitchParameter first, bool second) => first.IsPresent == second;

    public static bool operator !=(SwitchParameter first, bool second) => first.IsPresent != second;

    public static bool operator ==(bool first, SwitchParameter second) => first == second.IsPresent;

    public static bool operator !=(bool first, SwitchParameter second) => first != second.IsPresent;

    public bool ToBool() => IsPresent;

    public bool Equals(SwitchParameter other) => IsPresent == other.IsPresent;

    public override bool Equals(object? obj) => obj is SwitchParameter other ? Equals(other) : obj is bool value && value == IsPresent;

    public override int GetHashCode() => IsPresent.GetHashCode();

    public override string ToString() => IsPresent.ToString();
}
