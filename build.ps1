#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and packs MSCommerce: one name for each `dotnet` command that does it.
.PARAMETER Task
    Build    lays the importable module at out/MSCommerce
    Test     runs every test, the Pester ones included
    Package  leaves the NuGet packages and the module as a zip in artifacts/packages
    Bench    measures how fast it is, and writes docs/benchmarks.md
    Docs     writes the help of the cmdlets from their documentation comments
.EXAMPLE
    ./build.ps1 -Task Package
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Bench', 'Docs')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = ($Task -in @('Package', 'Bench') ? 'Release' : 'Debug')
)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location $PSScriptRoot

switch ($Task) {
    'Build' {
        dotnet build --configuration $Configuration
    }
    'Test' {
        dotnet test --configuration $Configuration
    }
    'Package' {
        $packages = 'artifacts/packages'
        Remove-Item $packages -Recurse -ErrorAction Ignore
        dotnet build --configuration $Configuration
        dotnet pack --no-build --configuration $Configuration --output $packages

        $version = (Import-PowerShellDataFile MSCommerce.psd1).ModuleVersion
        [System.IO.Compression.ZipFile]::CreateFromDirectory(
            (Convert-Path out/MSCommerce), "$(Convert-Path $packages)/MSCommerce-$version.zip", 'Optimal', $true)
        Get-ChildItem $packages
    }
    'Bench' {
        dotnet run --configuration $Configuration --project benchmarks
    }
    'Docs' {
        dotnet run --project tools/MSCommerce.Help -- module/en-US/MSCommerce.PowerShell.dll-Help.xml
    }
}
