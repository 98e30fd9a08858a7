# Runs one file of tests and writes what came of each as JSON. `dotnet test` calls it (tests/MSCommerce.Pester.Tests);
# by hand, Invoke-Pester does the same with more colour.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath
)
$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99

$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'None' }
}

function Format-Failure($ErrorRecord) {
    @($ErrorRecord).ForEach({ $_.DisplayErrorMessage ?? "$_"; $_.DisplayStackTrace ?? $_.ScriptStackTrace }) -join "`n"
}

function New-Result($Item, [string] $Outcome, [string] $Message) {
    $tags = for ($at = $Item; $at; $at = $at.Parent ?? $at.Block) { $at.Tag }
    [pscustomobject]@{
        Name    = "$([System.IO.Path]::GetFileName($Path)): $($Item.ExpandedPath ?? $Item.Path)"
        Outcome = $Outcome
        Tags    = @($tags).Where({ $_ })
        Message = $Message
    }
}

$results = @(
    foreach ($test in $run.Tests) {
        switch ($test.Result) {
            'NotRun' { }
            'Passed' { New-Result $test 'Passed' }
            'Failed' {
                # What its BeforeAll threw stands with the block.
                $because = Format-Failure $test.ErrorRecord
                New-Result $test 'Failed' ($because ? $because : 'A block around it failed.')
            }
            default { New-Result $test 'Skipped' @($test.ErrorRecord)[0].Exception.Message }
        }
    }

    # A BeforeAll or AfterAll that failed, and a file that did not even load.
    $run.FailedBlocks.Where({ $_.ErrorRecord }).ForEach({ New-Result $_ 'Failed' (Format-Failure $_.ErrorRecord) })
    $run.FailedContainers.Where({ $_.ErrorRecord }).ForEach({ New-Result @{ Path = 'the file' } 'Failed' (Format-Failure $_.ErrorRecord) })
)
[System.IO.File]::WriteAllText($ResultPath, (ConvertTo-Json $results -Depth 3))
