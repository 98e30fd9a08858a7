using System.Management.Automation;

namespace MSCommerce.PowerShell.Engine;

/// <summary>What a cmdlet asks of the engine around it. Not PowerShell's: there the engine's own classes answer.</summary>
public interface IEngineRuntime : ICommandRuntime2
{
    bool Stopping { get; }

    string ParameterSetName { get; }

    InvocationInfo MyInvocation { get; }

    SessionState SessionState { get; }

    PagingParameters? PagingParameters { get; }
}
