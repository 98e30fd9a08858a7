#Requires -Version 7.4
<#
.SYNOPSIS
    The three main jobs with an installed module, each checked by what it left.
.PARAMETER Module
    The folder that the module must have been loaded from.
.PARAMETER Folder
    An empty folder to work in.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [string] $Folder
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0
Set-Location $Folder

function Assert-Outcome([bool] $Holds, [string] $What) {
    if (-not $Holds) { throw "The installed module failed: $What" }
}

Test-ModuleManifest (Join-Path $Module MSCommerce.psd1) | Out-Null

# By autoload: nothing is imported by its path.
Connect-MSCommerce -Local -Sample -Path ./tenant.db
Assert-Outcome ((Get-Module MSCommerce).ModuleBase -eq $Module) "it was loaded from $((Get-Module MSCommerce).ModuleBase)."

Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled | Out-Null
Assert-Outcome ((Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue -eq 'Disabled') 'a product is not disabled.'

Export-SelfServiceUser -SelfService -Path ./users.csv
Assert-Outcome (@(Import-Csv ./users.csv).Count -eq @(Get-SelfServiceUser -SelfService).Count) 'the export is not the list.'

$theirs = Get-SelfServiceSubscription -SelfService -Status Active -ProductId 'Planner Plan 1'
$theirs | Move-SelfServiceUsers -TargetProductId 'Planner Plan 1' -Confirm:$false
Assert-Outcome (-not (Get-SelfServiceSubscription -SelfService -Status Active -ProductId 'Planner Plan 1')) 'a moved subscription is still there.'

Assert-Outcome ((Get-Help Move-SelfServiceUsers).Synopsis -notlike 'Move-SelfServiceUsers*') 'the help is not there.'
'The module works where it was installed.'
