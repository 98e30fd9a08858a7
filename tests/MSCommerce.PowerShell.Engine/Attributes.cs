using System.Management.Automation.Internal;

namespace System.Management.Automation.Internal
{
    public abstract class CmdletMetadataAttribute : Attribute
    {
        private protected CmdletMetadataAttribute()
        {
        }
    }

    public abstract class ParsingBaseAttribute : CmdletMetadataAttribute
    {
        private protected ParsingBaseAttribute()
        {
        }
    }
}

namespace System.Management.Automation
{
    public abstract class CmdletCommonMetadataAttribute : CmdletMetadataAttribute
    {
        public string? DefaultParameterSetName { get; set; }

        public bool SupportsShouldProcess { get; set; }

        public bool SupportsPaging { get; set; }

        public bool SupportsTransactions { get; set; }

        public ConfirmImpact ConfirmImpact { get; set; } = ConfirmImpact.Medium;

        public string HelpUri { get; set; } = "";

        public RemotingCapability RemotingCapability { get; set; } = RemotingCapability.PowerShell;
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CmdletAttribute(string verbName, string nounName) : CmdletCommonMetadataAttribute
    {
        public string VerbName { get; } = verbName;

        public string NounName { get; } = nounName;
    }

    public enum RemotingCapability
    {
        None,
        PowerShell,
        SupportedByCommand,
        OwnedByCommand,
    }

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true)]
    public sealed class ParameterAttribute : ParsingBaseAttribute
    {
        public const string AllParameterSets = "__AllParameterSets";

        public string ParameterSetName { get; set; } = AllParameterSets;

        public int Position { get; set; } = int.MinValue;

        public bool Mandatory { get; set; }

        public bool ValueFromPipeline { get; set; }

        public bool ValueFromPipelineByPropertyName { get; set; }

        public bool ValueFromRemainingArguments { get; set; }

        public bool DontShow { get; set; }

        public string? HelpMessage { get; set; }

        public string? HelpMessageBaseName { get; set; }

        public string? HelpMessageResourceId { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class AliasAttribute(params string[] aliasNames) : ParsingBaseAttribute
    {
        public IList<string> AliasNames { get; } = aliasNames;
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class OutputTypeAttribute : CmdletMetadataAttribute
    {
        public OutputTypeAttribute(params Type[] type) => Type = [.. type.Select(one => new PSTypeName(one))];

        public OutputTypeAttribute(params string[] type) => Type = [.. type.Select(one => new PSTypeName(one))];

        public PSTypeName[] Type { get; }

        public string[] ParameterSetName { get; set; } = [ParameterAttribute.AllParameterSets];

        public string? ProviderCmdlet { get; set; }
    }

    public class PSTypeName
    {
        public PSTypeName(Type type) => (Type, Name) = (type, type.FullName!);

        public PSTypeName(string name) => Name = name;

        public Type? Type { get; }

        public string Name { get; }
    }

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class SupportsWildcardsAttribute : ParsingBaseAttribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class HiddenAttribute : ParsingBaseAttribute;

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class AllowNullAttribute : CmdletMetadataAttribute;

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class AllowEmptyStringAttribute : CmdletMetadataAttribute;

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class AllowEmptyCollectionAttribute : CmdletMetadataAttribute;

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public abstract class ArgumentTransformationAttribute : CmdletMetadataAttribute
    {
        public virtual bool TransformNullOptionalParameters => true;

        public abstract object? Transform(EngineIntrinsics engineIntrinsics, object? inputData);
    }

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class CredentialAttribute : ArgumentTransformationAttribute
    {
        public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData;
    }

    public class EngineIntrinsics(SessionState sessionState)
    {
        public SessionState SessionState { get; } = sessionState;
    }
}
