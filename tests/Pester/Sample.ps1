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

# The mail server of tests/MailServer, on a port of its own, with what it took in a file, a line of JSON an e-mail. Nothing where Python or its aiosmtpd is missing.
function Start-MailServer([string[]] $Option = @()) {
    $python = 'python3', '/usr/bin/python3', 'python' | Where-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore } |
        Where-Object { $null = & $_ -c 'import aiosmtpd' 2>&1; $LASTEXITCODE -eq 0 } | Select-Object -First 1
    if (-not $python) { return }
    $log = New-Item -ItemType File -Path (Join-Path (Get-PSDrive TestDrive).Root ([guid]::NewGuid()))
    $start = [System.Diagnostics.ProcessStartInfo]::new($python)
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    foreach ($word in @("$PSScriptRoot/../MailServer/mail_server.py", '--log', $log.FullName) + $Option) { $start.ArgumentList.Add($word) }
    $process = [System.Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Port = [int] $process.StandardOutput.ReadLine(); Log = $log.FullName; Process = $process }
}

# It ends when its input does.
function Stop-MailServer($Server) {
    if (-not $Server) { return }
    $Server.Process.StandardInput.Close()
    $Server.Process.WaitForExit()
}

# Why a test that needs it is skipped.
$noMailServer = 'Python with aiosmtpd, the mail server of this test, is not installed. On Debian and Ubuntu: apt-get install python3-aiosmtpd'

# What always holds: seats as assigned, orders that add up to the totals, an audit log without gaps.
function Assert-StoreWhole {
    (Test-MSCommerceStore).Where({ -not $_.Passed }) | Should -BeNullOrEmpty
}
