using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>
/// Brings the module's tables and lists into a runspace when its first command begins, and not with the module: reading them, PowerShell builds its whole
/// table of views anew, which takes as long as the rest of the import.
/// </summary>
internal static class Views
{
    private const string FileName = "MSCommerce.Format.ps1xml";

    private static readonly ConditionalWeakTable<Runspace, object> Known = [];

    /// <summary>Sees to it that the views are there; called on the pipeline's thread, before the command writes anything.</summary>
    /// <param name="command">The command.</param>
    /// <param name="runspace">The command's runspace.</param>
    public static void Ensure(PSCmdlet command, Runspace? runspace)
    {
        if (runspace is null || !Known.TryAdd(runspace, Known))
            return;

        // Where the cmdlets are not in the module's folder, a program of its own has them.
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(Views).Assembly.Location)!, "..", FileName));
        if (File.Exists(file))
            Append(command, file);
    }

    private static void Append(PSCmdlet command, string file)
    {
        try
        {
            // By its type, for a name may be somebody else's function, or nothing at all in a session with few commands.
            // Appended: views of the user's own come first.
            using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand(command.InvokeCommand.GetCmdletByTypeName("Microsoft.PowerShell.Commands.UpdateFormatDataCommand, Microsoft.PowerShell.Commands.Utility"))
                .AddParameter("AppendPath", file)
                .AddParameter("WhatIf", value: false)
                .AddParameter("Confirm", value: false)
                .AddParameter("ErrorAction", ActionPreference.Ignore)
                .Invoke();
        }
        catch (RuntimeException)
        {
            // A host that shares one table of views among its runspaces lets nobody add to it. The objects are the same without.
        }
    }
}
