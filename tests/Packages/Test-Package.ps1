#Requires -Version 7.4
<#
.SYNOPSIS
    Installs what `./build.ps1 -Task Package` left into an empty folder, as a user would, and tries it there.
.DESCRIPTION
    The module, in a PowerShell of its own that finds no other copy; the client library, in a new project that refers to its packages;
    the command line, as a .NET tool. Ends with an error where one of them does not do the three main jobs.
.PARAMETER Packages
    The folder with the packages.
.EXAMPLE
    tests/Packages/Test-Package.ps1 -Packages artifacts/packages
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Packages
)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version 3.0

$packages = Convert-Path $Packages
$version = (Import-PowerShellDataFile "$PSScriptRoot/../../MSCommerce.psd1").ModuleVersion
$root = (New-Item -ItemType Directory ([System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "mscommerce-package-$PID"))).FullName

function Install-ModulePackage($Into) {
    $installed = Join-Path $Into "MSCommerce/$version"
    if (Get-Command Install-PSResource -ErrorAction Ignore) {
        $repository = "MSCommercePackage$PID"
        Register-PSResourceRepository $repository -Uri $packages -Trusted
        try { Save-PSResource MSCommerce -Version $version -Repository $repository -Path $Into -SkipDependencyCheck }
        finally { Unregister-PSResourceRepository $repository }
    }
    else {
        # What Save-PSResource does: the package's files without those that are the package's own.
        Write-Warning 'Microsoft.PowerShell.PSResourceGet is not installed: the module''s package is unpacked instead of installed.'
        [System.IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $packages "MSCommerce.$version.nupkg"), $installed)
        '_rels', 'package', '[Content_Types].xml', 'MSCommerce.nuspec' | ForEach-Object { Remove-Item -LiteralPath (Join-Path $installed $_) -Recurse -Force }
    }
    $installed
}

function Test-ModulePackage {
    $modules = Join-Path $root modules
    $installed = Install-ModulePackage $modules
    $shipped = Get-ChildItem $installed -Recurse -File | ForEach-Object { [System.IO.Path]::GetRelativePath($installed, $_.FullName) } | Sort-Object
    $built = Convert-Path "$PSScriptRoot/../../out/MSCommerce"
    $expected = Get-ChildItem $built -Recurse -File | ForEach-Object { [System.IO.Path]::GetRelativePath($built, $_.FullName) } | Sort-Object
    if ($difference = Compare-Object $expected $shipped | Where-Object InputObject -NE 'PSGetModuleInfo.xml') {
        throw "The package does not hold what out/MSCommerce does: $($difference | Out-String)"
    }

    # Found by its name alone, as an installed module is. Single quotes: the script is the other PowerShell's.
    $env:PSModulePath = "$modules$([System.IO.Path]::PathSeparator)$env:PSModulePath"
    pwsh -NoProfile -NonInteractive -File "$PSScriptRoot/Smoke.ps1" -Module $installed -Folder $root
}

function Test-LibraryPackage {
    $project = (New-Item -ItemType Directory (Join-Path $root library)).FullName
    Copy-Item "$PSScriptRoot/../../samples/library/Program.cs" $project
    Set-Content (Join-Path $project library.csproj) @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <RestorePackagesPath>packages</RestorePackagesPath>
    <RestoreAdditionalProjectSources>$packages</RestoreAdditionalProjectSources>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="MSCommerce.Stores.Microsoft365" Version="$version" />
    <PackageReference Include="MSCommerce.Stores.Sql" Version="$version" />
  </ItemGroup>
</Project>
"@
    $said = dotnet run --project $project | Out-String
    if ($said -notmatch 'Power BI Pro: Enabled -> Disabled') { throw "The client library's package did not do what it should: $said" }
    'The client library works from its packages.'
}

function Test-ToolPackage {
    $tools = Join-Path $root tools
    # A feed of its own: another version in the user's package cache must not serve.
    dotnet tool install MSCommerce.Cli --version $version --tool-path $tools --add-source $packages --no-http-cache | Out-Null
    $said = & (Join-Path $tools mscommerce) tour | Out-String
    if ($said -notmatch 'The old subscription is Deleted') { throw "The command line's package did not do what it should: $said" }
    'The command line works as a tool.'
}

$modulePath = $env:PSModulePath
try {
    Test-ModulePackage
    Test-LibraryPackage
    Test-ToolPackage
}
finally {
    $env:PSModulePath = $modulePath
    Remove-Item $root -Recurse -Force -ErrorAction Ignore
}
