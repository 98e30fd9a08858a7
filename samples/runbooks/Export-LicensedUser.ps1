<#
.SYNOPSIS
    Exports who is licensed to a file with the day in its name, and keeps the newest files.
.DESCRIPTION
    For every week. Writes licensed-users-<day>.csv (UTC) into a folder. The file is made under another name, its rows are counted, and it gets its name only if they are as many as the
    tenant said: so a file that is there is whole. Where the export fails, or has fewer rows than -MinimumRow, what was there before stays, and nothing is deleted.

    Then the oldest files beyond -Keep are deleted: those with such a name alone, whatever else is in the folder. Run again on the same day, it replaces the file of the day.
.PARAMETER Folder
    Where to; it is made where it does not exist.
.PARAMETER Keep
    How many files stay, this one included.
.PARAMETER Format
    csv, or jsonl for a line of JSON each.
.PARAMETER SelfService
    Users of what people bought themselves alone.
.PARAMETER MinimumRow
    Fewer rows than that are a failure: an empty list is more often a permission that was lost than a tenant without licences.
.PARAMETER ManagedIdentity
    Sign in with the managed identity of the machine or the Automation account.
.PARAMETER TenantId
    The tenant, by its id or one of its domains.
.PARAMETER ClientId
    The application that signs in; with -ManagedIdentity, a user-assigned identity.
.PARAMETER CertificateThumbprint
    The application's certificate, in a certificate store of this machine.
.PARAMETER CertificatePath
    The application's certificate with its private key, in a file.
.PARAMETER FederatedTokenPath
    A file with the token of another identity provider (Kubernetes, GitHub Actions).
.PARAMETER Json
    Write each object as one line of JSON, for the log of a scheduler.
.OUTPUTS
    Objects with Time, Runbook, Outcome (Exported, WouldExport, Deleted, WouldDelete), Path, Rows and Message.
.EXAMPLE
    ./Export-LicensedUser.ps1 -Folder ./exports -Keep 12 -ManagedIdentity

    Keeps a quarter of a year.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Export-LicensedUser.ps1 -Folder /var/lib/mscommerce -SelfService -TenantId contoso.onmicrosoft.com -ClientId $id -CertificatePath /etc/mscommerce/app.pem -Json

    From cron or a systemd timer, with exit code 1 where it failed.
#>
#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'MSCommerce'; GUID = 'b1f3c2d4-5a0e-4f7b-9c86-2e7d0a4b61c5'; ModuleVersion = '4.0.0' }
[CmdletBinding(SupportsShouldProcess)]
[OutputType([pscustomobject], [string])]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Folder,
    [ValidateRange(1, 10000)] [int] $Keep = 8,
    [ValidateSet('csv', 'jsonl')] [string] $Format = 'csv',
    [switch] $SelfService,
    [ValidateRange(0, [long]::MaxValue)] [long] $MinimumRow = 1,
    [switch] $ManagedIdentity,
    [ValidateNotNullOrEmpty()] [string] $TenantId,
    [ValidateNotNullOrEmpty()] [string] $ClientId,
    [ValidateNotNullOrEmpty()] [string] $CertificateThumbprint,
    [ValidateNotNullOrEmpty()] [string] $CertificatePath,
    [ValidateNotNullOrEmpty()] [string] $FederatedTokenPath,
    [switch] $Json
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$runbook = 'Export-LicensedUser'

function Write-Result([string] $Outcome, [string] $Message, [hashtable] $Fields = @{}) {
    $result = [ordered]@{ Time = [DateTimeOffset]::UtcNow.ToString('u'); Runbook = $runbook; Outcome = $Outcome; Path = $Fields['Path']; Rows = $Fields['Rows']; Message = $Message }
    $Json ? (ConvertTo-Json $result -Compress) : [pscustomobject] $result
}

# The records of a file, not its lines: a name may have a line break in it.
function Get-RowCount([string] $Path) {
    if ($Format -eq 'csv') { return (Import-Csv -LiteralPath $Path | Measure-Object).Count }
    ([System.IO.File]::ReadLines($Path) | Measure-Object).Count
}

try {
    $Folder = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Folder)
    $path = Join-Path $Folder "licensed-users-$([DateTimeOffset]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).$Format"
    # The ending says the format, so the name differs at its beginning.
    $partial = Join-Path $Folder "partial-licensed-users.$Format"
    $signIn = @{}
    foreach ($name in 'ManagedIdentity', 'TenantId', 'ClientId', 'CertificateThumbprint', 'CertificatePath', 'FederatedTokenPath') {
        if ($PSBoundParameters.ContainsKey($name)) { $signIn[$name] = $PSBoundParameters[$name] }
    }

    if (-not (Test-Path -LiteralPath $Folder)) { $null = New-Item -ItemType Directory -Path $Folder -Force }
    Connect-MSCommerce @signIn
    try {
        $export = Export-SelfServiceUser -Path $partial -SelfService:$SelfService -Force -PassThru -Confirm:$false
    }
    finally {
        Disconnect-MSCommerce
    }

    if ($export) {
        try {
            $rows = Get-RowCount $partial
            if ($rows -ne $export.Rows) { throw "The export has $($export.Rows) rows, and the file $rows. Look at the disk of $Folder; nothing was replaced." }
            if ($rows -lt $MinimumRow) { throw "The export has $rows rows, fewer than -MinimumRow $MinimumRow. Look at the permissions of whoever signs in; nothing was replaced." }
            Move-Item -LiteralPath $partial -Destination $path -Force -Confirm:$false
        }
        catch {
            Remove-Item -LiteralPath $partial -Force -ErrorAction Ignore -Confirm:$false
            throw
        }

        Write-Result -Outcome Exported -Message "$rows rows, counted again in the file." -Fields @{ Path = $path; Rows = $rows }
    }
    else {
        Write-Result -Outcome WouldExport -Message 'Nothing was written.' -Fields @{ Path = $path }
    }

    $name = "^licensed-users-\d{4}-\d{2}-\d{2}\.$Format$"
    $files = @(if (Test-Path -LiteralPath $Folder) { Get-ChildItem -LiteralPath $Folder -File | Where-Object Name -CMatch $name | Sort-Object Name -Descending })
    # A file that would have been written counts as if it were there.
    $stay = $Keep - [int] ($WhatIfPreference -and $path -notin $files.FullName)
    foreach ($file in $files | Select-Object -Skip $stay) {
        Remove-Item -LiteralPath $file.FullName -Force -Confirm:$false
        Write-Result -Outcome ($WhatIfPreference ? 'WouldDelete' : 'Deleted') -Message "Older than the newest $Keep." -Fields @{ Path = $file.FullName }
    }
}
catch {
    # Thrown on, whatever the caller's preference: what a scheduler sees is a failed job in Azure Automation, and exit code 1 elsewhere.
    throw
}
