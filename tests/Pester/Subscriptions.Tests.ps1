BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'Get-SelfServiceSubscription' -Tag S1 {
    BeforeAll {
        Enter-Sample
        $all = Get-SelfServiceSubscription
    }

    AfterAll {
        Exit-Sample
    }

    It 'lists self-service and central subscriptions, or one kind' -Tag S7 {
        @(Get-SelfServiceSubscription -SelfService).Channel | Select-Object -Unique | Should -Be SelfService
        @(Get-SelfServiceSubscription -Central).Channel | Select-Object -Unique | Should -Be Central
        @(Get-SelfServiceSubscription -SelfService).Count + @(Get-SelfServiceSubscription -Central).Count | Should -Be $all.Count
        @(Get-SelfServiceSubscription -SelfService -Central).Count | Should -Be $all.Count
    }

    It 'filters by product, purchaser, status and expiry' {
        (Get-SelfServiceSubscription -ProductId 'visio*').ProductName | Select-Object -Unique | Sort-Object | Should -Be 'Visio Plan 1', 'Visio Plan 2'
        (Get-SelfServiceSubscription -Product CFQ7TTC0KXNC).ProductName | Select-Object -Unique | Should -Be 'Project Plan 3'
        (Get-SelfServiceSubscription -Purchaser 'sven.*').Purchaser | Select-Object -Unique | Should -Be sven.fontaine@fabrikam.example
        (Get-SelfServiceSubscription -Purchaser 'Sven F*').Count | Should -Be 2
        (Get-SelfServiceSubscription -Status Expired, Disabled).Status | Select-Object -Unique | Sort-Object | Should -Be Expired, Disabled
        $soon = (Get-Date).AddDays(20)
        (Get-SelfServiceSubscription -Status Active -ExpiringBefore $soon).ExpiresAt | ForEach-Object { $_ | Should -BeLessThan ([DateTimeOffset]$soon) }
    }

    It 'sorts and pages' {
        $sorted = Get-SelfServiceSubscription -SortBy TotalLicenses -Descending
        $sorted.TotalLicenses | Should -Be ($sorted.TotalLicenses | Sort-Object -Descending)
        $page = Get-SelfServiceSubscription -SortBy TotalLicenses -Descending -Skip 3 -First 4
        $page.SubscriptionId | Should -Be $sorted[3..6].SubscriptionId

        $counted = Get-SelfServiceSubscription -SelfService -First 2 -IncludeTotalCount
        $counted.Count | Should -Be 3
        [long]$counted[0] | Should -Be @(Get-SelfServiceSubscription -SelfService).Count
        "$($counted[0])" | Should -Match '\d'
        @(Get-SelfServiceSubscription -First 0).Count | Should -Be 0
    }

    It 'takes ids from the pipeline, and nothing from an empty one' {
        (Get-SelfServiceUser -ProductId 'Project Plan 3' -SelfService | Get-SelfServiceSubscription).ProductName | Should -Be 'Project Plan 3'
        @() | Get-SelfServiceSubscription | Should -BeNullOrEmpty
    }

    It 'lists what it found, and reports what it did not' {
        $found = Get-SelfServiceSubscription -SubscriptionId $all[0].SubscriptionId, gone -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.SubscriptionId | Should -Be $all[0].SubscriptionId
        $failures[0].FullyQualifiedErrorId | Should -Be 'SubscriptionNotFound,MSCommerce.PowerShell.GetSelfServiceSubscriptionCommand'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failures[0].TargetObject | Should -Be gone
    }

    It 'shows a purchaser his own alone' -Tag U2, A {
        $purchaser = Connect-MSCommerce -Store sqlite:t.db -As sven.fontaine@fabrikam.example -PassThru
        (Get-SelfServiceSubscription -Session $purchaser).Purchaser | Select-Object -Unique | Should -Be sven.fontaine@fabrikam.example
        $foreign = $all.Where({ $_.Channel -eq 'Central' })[0].SubscriptionId
        (Get-ErrorOf { Get-SelfServiceSubscription -Session $purchaser -SubscriptionId $foreign }).Id | Should -Be SubscriptionNotFound
        Disconnect-MSCommerce -Session $purchaser
        Connect-MSCommerce -Store sqlite:t.db
    }
}

