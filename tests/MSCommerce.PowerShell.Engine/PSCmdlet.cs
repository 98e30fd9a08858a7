using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using MSCommerce.PowerShell.Engine;

namespace System.Management.Automation;

public abstract class PSCmdlet : Cmdlet
{
    public string ParameterSetName => Runtime.ParameterSetName;

    public InvocationInfo MyInvocation => Runtime.MyInvocation;

    public SessionState SessionState => Runtime.SessionState;

    public CommandInvocationIntrinsics InvokeCommand { get; } = new();

    public PagingParameters? PagingParameters => Runtime.PagingParameters;

    public PSHost? Host => Runtime.Host;

    private IEngineRuntime Runtime => (IEngineRuntime)CommandRuntime;

    public object? GetVariableValue(string name) => SessionState.PSVariable.GetValue(name);

    public object? GetVariableValue(string name, object? defaultValue) => SessionState.PSVariable.GetValue(name, defaultValue);

    public string GetUnresolvedProviderPathFromPSPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider) =>
        SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);

    public PathInfo CurrentProviderLocation(string providerId) => SessionState.Path.CurrentProviderLocation(providerId);
}

public class InvocationInfo(CommandInfo command, bool expectingInput)
{
    public CommandInfo MyCommand { get; } = command;

    public string InvocationName => MyCommand.Name;

    public Dictionary<string, object?> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<object> UnboundArguments { get; } = [];

    public bool ExpectingInput { get; } = expectingInput;

    public string Line => MyCommand.Name;

    public int PipelineLength => ExpectingInput ? 2 : 1;

    public int PipelinePosition => PipelineLength;
}

public abstract class CommandInfo
{
    private protected CommandInfo(string name) => Name = name;

    public string Name { get; }

    public PSModuleInfo? Module => null;

    public string ModuleName => "";
}

public class CmdletInfo(string name, Type implementingType) : CommandInfo(name)
{
    public Type ImplementingType { get; } = implementingType;

    public string Verb => Name.Split('-')[0];

    public string Noun => Name.Split('-')[^1];
}

public sealed class PagingParameters
{
    public SwitchParameter IncludeTotalCount { get; set; }

    public ulong Skip { get; set; }

    public ulong First { get; set; } = ulong.MaxValue;

    public PSObject NewTotalCount(ulong totalCount, double accuracy)
    {
        var count = new PSObject(totalCount);
        count.Properties.Add(new PSNoteProperty("Accuracy", accuracy));
        return count;
    }
}

public sealed class PSModuleInfo
{
    public string Name { get; } = "";
}

public interface IModuleAssemblyInitializer
{
    void OnImport();
}

public interface IModuleAssemblyCleanup
{
    void OnRemove(PSModuleInfo psModuleInfo);
}
