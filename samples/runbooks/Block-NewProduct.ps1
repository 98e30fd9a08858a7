<#
.SYNOPSIS
    Blocks every product that a baseline does not name, and brings those that it names to its values.
.DESCRIPTION
    For every night. What the baseline file names gets the value that stands there; every other product that the policy governs gets Disabled. So a product that Microsoft
    adds, which is enabled at first, is bought by nobody for longer than a day. Third-party offer types are treated so where the baseline names at least one of them.

    Writes one object for each value that was not as it is to be, and a last one that sums up. What was written is read again: only what the tenant then has is reported as Set.
    Run again, it changes nothing. Every product that can be set is set, whatever is wrong with others; then it fails if anything is not as wanted, and names it. That goes for a
    line of the baseline that names what the tenant does not have, too: it may be a misspelling of what has just been blocked.

    A line for all others (*) in the baseline must say Disabled.
.PARAMETER BaselinePath
    The baseline file, .csv or .json, as Export-MSCommercePolicyBaseline writes it: ProductId and PolicyValue.
.PARAMETER PolicyId
    The policy.
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
    Objects with Time, Runbook, Outcome (Set, WouldSet, Failed, NotInTenant; last Done or Incomplete), Product, ProductId, Was, Wanted and Message.
.EXAMPLE
    ./Block-NewProduct.ps1 -BaselinePath ./baseline.csv -ManagedIdentity

    In Azure Automation.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Block-NewProduct.ps1 -BaselinePath ./baseline.csv -TenantId contoso.onmicrosoft.com -ClientId $id -CertificatePath /etc/mscommerce/app.pem -Json

    From cron or a systemd timer: one line of JSON for each value, exit code 1 where something is not as wanted.
.EXAMPLE
    $PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:./rehearsal.db'
    ./Block-NewProduct.ps1 -BaselinePath ./baseline.csv -WhatIf

    Shows on a copy of the tenant what would be blocked.
#>
#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'MSCommerce'; GUID = 'b1f3c2d4-5a0e-4f7b-9c86-2e7d0a4b61c5'; ModuleVersion = '4.0.0' }
[CmdletBinding(SupportsShouldProcess)]
[OutputType([pscustomobject], [string])]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $BaselinePath,
    [ValidateNotNullOrEmpty()] [string] $PolicyId = 'AllowSelfServicePurchase',
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
$runbook = 'Block-NewProduct'

function Write-Result([string] $Outcome, [string] $Message, [hashtable] $Fields = @{}) {
    $result = [ordered]@{ Time = [DateTimeOffset]::UtcNow.ToString('u'); Runbook = $runbook; Outcome = $Outcome }
    foreach ($name in 'Product', 'ProductId', 'Was', 'Wanted') { $result[$name] = $Fields[$name] }
    $result.Message = $Message
    $Json ? (ConvertTo-Json $result -Compress) : [pscustomobject] $result
}

# The lines of the baseline, to see what it says of those that it does not name.
function Get-Line {
    $rows = if ([System.IO.Path]::GetExtension($BaselinePath) -eq '.json') {
        Get-Content -LiteralPath $BaselinePath -Raw | ConvertFrom-Json
    }
    else {
        $header = "$(Get-Content -LiteralPath $BaselinePath -TotalCount 1)"
        $delimiters = @(',', ';', "`t").Where({ $header.Contains($_) }, 'First')
        Import-Csv -LiteralPath $BaselinePath -Delimiter ($delimiters ? $delimiters[0] : ',')
    }

    foreach ($row in @($rows)) {
        $value = @{}
        foreach ($property in $row.PSObject.Properties) { $value[$property.Name] = "$($property.Value)".Trim() }
        $id = @('ProductId', 'ScopeId', 'OfferType', 'Product', 'Id').ForEach({ $value[$_] }).Where({ $_ }, 'First')
        $isProduct = $value['Scope'] -ne 'OfferType' -and ($value['ProductId'] -or $value['Product'] -or $value['Id'])
        if ($id) { [pscustomobject]@{ Id = $id[0]; IsProduct = $isProduct; Value = $value['PolicyValue'] ?? $value['Value'] } }
    }
}

