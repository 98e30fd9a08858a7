# Loading only: the commands are in an assembly, in a load context of their own (src/MSCommerce.Loader).

# The loader stays as long as the process: a second import, even of another version, finds the first one's.
$loader = 'MSCommerce.Loader.ModuleLoadContext' -as [type]
if (-not $loader) {
    $loader = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath(
        "$PSScriptRoot/bin/MSCommerce.Loader.dll").GetType('MSCommerce.Loader.ModuleLoadContext')
}

$commands = Import-Module -Assembly $loader::GetModule("$PSScriptRoot/bin") -PassThru

# Removing this module leaves the assembly's entry in PowerShell's table, and the next import, finding it there,
# would bring no command: https://github.com/PowerShell/PowerShell/issues/20710
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $commands -ErrorAction Ignore }
