#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and packs MSCommerce: one name for each `dotnet` command that does it.
.PARAMETER Task
    Build    lays the importable module at out/MSCommerce
    Test     runs every test, the Pester ones included
    Package  leaves the packages of the module, the libraries and the command line in artifacts/packages, installs them and tries them
    Torture  runs the torture tests in full (docs/testing.md): half an hour or more
    Bench    measures how fast it is, and writes docs/benchmarks.md
    Docs     writes the help of the cmdlets and their pages (docs/cmdlets) from their documentation comments
.PARAMETER NoBuild
    With Package: packs what was built before, for instance after it was signed.
.EXAMPLE
    ./build.ps1 -Task Package
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Torture', 'Package', 'Bench', 'Docs')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = ($Task -in @('Package', 'Bench') ? 'Release' : 'Debug'),

    [switch] $NoBuild
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
    'Torture' {
        $env:MSCOMMERCE_TORTURE = 'full'
        try { dotnet run --configuration $Configuration --project tests/MSCommerce.Torture.Tests }
        finally { Remove-Item Env:MSCOMMERCE_TORTURE }
    }
    'Package' {
        $packages = 'artifacts/packages'
        Remove-Item $packages -Recurse -ErrorAction Ignore
        dotnet pack --configuration $Configuration --output $packages @($NoBuild ? '--no-build' : @())

        ./tests/Packages/Test-Package.ps1 -Packages $packages
        Get-ChildItem $packages
    }
    'Bench' {
        dotnet run --configuration $Configuration --project benchmarks
    }
    'Docs' {
        dotnet run --project tools/MSCommerce.Help -- .
    }
}
