BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'A tenant of the administrator''s own' -Tag X2 {
    BeforeAll {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        Connect-MSCommerce -Local -Path own.db -TenantName Contoso -As admin@contoso.example

        # As the Microsoft 365 admin centre's Export users writes it.
        @'
User principal name,Display name,First name,Last name,Block credential,Usage location,When created,Licenses,Object Id
mia@contoso.example,Mia Berg,Mia,Berg,False,DE,2024-01-31 08:00:00Z,Power BI Pro+Visio Plan 1,0f4de2f6-4f05-4c5a-8f34-5d4b1c7f0a01
leo@contoso.example,Leo Wolf,Leo,Wolf,True,DE,2024-02-01 08:00:00Z,,0f4de2f6-4f05-4c5a-8f34-5d4b1c7f0a02
'@ | Set-Content admin-centre.csv
        # As Entra's Download users writes it.
        @'
userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,accountEnabled,usageLocation,country,dirSyncEnabled
ann@contoso.example,Ann Ek,Ek,ann@contoso.example,Ann,0f4de2f6-4f05-4c5a-8f34-5d4b1c7f0a03,Member,,True,SE,,True
bo_partner.example#EXT#@contoso.example,Bo Guest,Guest,bo@partner.example,Bo,0f4de2f6-4f05-4c5a-8f34-5d4b1c7f0a04,Guest,,True,,,
'@ | Set-Content entra.csv
        # This module's own columns, roles included.
        '{"UserPrincipalName":"bill@contoso.example","DisplayName":"Bill Admin","Roles":["BillingAdministrator"]}' | Set-Content own.jsonl
        @'
SubscriptionId,ProductId,Purchaser,TotalLicenses,Term,ExpiresAt,PricePerLicense,Currency
central-1,CFQ7TTC0H9MP,,50,Year,2099-01-31,96.00,EUR
self-1,Power BI Pro,ann@contoso.example,3,Month,2099-01-31,13.50,EUR
'@ | Set-Content subscriptions.csv
        'SubscriptionId,UserPrincipalName', 'self-1,ann@contoso.example', 'self-1,mia@contoso.example' | Set-Content licences.csv
    }

    AfterAll {
        Disconnect-MSCommerce
        Pop-Location
    }

    It 'takes users from the files that he has' {
        $results = Get-ChildItem admin-centre.csv, entra.csv, own.jsonl | Import-MSCommerceUser -PassThru
        $results.Created | Should -Be 2, 2, 1
        $results.IsApplied | Select-Object -Unique | Should -Be $true

        (Get-MSCommerceUser -User leo@contoso.example).AccountEnabled | Should -BeFalse
        (Get-MSCommerceUser -User mia@contoso.example).UsageLocation | Should -Be DE
        (Get-MSCommerceUser -User 'bo_*').UserType | Should -Be Guest
        (Get-MSCommerceUser -User ann@contoso.example).OnPremisesSyncEnabled | Should -BeTrue
        (Get-MSCommerceUser -Role BillingAdministrator).UserPrincipalName | Should -Be bill@contoso.example
        (Get-MSCommerceUser -AccountEnabled $false).UserPrincipalName | Should -Be leo@contoso.example
        (Get-MSCommerceUser -UserType Guest).DisplayName | Should -Be 'Bo Guest'
    }

    It 'takes subscriptions and licences' {
        Import-SelfServiceSubscription -Path subscriptions.csv
        Import-SelfServiceLicense -Path licences.csv
        (Get-SelfServiceSubscription -SubscriptionId self-1).AssignedLicenses | Should -Be 2
        (Get-SelfServiceSubscription -SubscriptionId self-1).Purchaser | Should -Be ann@contoso.example
        (Get-SelfServiceSubscription -SubscriptionId central-1).PricePerLicense | Should -Be 96
    }

    It 'changes nothing when a file is imported again' {
        (Import-MSCommerceUser -Path admin-centre.csv, *.jsonl -PassThru).Unchanged | Should -Be 2, 1
        (Import-SelfServiceSubscription -Path subscriptions.csv -PassThru).Unchanged | Should -Be 2
        (Import-SelfServiceLicense -Path licences.csv -PassThru).Unchanged | Should -Be 2
    }

    It 'does the three jobs' {
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0H9MP -Enabled $false).PolicyValue | Should -Be Disabled
        Export-SelfServiceUser -Path out.csv -SelfService
        (Import-Csv out.csv).UserPrincipalName | Sort-Object | Should -Be ann@contoso.example, mia@contoso.example
        Move-SelfServiceUsers -SubscriptionId self-1 -TargetSubscriptionId central-1 -Confirm:$false
        (Get-SelfServiceUser).SubscriptionId | Select-Object -Unique | Should -Be central-1
        (Get-MSCommerceNotice).Recipient | Should -Be ann@contoso.example
    }
}

