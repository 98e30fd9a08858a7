# The story that docs/walkthroughs.md tells, step by step on one tenant: each step is shown to have its effect in the views, the orders, the outbox and the audit log.
BeforeAll {
    . $PSScriptRoot/Sample.ps1

    function Get-Theirs([string] $Product) {
        Get-SelfServiceSubscription -SelfService -ProductId $Product -Status Active
    }

    function Get-Ours([string] $Product) {
        Get-SelfServiceSubscription -Central -ProductId $Product
    }

    # The entries of the operation that wrote the newest one.
    function Get-LastOperation {
        Get-MSCommerceAuditLog -First 1 | Get-MSCommerceAuditLog
    }
}

Describe 'From self-service to central' -Tag T5 {
    BeforeAll {
        Enter-Sample
        $product = 'Project Plan 3'

        # One free licence left, for four users: the organisation gave the others back.
        $ours = Get-Ours $product
        Set-SelfServiceSubscription -SubscriptionId $ours.SubscriptionId -TotalLicenses ($ours.AssignedLicenses + 1) -Confirm:$false
        $ours = Get-Ours $product
        $theirs = Get-Theirs $product
        $users = (Get-SelfServiceUser -SubscriptionId $theirs.SubscriptionId).UserPrincipalName
        $started = (Get-MSCommerceAuditLog -First 1).Sequence
    }

    AfterAll {
        Exit-Sample
    }

    AfterEach {
        Assert-StoreWhole
    }

    It '1. finds what is bought twice' -Tag S2 {
        $central = (Get-SelfServiceLicenseSummary -Central).ProductId
        $twice = Get-SelfServiceLicenseSummary -SelfService | Where-Object ProductId -In $central

        $twice.ProductName | Should -Contain $product
        $twice.ProductName | Should -Not -Contain 'Visio Plan 1'
        $line = Get-SelfServiceLicenseSummary -ProductId $product
        $line.Subscriptions | Should -Be 2
        $line.TotalLicenses | Should -Be ($ours.TotalLicenses + $theirs.TotalLicenses)
        $line.AvailableLicenses | Should -Be ($ours.AvailableLicenses + $theirs.AvailableLicenses)
    }

    It '2. exports who uses it' -Tag S3 {
        $theirs | Export-SelfServiceUser -Path users.csv
        (Import-Csv users.csv).UserPrincipalName | Sort-Object | Should -Be ($users | Sort-Object)
    }

    It '3. says how many licences are missing, and changes nothing' -Tag U4 {
        $before = Get-TenantText
        $failure = Get-ErrorOf { Import-Csv users.csv | Add-SelfServiceLicense -ProductId $product }
        $failure.Id | Should -Be TooFewLicenses
        $failure.Category | Should -Be QuotaExceeded
        $failure.Message | Should -Match '3 are missing'
        Get-TenantText | Should -Be $before
        (Get-MSCommerceAuditLog -First 1).Outcome | Should -Be Refused
    }

    It '4. uses the free licence first, buys the shortfall and assigns' -Tag U4, S4 {
        $result = Import-Csv users.csv | Add-SelfServiceLicense -ProductId $product -BuyShortfall -Confirm:$false -PassThru

        $result.Assigned | Should -Be 4
        $result.Bought | Should -Be 3
        $result.SubscriptionId | Should -Be $ours.SubscriptionId
        $now = Get-Ours $product
        $now.TotalLicenses | Should -Be ($ours.TotalLicenses + 3)
        $now.AvailableLicenses | Should -Be 0
        # They hold both meanwhile.
        (Get-SelfServiceUser -SubscriptionId $theirs.SubscriptionId).UserPrincipalName | Should -Be $users

        $orders = $ours | Get-SelfServiceOrder
        $orders[-1].Quantity | Should -Be 3
        $orders[-1].OrderedBy | Should -Be admin@fabrikam.example
        ($orders.Quantity | Measure-Object -Sum).Sum | Should -Be $now.TotalLicenses
        $entries = Get-LastOperation
        @($entries.Where({ $_.Action -eq 'LicenseAssigned' })).Target | Sort-Object | Should -Be ($users | Sort-Object)
        $entries.Where({ $_.Action -ne 'LicenseAssigned' }).Count | Should -Be 1
        Get-MSCommerceNotice | Should -BeNullOrEmpty
    }

    It '5. changes nothing when it is done again' {
        $before = Get-TenantText
        $result = Import-Csv users.csv | Add-SelfServiceLicense -ProductId $product -BuyShortfall -Confirm:$false -PassThru
        $result.Unchanged | Should -Be 4
        ($result | Measure-Object -Property Bought -Sum).Sum | Should -Be 0
        Get-TenantText | Should -Be $before
    }

    It '6. asks the purchaser to cancel, without a warning now that all are covered' -Tag N1 {
        $notice = $theirs | Request-SelfServiceCancellation -PassThru -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $notice.Purchaser | Should -Be $theirs.Purchaser
        $notice.UsersNotCovered | Should -Be 0

        $mail = Get-MSCommerceNotice -Kind CancellationRequested
        $mail.Recipient | Should -Be $theirs.Purchaser
        $mail.Status | Should -Be Pending
        $mail.Body | Should -Match 'All of its users \(4\) have the organisation''s licence already'
        (Get-MSCommerceAuditLog -CorrelationId $mail.CorrelationId).Action | Should -Be CancellationRequested
        (Get-Theirs $product).Status | Should -Be Active
    }

    It '7. warns of users who are not covered yet' {
        Get-Theirs 'Visio Plan 1' | Request-SelfServiceCancellation -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'Visio Plan 1 .* 4 of 4 users hold no central licence'
        (Get-MSCommerceNotice -First 1).Body | Should -Match 'wait a little: 4 of its 4 users'
    }

    It '8. moves the users of another product instead, who keep their access' -Tag T1 {
        $source = Get-Theirs 'Planner Plan 1'
        $moved = (Get-SelfServiceUser -SubscriptionId $source.SubscriptionId).UserPrincipalName
        $source | Move-SelfServiceUsers -TargetProductId 'Planner Plan 1' -Confirm:$false

        (Get-SelfServiceUser -Central -ProductId 'Planner Plan 1').UserPrincipalName | Where-Object { $_ -in $moved } | Should -HaveCount $moved.Count
        (Get-SelfServiceSubscription -SubscriptionId $source.SubscriptionId).Status | Should -Be Deleted
        $former = Get-SelfServiceUser -Former -SubscriptionId $source.SubscriptionId
        $former.UserPrincipalName | Sort-Object | Should -Be ($moved | Sort-Object)
        $former.MovedTo | Select-Object -Unique | Should -Be (Get-Ours 'Planner Plan 1').SubscriptionId
        $mail = Get-MSCommerceNotice -First 1
        $mail.Recipient | Should -Be $source.Purchaser
        $mail.Body | Should -Match 'keep their access'
        (Get-MSCommerceAuditLog -CorrelationId $mail.CorrelationId).Action | Should -Contain SubscriptionCancelled
    }

    It '9. cancels the one that nobody needs any more' -Tag T3 {
        $cancelled = $theirs | Remove-SelfServiceSubscription -Reason CentrallyProvided -Feedback 'See the intranet.' -Confirm:$false -PassThru

        $cancelled.Status | Should -Be Deleted
        $cancelled.AssignedLicenses | Should -Be 0
        # Who was licensed stays on record, and keeps the organisation's licence.
        $former = $theirs | Get-SelfServiceUser -Former
        $former.UserPrincipalName | Sort-Object | Should -Be ($users | Sort-Object)
        $former.MovedTo | Where-Object { $_ } | Should -BeNullOrEmpty
        (Get-SelfServiceUser -Central -ProductId $product).UserPrincipalName | Where-Object { $_ -in $users } | Should -HaveCount 4
        $mail = Get-MSCommerceNotice -Kind SubscriptionCancelled -First 1
        $mail.Recipient | Should -Be $theirs.Purchaser
        $entry = Get-MSCommerceAuditLog -CorrelationId $mail.CorrelationId -Action SubscriptionCancelled
        $entry.Target | Should -Be $theirs.SubscriptionId
        "$($entry.After)" | Should -Match CentrallyProvided
    }

    It '10. leaves one line of each product, and the whole story in the audit log' -Tag N2 {
        (Get-SelfServiceLicenseSummary -ProductId $product).Subscriptions | Should -Be 1
        (Get-SelfServiceLicenseSummary -SelfService).ProductName | Should -Not -Contain $product
        $story = Get-MSCommerceAuditLog | Where-Object { $_.Sequence -gt $started -and $_.Outcome -eq 'Succeeded' }
        $story.Actor | Select-Object -Unique | Should -Be admin@fabrikam.example
        foreach ($action in 'LicenseAssigned', 'CancellationRequested', 'LicenseMoved', 'SubscriptionCancelled', 'LicenseRemoved') {
            $story.Action | Should -Contain $action
        }
    }
}

