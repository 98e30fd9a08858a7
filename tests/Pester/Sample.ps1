# What the tests share: the module, and a sample tenant of its own for each test that asks for one.
$manifest = $env:MSCOMMERCE_MODULE ?? (Join-Path $PSScriptRoot '../../out/MSCommerce/MSCommerce.psd1' -Resolve)
Import-Module $manifest -ErrorAction Stop

# Made once a file, copied for each test.
function New-Sample([string] $Path = 't.db') {
    $original = Join-Path (Get-PSDrive TestDrive).Root 'original.db'
    if (-not (Test-Path $original)) { $null = New-MSCommerceSampleTenant -Path $original }
    Copy-Item $original -Destination $Path
    (Get-Item $Path).FullName
}

# A folder of its own, a sample tenant t.db in it, and a connection to that.
function Enter-Sample([string] $As) {
    $folder = New-Item -ItemType Directory -Path (Join-Path (Get-PSDrive TestDrive).Root ([guid]::NewGuid()))
    Push-Location $folder
    $null = New-Sample
    $actor = $As ? @{ As = $As } : @{}
    Connect-MSCommerce -Store sqlite:t.db @actor
}

function Exit-Sample {
    Disconnect-MSCommerce
    Pop-Location
}

# The error that a piece of script ends with, or writes: its id without the command's name, and its category.
function Get-ErrorOf([scriptblock] $Script) {
    $caught = try { & { $ErrorActionPreference = 'Stop'; & $Script } | Out-Null } catch { $_ }
    if (-not $caught) { throw 'There was no error.' }
    [pscustomobject]@{
        Id       = ($caught.FullyQualifiedErrorId -split ',')[0]
        Category = "$($caught.CategoryInfo.Category)"
        Target   = $caught.TargetObject
        Message  = $caught.Exception.Message
    }
}

# All that an administrator can see of the tenant but for the audit log, as text: to tell whether anything changed.
function Get-TenantText {
    & {
        Get-MSCommerceTenant
        Get-MSCommerceUser
        Get-SelfServiceProduct
        Get-MSCommerceProductPolicy
        Get-SelfServiceSubscription | Sort-Object SubscriptionId
        Get-SelfServiceOrder
        Get-SelfServiceUser | Sort-Object SubscriptionId, UserId
        Get-SelfServiceUser -Former | Sort-Object FormerSubscriptionId, UserId
        Get-MSCommerceNotice
        Get-SelfServicePaymentMethod
        Get-SelfServiceBillingProfile
        Get-SelfServiceInvoice
        Get-SelfServiceLicenseRequest -WarningAction Ignore
        Get-SelfServiceRequestProcess
    } | ConvertTo-Json -Depth 5
}

# A mail server on loopback that takes everything: its port, and what it took, a line of JSON an e-mail. Nothing where Python or its aiosmtpd is missing.
function Start-MailServer {
    $script = Join-Path $PSScriptRoot '../MailServer/mail_server.py' -Resolve
    foreach ($python in (Get-Command python3, /usr/bin/python3, python -CommandType Application -ErrorAction Ignore).Source) {
        & $python -c 'import aiosmtpd' 2> $null
        if ($LASTEXITCODE) { continue }
        $log = New-TemporaryFile
        $start = [System.Diagnostics.ProcessStartInfo]::new($python)
        foreach ($argument in $script, '--log', $log.FullName) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        return [pscustomobject]@{ Process = $process; Port = [int]$process.StandardOutput.ReadLine(); Log = $log }
    }
}

function Stop-MailServer($Server) {
    if (-not $Server) { return }
    # It ends when nobody holds its input any more.
    $Server.Process.StandardInput.Close()
    $Server.Process.WaitForExit()
    Remove-Item $Server.Log
}

# What always holds: seats as assigned, orders that add up to the totals, an audit log without gaps.
function Assert-StoreWhole {
    (Test-MSCommerceStore).Where({ -not $_.Passed }) | Should -BeNullOrEmpty
}