Describe 'Get-SelfServiceUser' -Tag S3 {
    BeforeAll {
        Enter-Sample
    }

    AfterAll {
        Exit-Sample
    }

    It 'lists users grouped by purchaser' {
        $users = Get-SelfServiceUser -SelfService
        # Each purchaser's are together.
        $blocks = $users.Purchaser | Get-Unique
        $blocks.Count | Should -Be @($blocks | Sort-Object -Unique).Count
        $users.Where({ -not $_.Purchaser }) | Should -BeNullOrEmpty
    }

    It 'filters by subscription, product, purchaser and user' {
        $users = Get-SelfServiceSubscription -SelfService -ProductId 'Planner Plan 1' | Get-SelfServiceUser
        $users.ProductName | Select-Object -Unique | Should -Be 'Planner Plan 1'
        @(Get-SelfServiceUser -SelfService -ProductId 'Planner Plan 1').Count | Should -Be $users.Count
        (Get-SelfServiceUser -Purchaser 'karen.wag*').Purchaser | Select-Object -Unique | Should -Be karen.wagner@fabrikam.example
        (Get-SelfServiceUser -User $users[0].DisplayName).UserPrincipalName | Select-Object -Unique | Should -Be $users[0].UserPrincipalName
        (Get-SelfServiceUser -Central).Purchaser | Where-Object { $_ } | Should -BeNullOrEmpty
        @() | Get-SelfServiceUser | Should -BeNullOrEmpty
        (Get-ErrorOf { Get-SelfServiceUser -SubscriptionId gone }).Id | Should -Be SubscriptionNotFound
    }

    It 'shows a purchaser the users of his own, and what he holds himself' -Tag A {
        $purchaser = Connect-MSCommerce -Store sqlite:t.db -As karen.wagner@fabrikam.example -PassThru
        $seen = Get-SelfServiceUser -Session $purchaser
        $seen.Purchaser | Should -Contain karen.wagner@fabrikam.example
        $seen | Where-Object { 'karen.wagner@fabrikam.example' -notin $_.Purchaser, $_.UserPrincipalName } | Should -BeNullOrEmpty
        Disconnect-MSCommerce -Session $purchaser
        Connect-MSCommerce -Store sqlite:t.db
    }
}