# Sets one value for many. What the tenant refuses as a whole is tried one by one, so that one product does not keep the others open.
function Invoke-Update($Drift, [string] $Value, [hashtable] $Reasons) {
    $scope = $Drift[0].Scope -eq 'OfferType' ? 'OfferType' : 'ProductId'
    $named = @{ $scope = @($Drift.Id) }
    try {
        $null = Update-MSCommerceProductPolicy -PolicyId $PolicyId @named -Value $Value -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failures
        foreach ($failure in $failures) { $Reasons["$($failure.TargetObject)"] = $failure.Exception.Message }
    }
    catch {
        if ($Drift.Count -eq 1) { $Reasons[$Drift[0].Id] = $_.Exception.Message; return }
        foreach ($one in $Drift) { Invoke-Update -Drift @($one) -Value $Value -Reasons $Reasons }
    }
}

try {
    $BaselinePath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($BaselinePath)
    $lines = @(Get-Line)
    if (-not $lines.Where({ $_.IsProduct })) { throw "$BaselinePath names no product. To block every product, give it the line *,Disabled. Nothing was changed." }
    if ($lines.Where({ $_.Id -eq '*' -and $_.Value -ne 'Disabled' })) {
        throw "$BaselinePath says of all others (*) something else than Disabled, which is what this runbook sets. Take the line out, or use Set-MSCommercePolicyBaseline. Nothing was changed."
    }

    $signIn = @{}
    foreach ($name in 'ManagedIdentity', 'TenantId', 'ClientId', 'CertificateThumbprint', 'CertificatePath', 'FederatedTokenPath') {
        if ($PSBoundParameters.ContainsKey($name)) { $signIn[$name] = $PSBoundParameters[$name] }
    }

    Connect-MSCommerce @signIn
    try {
        $drift = @(Compare-MSCommercePolicyBaseline -Path $BaselinePath -PolicyId $PolicyId)
        $missing = $drift.Where({ $_.Kind -eq 'NotInTenant' })
        # What the baseline does not name is drift to it, whatever its value; here it is as wanted once it is Disabled.
        $isWrong = { $_.Kind -eq 'Different' -or ($_.Kind -eq 'NotInBaseline' -and $_.Actual -ne 'Disabled') }
        $wrong = $drift.Where($isWrong)
        $reasons = @{}
        # What is to be closed first.
        foreach ($group in $wrong | Group-Object Scope, { $_.Expected ?? 'Disabled' } | Sort-Object { $_.Group[0].Expected -eq 'Enabled' }) {
            Invoke-Update -Drift @($group.Group) -Value ($group.Group[0].Expected ?? 'Disabled') -Reasons $reasons
        }

        $still = @()
        if (-not $WhatIfPreference -and $wrong.Count) {
            $still = @(Compare-MSCommercePolicyBaseline -Path $BaselinePath -PolicyId $PolicyId).Where($isWrong)
        }
    }
    finally {
        Disconnect-MSCommerce
    }

    $failed = @()
    foreach ($one in $wrong) {
        $fields = @{ Product = $one.Name; ProductId = $one.Id; Was = $one.Actual; Wanted = $one.Expected ?? 'Disabled' }
        if ($WhatIfPreference) { Write-Result -Outcome WouldSet -Message "$($one.Name) would be set." -Fields $fields; continue }
        if ($one.Id -notin $still.ForEach({ $_.Id })) { Write-Result -Outcome Set -Message "$($one.Name) was set." -Fields $fields; continue }
        $failed += $one.Name
        Write-Result -Outcome Failed -Message ($reasons[$one.Id] ?? 'The value that was written does not hold.') -Fields $fields
    }

    foreach ($one in $missing) {
        $failed += $one.Id
        Write-Result -Outcome NotInTenant -Message "The baseline names $($one.Name), which the tenant does not have. Correct the line, or take it out." -Fields @{ Product = $one.Name; ProductId = $one.Id; Wanted = $one.Expected }
    }

    if ($failed) {
        Write-Result -Outcome Incomplete -Message "Not as wanted: $($failed -join ', ')."
        throw "Not everything is as $BaselinePath wants it: $($failed -join ', '). Each has an object above that says why. Run it again once that is mended."
    }

    Write-Result -Outcome Done -Message ($WhatIfPreference ? 'Nothing was changed.' : 'Every product is as wanted.')
}
catch {
    # Thrown on, whatever the caller's preference: what a scheduler sees is a failed job in Azure Automation, and exit code 1 elsewhere.
    throw
}
