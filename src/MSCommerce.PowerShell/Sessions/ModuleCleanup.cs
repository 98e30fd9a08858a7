using System.Management.Automation.Runspaces;

namespace MSCommerce.PowerShell;

/// <summary>Closes the session when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>PowerShell calls this when the module is removed from a runspace.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is { } runspace && SessionTable.Replace(runspace, session: null) is { } former)
            Task.Run(async () => await former.CloseAsync()).Wait(Patience);
    }
}