Describe 'Export-SelfServiceUser' -Tag S3 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'writes CSV with the columns of the list' {
        Export-SelfServiceUser -Path users.csv | Should -BeNullOrEmpty
        $rows = Import-Csv users.csv
        $rows.Count | Should -Be @(Get-SelfServiceUser).Count
        $rows[0].psobject.Properties.Name | Should -Be (Get-SelfServiceUser | Select-Object -First 1).psobject.Properties.Name
    }

    It 'writes JSON lines' {
        (Export-SelfServiceUser -Path users.jsonl -SelfService -PassThru).Rows | Should -Be @(Get-SelfServiceUser -SelfService).Count
        (Get-Content users.jsonl | Select-Object -First 1 | ConvertFrom-Json).UserPrincipalName | Should -Match '@'
    }

    It 'takes subscriptions from the pipeline, and says that an empty one brought nothing' {
        Get-SelfServiceSubscription -SelfService -ProductId 'Planner Plan 1' | Export-SelfServiceUser -Path users.csv
        (Import-Csv users.csv).ProductName | Select-Object -Unique | Should -Be 'Planner Plan 1'
        @() | Export-SelfServiceUser -Path none.csv -PassThru -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop | Should -BeNullOrEmpty
        $warned | Should -Be 'Nothing came from the pipeline, and no file was written.'
        'none.csv' | Should -Not -Exist
    }

    It 'replaces a file only with -Force, and writes none with -WhatIf' {
        Export-SelfServiceUser -Path users.csv -WhatIf
        'users.csv' | Should -Not -Exist
        'mine' | Set-Content users.csv
        (Get-ErrorOf { Export-SelfServiceUser -Path users.csv }).Id | Should -Be FileExists
        Get-Content users.csv | Should -Be mine
        Export-SelfServiceUser -Path users.csv -Force
        (Import-Csv users.csv).Count | Should -BeGreaterThan 1
    }

    It 'leaves nothing behind where it fails' {
        (Get-ErrorOf { Export-SelfServiceUser -Path users.csv -SubscriptionId gone }).Id | Should -Be SubscriptionNotFound
        $failure = Get-ErrorOf { Export-SelfServiceUser -Path nowhere/users.csv }
        $failure.Id | Should -Be FileUnwritable
        (Get-ChildItem).Name | Where-Object { $_ -like '*users*' -or $_ -like '*partial*' } | Should -BeNullOrEmpty
    }

    It 'writes no cell that a spreadsheet would run, unless -Raw says so' {
        'UserPrincipalName,DisplayName', 'eve@fabrikam.example,=HYPERLINK("http://x")', 'bob@fabrikam.example,@SUM(1)', 'kim@fabrikam.example,-2+3', 'jo@fabrikam.example,+1' |
            Set-Content eve.csv
        # Quotes within a cell are doubled.
        (Get-Content eve.csv -Raw).Replace('=HYPERLINK("http://x")', '"=HYPERLINK(""http://x"")"') | Set-Content eve.csv -NoNewline
        Import-MSCommerceUser -Path eve.csv
        $subscription = (Get-SelfServiceSubscription -Central -ProductId 'Power BI Pro').SubscriptionId
        'SubscriptionId,UserPrincipalName', "$subscription,eve@fabrikam.example", "$subscription,bob@fabrikam.example", "$subscription,kim@fabrikam.example", "$subscription,jo@fabrikam.example" |
            Set-Content licences.csv
        Import-SelfServiceLicense -Path licences.csv

        Export-SelfServiceUser -Path safe.csv -User eve@*, bob@*, kim@*, jo@*
        (Import-Csv safe.csv).DisplayName | ForEach-Object { $_ | Should -Match '^[^=+@\t\r-]' }
        Export-SelfServiceUser -Path raw.csv -User eve@*, bob@*, kim@*, jo@* -Raw
        (Import-Csv raw.csv).DisplayName | Sort-Object | Should -Be ('=HYPERLINK("http://x")', '@SUM(1)', '-2+3', '+1' | Sort-Object)
    }
}

Describe 'The record' -Tag N2 {
    BeforeAll {
        Enter-Sample
        $null = Update-MSCommerceProductPolicy -ProductId 'Visio*' -Value Disabled
        $before = Get-Date
        $null = Update-MSCommerceProductPolicy -ProductId 'Planner Plan 1' -Value Disabled
    }

    AfterAll {
        Exit-Sample
    }

    It 'lists the newest first, and so many' {
        $entries = Get-MSCommerceAuditLog -First 2
        $entries.Count | Should -Be 2
        $entries[0].Target | Should -Match 'Planner Plan 1'
        $entries[0].Before | Should -Be Enabled
        $entries[0].After | Should -Be Disabled
        $entries[0].Sequence | Should -BeGreaterThan $entries[1].Sequence
    }

    It 'filters by time, actor, action, target, outcome and operation' {
        (Get-MSCommerceAuditLog -Since $before).Target | Should -Match 'Planner'
        (Get-MSCommerceAuditLog -Until $before -Action PolicyChanged -First 1).Target | Should -Match 'Visio'
        (Get-MSCommerceAuditLog -Action *Imported -Actor admin@*).Action | Select-Object -Unique | Should -Contain UsersImported
        Get-MSCommerceAuditLog -Actor nobody@* | Should -BeNullOrEmpty
        Get-MSCommerceAuditLog -Outcome Refused | Should -BeNullOrEmpty
        @(Get-MSCommerceAuditLog -Target *Visio* -First 1 | Get-MSCommerceAuditLog).Count | Should -Be 2
    }

    It 'shows a user his own entries' -Tag A {
        $user = Connect-MSCommerce -Store sqlite:t.db -As ada.adler@fabrikam.example -PassThru
        Get-MSCommerceAuditLog -Session $user | Should -BeNullOrEmpty
        Get-MSCommerceNotice -Session $user | Should -BeNullOrEmpty
        Disconnect-MSCommerce -Session $user
        Connect-MSCommerce -Store sqlite:t.db
    }
}
