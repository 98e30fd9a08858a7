<#
.SYNOPSIS
    Moves the users of self-service subscriptions to the organisation's own, with a person's approval in between.
.DESCRIPTION
    In two steps, which can be weeks apart.

    -Plan writes a CSV file with a line for each self-service subscription that is Active or Expired: subscription, product, purchaser, how many users would move, how many licences that
    takes, how many there are, and where they would go. Its column Approved is empty. Beside it stands a second file, <plan>.users.csv, with who would move. Planned again, lines whose
    facts still hold keep what was written into Approved.

    A person writes yes, y, x, true or 1 into Approved where it may be done; anything else, or nothing, is no.

    -Apply looks at every approved line again. Where the product, the purchaser, the target or the users are others than those that were approved, the line is reported as Changed and left
    alone; users who are gone meanwhile are no change. The others are moved, subscription by subscription. Run again, it goes on with what is left.

    In a store of your own the old subscription is cancelled with the move. Nothing cancels it in a Microsoft 365 tenant but the admin centre: the message of each line says so, and where.
    There, users who have the licence by a group, and disabled accounts, keep it (in a store of your own a disabled account loses it with the subscription); and where a product has several subscriptions, whose users are whose is not told: their lines say that
    they share users, and are moved together, once all of them are approved.
.PARAMETER Plan
    The plan to write.
.PARAMETER Apply
    The plan to carry out.
.PARAMETER TargetPath
    A CSV file that says where users of a product go: Product (a name, wildcards allowed) and Target (the product of the organisation, by name, part number or id). Products without a line
    are not swept. Left out, every product goes to the organisation's subscription of the same product.
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
    Objects with Time, Runbook, Outcome (Planned, WouldPlan; Moved, WouldMove, NothingToMove, NotApproved, Changed, Failed, Incomplete), SubscriptionId, Product, Purchaser, Users, Target and Message.
.EXAMPLE
    ./Invoke-Sweep.ps1 -Plan ./sweep.csv -TargetPath ./targets.csv -ManagedIdentity

    Writes sweep.csv and sweep.users.csv. In targets.csv: Product,Target and below it Visio Plan 2,VISIOCLIENT
.EXAMPLE
    ./Invoke-Sweep.ps1 -Apply ./sweep.csv -ManagedIdentity

    Moves what was approved. It fails where an approved line could not be carried out whole, and each line says why.
.EXAMPLE
    $PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:./rehearsal.db'
    ./Invoke-Sweep.ps1 -Apply ./sweep.csv -WhatIf

    Shows on a copy of the tenant what the plan would do.
