using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MSCommerce.PowerShell.Tests.Harness;

/// <summary>
/// Stands for one PowerShell session: cmdlets that it runs share a runspace, a location and variables.
/// </summary>
/// <example>
/// <code>
/// using var powershell = new CmdletRunner();
/// var run = powershell.Cmdlet&lt;UpdateMSCommerceProductPolicyCommand&gt;()
///     .With("PolicyId", "AllowSelfServicePurchase").With("Value", "Disabled")
///     .Pipe(policies)          // bound by property name or by value, as the cmdlet declares
///     .WhatIf()
///     .Invoke();
/// Assert.Empty(run.Errors);
/// </code>
/// </example>
internal sealed class CmdletRunner : IDisposable
{
    internal Runspace Runspace { get; } = new TestRunspace();

    internal SessionState SessionState { get; } = new();

    internal CmdletInvocation<T> Cmdlet<T>()
        where T : Cmdlet, new() => new(this);

    public void Dispose() => Runspace.Dispose();

    private sealed class TestRunspace : Runspace;
}
