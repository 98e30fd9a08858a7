using System.Collections.ObjectModel;

namespace System.Management.Automation;

// No other commands are here: what a cmdlet asks of others is tested in PowerShell itself (tests/Pester).

public enum RunspaceMode
{
    CurrentRunspace = 0,
    NewRunspace = 1,
}

public class CommandInvocationIntrinsics
{
    internal CommandInvocationIntrinsics()
    {
    }

    public CmdletInfo GetCmdletByTypeName(string cmdletTypeName) => throw new NotSupportedException(cmdletTypeName);
}

public sealed class PowerShell : IDisposable
{
    private PowerShell()
    {
    }

    public static PowerShell Create(RunspaceMode runspace) => throw new NotSupportedException(runspace.ToString());

    public PowerShell AddCommand(CommandInfo commandInfo) => throw new NotSupportedException(commandInfo.Name);

    public PowerShell AddParameter(string parameterName, object? value) => throw new NotSupportedException(parameterName);

    public Collection<PSObject> Invoke() => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