#>
#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'MSCommerce'; GUID = 'b1f3c2d4-5a0e-4f7b-9c86-2e7d0a4b61c5'; ModuleVersion = '4.0.0' }
[CmdletBinding(SupportsShouldProcess)]
[OutputType([pscustomobject], [string])]
param(
    [Parameter(Mandatory, ParameterSetName = 'Plan')] [ValidateNotNullOrEmpty()] [string] $Plan,
    [Parameter(Mandatory, ParameterSetName = 'Apply')] [ValidateNotNullOrEmpty()] [string] $Apply,
    [Parameter(ParameterSetName = 'Plan')] [ValidateNotNullOrEmpty()] [string] $TargetPath,
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
$runbook = 'Invoke-Sweep'
$yes = 'yes', 'y', 'x', 'true', '1'

function Write-Result([string] $Outcome, $Row, [string] $Message) {
    $result = [ordered]@{ Time = [DateTimeOffset]::UtcNow.ToString('u'); Runbook = $runbook; Outcome = $Outcome }
    foreach ($name in 'SubscriptionId', 'Product', 'Purchaser', 'Users', 'Target') { $result[$name] = $Row.$name }
    $result.Message = $Message
    $Json ? (ConvertTo-Json $result -Compress) : [pscustomobject] $result
}

# A spreadsheet may have written semicolons, or tabs.
function Read-Table([string] $Path, [string[]] $Column) {
    $header = "$(Get-Content -LiteralPath $Path -TotalCount 1)"
    $delimiters = @(',', ';', "`t").Where({ $header.Contains($_) }, 'First')
    $rows = @(Import-Csv -LiteralPath $Path -Delimiter ($delimiters ? $delimiters[0] : ','))
    foreach ($name in $Column) {
        if ($header -notmatch "\b$name\b") { throw "$Path has no column $name. It has: $header" }
    }

    $rows
}

function Get-UsersPath([string] $Path) { [System.IO.Path]::ChangeExtension($Path, '.users.csv') }

# The organisation's subscription of a product (of several active ones the one that lasts longest), who has a licence of it, and how many are left. Looked up once.
$targets = @{}
function Find-Target([string] $Product) {
    if (-not $targets.ContainsKey($Product)) {
        $found = Get-SelfServiceSubscription -Central -Status Active -ProductId $Product -ErrorAction Ignore |
            Sort-Object { $_.ExpiresAt ?? [DateTimeOffset]::MinValue }, SubscriptionId -Descending | Select-Object -First 1
        $targets[$Product] = [pscustomobject]@{
            Id        = $found ? $found.SubscriptionId : ''
            Holders   = [System.Collections.Generic.HashSet[string]]::new([string[]] @(if ($found) { Get-SelfServiceUser -SubscriptionId $found.SubscriptionId | Select-Object -ExpandProperty UserId }))
            Available = $found ? ($found.AvailableLicenses ?? (Get-SelfServiceLicenseSummary -ProductId $found.ProductName).AvailableLicenses) : 0
        }
    }

    $targets[$Product]
}

# The facts of a subscription that an approval is about.
function Get-Fact($Subscription, [string] $TargetProduct) {
    $target = Find-Target $TargetProduct
    $users = @(Get-SelfServiceUser -SubscriptionId $Subscription.SubscriptionId)
    $byGroup = @($users.Where({ "$($_.AssignedBy)" -in 'Group', 'DirectAndGroup' }))
    $moving = @($users.Where({ $_.AccountEnabled -ne $false -and "$($_.AssignedBy)" -notin 'Group', 'DirectAndGroup' }))
    $isShared = $users.Where({ -not $_.SubscriptionId }).Count -gt 0
    $disabled = @($users.Where({ $_.AccountEnabled -eq $false }))
    $notes = @()
    if (-not $target.Id) { $notes += "The organisation has no active subscription of $TargetProduct." }
    if ($isShared) { $notes += "Other subscriptions of $($Subscription.ProductName) share its users: approve all of them or none." }
    if ($disabled) { $notes += "Disabled, and not moved: $($disabled.ForEach({ $_.UserPrincipalName }) -join ', ')." }
    if ($byGroup) { $notes += "By a group, and not moved: $($byGroup.ForEach({ $_.UserPrincipalName }) -join ', ')." }
    [pscustomobject]@{
        SubscriptionId = $Subscription.SubscriptionId
        Product        = $Subscription.ProductName
        Purchaser      = "$($Subscription.Purchaser)"
        Users          = $moving.Count
        SeatsNeeded    = $moving.Where({ -not $target.Holders.Contains($_.UserId) }).Count
        SeatsAvailable = $target.Available
        Target         = $TargetProduct
        TargetId       = $target.Id
        Note           = $notes -join ' '
        Approved       = ''
        Moving         = $moving
        ByGroup        = @($byGroup.ForEach({ $_.UserPrincipalName }))
        IsShared       = $isShared
    }
}

# Why what was approved is not what is there; nothing where it is. Users who are gone are no reason: a run that was stopped has moved them.
function Get-Change($Row, $Fact, [string[]] $ApprovedUser) {
    foreach ($name in 'Product', 'Purchaser', 'TargetId') {
        if ($Row.$name -ne $Fact.$name) { "$name was '$($Row.$name)' and is '$($Fact.$name)'." }
    }

    $approved = [System.Collections.Generic.HashSet[string]]::new([string[]] @($ApprovedUser))
    $new = $Fact.Moving.Where({ -not $approved.Contains($_.UserId) })
    if ($new) { "New users: $($new.ForEach({ $_.UserPrincipalName }) -join ', ')." }
}

# Written whole: under another name first. The users before the plan, so that no plan stands without them.
function Write-Plan([object[]] $Facts) {
    $columns = 'SubscriptionId', 'Product', 'Purchaser', 'Users', 'SeatsNeeded', 'SeatsAvailable', 'Target', 'TargetId', 'Note', 'Approved'
    $users = foreach ($fact in $Facts) {
        foreach ($user in $fact.Moving) { [pscustomobject]@{ SubscriptionId = $fact.SubscriptionId; UserPrincipalName = $user.UserPrincipalName; UserId = $user.UserId } }
    }

    $tables = [ordered]@{ (Get-UsersPath $Plan) = @($users), @('SubscriptionId', 'UserPrincipalName', 'UserId'); $Plan = $Facts, $columns }
    foreach ($path in $tables.Keys) {
        $rows, $names = $tables[$path]
        $text = $rows ? ($rows | Select-Object $names | ConvertTo-Csv -UseQuotes AsNeeded) : ($names -join ',')
        $text | Set-Content -LiteralPath "$path.partial" -Encoding utf8
    }

    foreach ($path in $tables.Keys) { Move-Item -LiteralPath "$path.partial" -Destination $path -Force }
}

function Invoke-Plan {
    $routes = @(if ($TargetPath) { Read-Table -Path $PSCmdlet.GetUnresolvedProviderPathFromPSPath($TargetPath) -Column Product, Target })
    $former = @{}
    $formerUsers = @{}
    if (Test-Path -LiteralPath $Plan) {
        foreach ($row in Read-Table -Path $Plan -Column SubscriptionId, Product, Purchaser, TargetId, Approved) { $former[$row.SubscriptionId] = $row }
        # Without it nobody knows whose move was approved, and nothing is.
        if (Test-Path -LiteralPath (Get-UsersPath $Plan)) { $formerUsers = Read-User }
    }

    $facts = [System.Collections.Generic.List[object]]::new()
    foreach ($subscription in Get-SelfServiceSubscription -SelfService -Status Active, Expired | Sort-Object ProductName, Purchaser, SubscriptionId) {
        $target = $subscription.ProductName
        if ($TargetPath) {
            $line = $routes.Where({ $subscription.ProductName -like $_.Product }, 'First')
            if (-not $line) { continue }
            $target = $line[0].Target
        }

        $fact = Get-Fact -Subscription $subscription -TargetProduct $target
        $row = $former[$subscription.SubscriptionId]
        if ($row -and -not (Get-Change -Row $row -Fact $fact -ApprovedUser $formerUsers[$subscription.SubscriptionId])) { $fact.Approved = $row.Approved }
        $facts.Add($fact)
    }

    if (-not $WhatIfPreference) { Write-Plan -Facts $facts }
    foreach ($fact in $facts) { Write-Result -Outcome ($WhatIfPreference ? 'WouldPlan' : 'Planned') -Row $fact -Message $fact.Note }
}

# The ids of the users of a plan, by subscription.
function Read-User {
    $path = Get-UsersPath ($Plan ? $Plan : $Apply)
    if (-not (Test-Path -LiteralPath $path)) { throw "$path, which says whose move was approved, is not there. It belongs beside the plan; write the plan again where it is lost." }
    $users = @{}
    foreach ($row in Read-Table -Path $path -Column SubscriptionId, UserId) {
        if (-not $users.ContainsKey($row.SubscriptionId)) { $users[$row.SubscriptionId] = [System.Collections.Generic.List[string]]::new() }
        $users[$row.SubscriptionId].Add($row.UserId)
    }

    $users
}

# Moves subscriptions that share their users, or one.
function Invoke-Move($Rows) {
    $facts = $Rows.ForEach({ $_.Fact })
    try {
        $moved = @($facts | Select-Object SubscriptionId |
                Move-SelfServiceUsers -TargetSubscriptionId $facts[0].TargetId -Confirm:$false -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue)
    }
    catch {
        foreach ($row in $Rows) { Write-Result -Outcome Failed -Row $row.Fact -Message $_.Exception.Message }
        return
    }

    foreach ($row in $Rows) {
        if ($WhatIfPreference) { Write-Result -Outcome WouldMove -Row $row.Fact -Message $row.Fact.Note; continue }
        $result = $moved.Where({ $_.SubscriptionId -eq $row.Fact.SubscriptionId }, 'First')
        # That a licence by a group stays stood in the plan.
        $failed = @($result.ForEach({ $_.Failures }).Where({ $_.User -notin $row.Fact.ByGroup }))
        $message = @($failed.ForEach({ $_.Message })) + @($result.ForEach({ $_.Note })) -ne '' -join ' '
        $outcome = if (-not $result) { 'Failed' } elseif ($failed) { 'Incomplete' } elseif ($result[0].Users -gt 0 -or $result[0].Status -eq 'Deleted') { 'Moved' } else { 'NothingToMove' }
        if (-not $result) { $message = @($failures).ForEach({ $_.Exception.Message }) -join ' ' }
        $row.Fact.Users = $result ? $result[0].Users : 0
        Write-Result -Outcome $outcome -Row $row.Fact -Message $message
    }
}

function Invoke-Apply {
    $users = Read-User
    $due = [System.Collections.Generic.List[object]]::new()
    foreach ($row in Read-Table -Path $Apply -Column SubscriptionId, Product, Purchaser, Target, TargetId, Approved) {
        if ("$($row.Approved)".Trim() -notin $yes) { Write-Result -Outcome NotApproved -Row $row -Message ''; continue }
        $subscription = Get-SelfServiceSubscription -SubscriptionId $row.SubscriptionId -ErrorAction Ignore
        if (-not $subscription -or $subscription.Status -eq 'Deleted') {
            Write-Result -Outcome NothingToMove -Row $row -Message 'The subscription is not there any more, or cancelled.'
            continue
        }

        $fact = Get-Fact -Subscription $subscription -TargetProduct $row.Target
        $changes = @(if (-not $fact.TargetId) { $fact.Note } else { Get-Change -Row $row -Fact $fact -ApprovedUser $users[$row.SubscriptionId] })
        if ($changes) { Write-Result -Outcome Changed -Row $fact -Message "$($changes -join ' ') Plan again, and have it approved."; continue }
        $due.Add([pscustomobject]@{ Fact = $fact; Group = $fact.IsShared ? "$($fact.Product)/$($fact.TargetId)" : $fact.SubscriptionId })
    }

    foreach ($group in $due | Group-Object Group) { Invoke-Move -Rows @($group.Group) }
}

try {
    if ($Plan) { $Plan = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Plan) }
    if ($Apply) { $Apply = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Apply) }
    $signIn = @{}
    foreach ($name in 'ManagedIdentity', 'TenantId', 'ClientId', 'CertificateThumbprint', 'CertificatePath', 'FederatedTokenPath') {
        if ($PSBoundParameters.ContainsKey($name)) { $signIn[$name] = $PSBoundParameters[$name] }
    }

    Connect-MSCommerce @signIn
    try {
        $bad = @()
        & ($Plan ? 'Invoke-Plan' : 'Invoke-Apply') | ForEach-Object {
            $_
            $one = $Json ? (ConvertFrom-Json $_) : $_
            if ($one.Outcome -in 'Changed', 'Failed', 'Incomplete') { $bad += "$($one.Product) of $($one.Purchaser)" }
        }
    }
    finally {
        Disconnect-MSCommerce
    }

    if ($bad) { throw "Approved and not carried out whole: $($bad -join '; '). Each has an object above that says why." }
}
catch {
    # Thrown on, whatever the caller's preference: what a scheduler sees is a failed job in Azure Automation, and exit code 1 elsewhere.
    throw
}