Describe 'Centralising a product that the organisation does not have' -Tag T5 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'buys a subscription for all of its users, in one step' {
        $theirs = Get-Theirs 'Visio Plan 1'
        $result = $theirs | Get-SelfServiceUser | Add-SelfServiceLicense -ProductId 'Visio Plan 1' -BuyShortfall -Confirm:$false -PassThru
        $result.Bought | Should -Be 4
        $bought = Get-Ours 'Visio Plan 1'
        $bought.SubscriptionId | Should -Be $result.SubscriptionId
        $bought.AvailableLicenses | Should -Be 0
        # At the organisation's price, whatever people paid themselves.
        $bought.PricePerLicense | Should -Be (12 * (Get-SelfServiceProduct 'Visio Plan 1').OrganizationPrice)
        (Get-LastOperation).Action | Should -Contain SubscriptionBought
    }

    It 'shows product, licences, price, currency, term and total before anything is bought' {
        $script = "Import-Module '$manifest'; Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)'; [cultureinfo]::CurrentCulture = 'en-US'; New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1200 -Term Month -WhatIf"
        $shown = (pwsh -NoProfile -NonInteractive -Command $script) -join ' '
        $shown | Should -Match '1,200 licences of Visio Plan 1'
        $shown | Should -Match '4\.00 EUR a licence and month: 4,800\.00 EUR a month'
        Get-Ours 'Visio Plan 1' | Should -BeNullOrEmpty
    }

    It 'gives former users of a cancelled subscription a central licence' -Tag L3 {
        $theirs = Get-Theirs 'Visio Plan 2'
        $users = ($theirs | Get-SelfServiceUser).UserPrincipalName
        $theirs | Remove-SelfServiceSubscription -Reason NoLongerNeeded -Confirm:$false
        Get-SelfServiceUser -Former -ProductId 'Visio Plan 2' | Add-SelfServiceLicense -ProductId 'Visio Plan 2'
        (Get-SelfServiceUser -Central -ProductId 'Visio Plan 2').UserPrincipalName | Where-Object { $_ -in $users } | Should -HaveCount $users.Count
    }

    It 'asks nothing where it cannot ask, and buys nothing' {
        $before = Get-TenantText
        $failure = Get-ErrorOf { Get-Theirs 'Visio Plan 1' | Get-SelfServiceUser | Add-SelfServiceLicense -ProductId 'Visio Plan 1' -BuyShortfall }
        $failure.Id | Should -Be ConfirmationImpossible
        $failure.Message | Should -Match '-Confirm:\$false'
        Get-TenantText | Should -Be $before
    }
}

Describe 'The walk from self-service to central' {
    It 'tells it as it can be run' {
        $walks = Get-Content (Join-Path $PSScriptRoot '../../docs/walkthroughs.md' -Resolve) -Raw
        $walks -match '(?s)## From self-service to central.*?```powershell\n(.*?)```' | Should -BeTrue
        $steps = [scriptblock]::Create($Matches[1])
        Enter-Sample
        try {
            $shown = & { $ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; . $steps } 3>&1
        }
        finally {
            Assert-StoreWhole
            Exit-Sample
        }

        $shown.Where({ $_ -is [System.Management.Automation.WarningRecord] }) | Should -BeNullOrEmpty
        $shown.ForEach({ $_.GetType().Name }) | Select-Object -Unique | Should -Be LicenseSummary, FormerLicensedUser, SubscriptionOrder, Notice, AuditEntry
    }
}