Describe 'Importing' {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'checks the whole file with -WhatIf, and writes nothing' {
        'UserPrincipalName', 'new@fabrikam.example', 'admin@fabrikam.example' | Set-Content users.csv
        $result = Import-MSCommerceUser -Path users.csv -WhatIf -PassThru
        $result.IsApplied | Should -BeFalse
        $result.Created | Should -Be 1
        $result.Unchanged | Should -Be 1
        (Get-ErrorOf { Get-MSCommerceUser -User new@fabrikam.example }).Id | Should -Be UserNotFound

        'UserPrincipalName', 'new@fabrikam.example', 'not a name' | Set-Content users.csv
        (Get-ErrorOf { Import-MSCommerceUser -Path users.csv -WhatIf }).Message | Should -Match 'line 3'
    }

    It 'reads a list back into another tenant, in a session of <_>' -ForEach de-DE, ar-SA, en-GB {
        $before = [cultureinfo]::CurrentCulture
        $lists = 'SelfServiceProduct', 'MSCommerceUser', 'SelfServiceSubscription', 'SelfServiceUser'
        try {
            [cultureinfo]::CurrentCulture = $_
            $here, $there = foreach ($tenant in 'Here', 'There') {
                if ($tenant -eq 'There') {
                    Connect-MSCommerce -Local -Path there.db -TenantName There -As admin@fabrikam.example
                    foreach ($list in $lists) { & "Import-$($list -replace 'SelfServiceUser', 'SelfServiceLicense')" -Path "$list.jsonl" -Confirm:$false }
                }

                $texts = foreach ($list in $lists) {
                    $lines = & "Get-$list" | ForEach-Object { ConvertTo-Json $_ -Compress -EnumsAsStrings }
                    $lines | Set-Content "$list.jsonl"
                    # How many orders a total comes from is the store's own; users come as they were added.
                    ($lines -replace '"OrderCount":\d+' | Sort-Object) -join "`n"
                }
                $texts -join "`n"
            }
        }
        finally { [cultureinfo]::CurrentCulture = $before }

        $here.Length | Should -BeGreaterThan 10000
        $there | Should -BeExactly $here
    }

    It 'refuses a date that Export-Csv wrote, and says what to write instead' {
        Get-SelfServiceSubscription | Export-Csv s.csv
        $failure = Get-ErrorOf { Import-SelfServiceSubscription -Path s.csv }
        $failure.Id | Should -Be FileLineInvalid
        $failure.Message | Should -BeLike "*in PurchasedAt is not a date that reads the same everywhere*ConvertTo-Json*"
        # Day and month are told apart by nothing.
        $texts = foreach ($culture in '', 'en-GB') { ([DateTimeOffset] '2026-02-07Z').ToString([cultureinfo]::new($culture)) }
        $texts | Should -Be '02/07/2026 00:00:00 +00:00', '07/02/2026 00:00:00 +00:00'
    }

    It 'takes a file that is called with brackets' {
        'UserPrincipalName', 'new@fabrikam.example' | Set-Content -LiteralPath 'users[1].csv'
        (Get-ChildItem | Where-Object Name -EQ 'users[1].csv' | Import-MSCommerceUser -PassThru).Created | Should -Be 1
    }

    It 'refuses <Because>, with its line, and takes nothing of it' -ForEach @(
        @{ Because = 'a line with too few cells'; Command = 'Import-MSCommerceUser'; Name = 'users.csv'; Lines = 'UserPrincipalName,DisplayName', 'new@fabrikam.example,New', 'x@fabrikam.example'; Id = 'FileLineInvalid'; Line = 3 }
        @{ Because = 'a name that is none'; Command = 'Import-MSCommerceUser'; Name = 'users.csv'; Lines = 'UserPrincipalName', 'new@fabrikam.example', 'nonsense'; Id = 'FileLineInvalid'; Line = 3 }
        @{ Because = 'an unknown role'; Command = 'Import-MSCommerceUser'; Name = 'users.csv'; Lines = 'UserPrincipalName,Roles', 'new@fabrikam.example,', 'x@fabrikam.example,King'; Id = 'FileLineInvalid'; Line = 3 }
        @{ Because = 'a line that is not JSON'; Command = 'Import-MSCommerceUser'; Name = 'users.jsonl'; Lines = '{"UserPrincipalName":"new@fabrikam.example"}', '{nonsense'; Id = 'FileLineInvalid'; Line = 2 }
        @{ Because = 'an unknown product'; Command = 'Import-SelfServiceSubscription'; Name = 's.csv'; Lines = 'SubscriptionId,ProductId,TotalLicenses', 's1,CFQ7TTC0H9MP,5', 's2,Nonsense,5'; Id = 'FileLineInvalid'; Line = 3 }
        @{ Because = 'a subscription without licences'; Command = 'Import-SelfServiceSubscription'; Name = 's.csv'; Lines = 'SubscriptionId,ProductId,TotalLicenses', 's1,CFQ7TTC0H9MP,0'; Id = 'FileLineInvalid'; Line = 2 }
        @{ Because = 'an unknown purchaser'; Command = 'Import-SelfServiceSubscription'; Name = 's.csv'; Lines = 'SubscriptionId,ProductId,TotalLicenses,Purchaser', 's1,CFQ7TTC0H9MP,5,nobody@fabrikam.example'; Id = 'FileLineInvalid'; Line = 2 }
        @{ Because = 'an unknown subscription'; Command = 'Import-SelfServiceLicense'; Name = 'l.csv'; Lines = 'SubscriptionId,UserPrincipalName', 'gone,ada.adler@fabrikam.example'; Id = 'FileLineInvalid'; Line = 2 }
    ) {
        $before = @(Get-MSCommerceUser) + @(Get-SelfServiceSubscription) + @(Get-SelfServiceUser) | ConvertTo-Json -Depth 3
        $Lines | Set-Content $Name
        $failure = Get-ErrorOf { & $Command -Path $Name }
        $failure.Id | Should -Be $Id
        $failure.Category | Should -Be InvalidData
        $failure.Message | Should -Match "line $Line"
        $failure.Target | Should -Be (Get-Item $Name).FullName
        @(Get-MSCommerceUser) + @(Get-SelfServiceSubscription) + @(Get-SelfServiceUser) | ConvertTo-Json -Depth 3 | Should -Be $before
    }

    It 'refuses files that are not there' {
        (Get-ErrorOf { Import-MSCommerceUser -Path gone.csv }).Id | Should -Be FileUnreadable
        (Get-ErrorOf { Import-MSCommerceUser -Path gone*.csv }).Id | Should -Be NoFileMatches
        (Get-ErrorOf { Import-MSCommerceUser -Path Env:/gone.csv }).Id | Should -Be PathNotFileSystem
    }

    It 'goes on with the next file where one is refused' {
        'UserPrincipalName', 'nonsense' | Set-Content bad.csv
        'UserPrincipalName', 'new@fabrikam.example' | Set-Content good.csv
        $results = Import-MSCommerceUser -Path bad.csv, good.csv -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
        $results.Path | Should -Be (Get-Item good.csv).FullName
        $failures.FullyQualifiedErrorId | Should -BeLike 'FileLineInvalid,*'
    }

    It 'refuses more licences than there are' {
        $subscription = Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2'
        'SubscriptionId,UserPrincipalName' | Set-Content l.csv
        (Get-MSCommerceUser -AccountEnabled $true).UserPrincipalName | ForEach-Object { "$($subscription.SubscriptionId),$_" } | Add-Content l.csv
        $failure = Get-ErrorOf { Import-SelfServiceLicense -Path l.csv }
        $failure.Id | Should -Be TooFewLicenses
        $failure.Category | Should -Be QuotaExceeded
        (Get-SelfServiceSubscription -SubscriptionId $subscription.SubscriptionId).AssignedLicenses | Should -Be $subscription.AssignedLicenses
    }

    It 'is for a global administrator alone' -Tag A -ForEach @('Import-MSCommerceUser', 'Import-SelfServiceSubscription', 'Import-SelfServiceLicense') {
        'UserPrincipalName,SubscriptionId,ProductId,TotalLicenses', 'x@fabrikam.example,s,CFQ7TTC0H9MP,1' | Set-Content file.csv
        Connect-MSCommerce -Store sqlite:t.db -As billing@fabrikam.example
        $failure = Get-ErrorOf { & $_ -Path file.csv }
        $failure.Id | Should -Be RoleMissing
        $failure.Message | Should -Match 'global administrator'
    }
}
