BeforeAll {
    . $PSScriptRoot/Sample.ps1

    function Get-Theirs([string] $Product) {
        Get-SelfServiceSubscription -SelfService -ProductId $Product -Status Active
    }

    function Get-Ours([string] $Product) {
        Get-SelfServiceSubscription -Central -ProductId $Product
    }

    function Get-Day([int] $FromToday) {
        [DateTimeOffset]::UtcNow.Date.AddDays($FromToday).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
    }
}

Describe 'The tenant' {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'shows its facts and takes others, one entry a fact in the audit log' -Tag E1, N2 {
        # The sample was given its country in the same way.
        $made = (Get-MSCommerceAuditLog -First 1).Sequence
        Set-MSCommerceTenant -Name Contoso -Country in -LicenseRequestRetentionDays 90
        $tenant = Get-MSCommerceTenant
        $tenant.Name | Should -Be Contoso
        $tenant.Country | Should -Be IN
        $tenant.LicenseRequestRetentionDays | Should -Be 90
        $tenant.Sector | Should -Be Commercial
        $entries = Get-MSCommerceAuditLog -Action TenantChanged | Where-Object Sequence -GT $made
        $entries.Count | Should -Be 3
        $entries.CorrelationId | Select-Object -Unique | Should -HaveCount 1
        $entries.Where({ $_.After -like '*90' }).Before | Should -BeLike '*30'
    }

    It 'is not taken from the pipeline' {
        (Get-ErrorOf { Get-MSCommerceTenant | Set-MSCommerceTenant -Country FR }).Id | Should -Be InputObjectNotBound
        (Get-MSCommerceTenant).Country | Should -Be DE
    }
}

Describe 'People' {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'leave: their subscriptions stay and do not renew, and nobody gives them a licence' -Tag L1 {
        $theirs = Get-Theirs 'Visio Plan 1'
        'UserPrincipalName', $theirs.Purchaser | Set-Content leavers.csv
        $left = Import-Csv leavers.csv | Set-MSCommerceUser -AccountEnabled $false -Confirm:$false -PassThru
        $left.AccountEnabled | Should -BeFalse
        $left.DisabledAt | Should -BeGreaterThan ([DateTimeOffset]::Now.AddMinutes(-5))

        $now = Get-SelfServiceSubscription -SubscriptionId $theirs.SubscriptionId
        $now.Status | Should -Be Active
        @($theirs | Get-SelfServiceUser).Count | Should -Be $theirs.AssignedLicenses
        $theirs | Set-SelfServiceSubscription -TakeControl -Confirm:$false
        (Get-ErrorOf { $theirs | Set-SelfServiceSubscription -AutoRenew $true -Confirm:$false }).Id | Should -Be PurchaserLeft
        (Get-ErrorOf { $left | Add-SelfServiceLicense -ProductId 'Visio Plan 2' }).Id | Should -Be UserDisabled
        (Get-ErrorOf { Connect-MSCommerce -Store sqlite:t.db -As $theirs.Purchaser }).Id | Should -Be ActorRefused
        # Whoever could not connect is connected to nothing.
        (Get-ErrorOf { Get-MSCommerceTenant }).Id | Should -Be NotConnected
        Connect-MSCommerce -Store sqlite:t.db
    }

    It 'are given roles, which hold at once' -Tag A {
        Set-MSCommerceUser -User ada.adler@fabrikam.example -Role BillingAdministrator
        Connect-MSCommerce -Store sqlite:t.db -As ada.adler@fabrikam.example
        Set-SelfServiceSubscription -SubscriptionId (Get-Ours 'Visio Plan 2').SubscriptionId -AutoRenew $false -Confirm:$false
        (Get-MSCommerceAuditLog -Action SubscriptionChanged -First 1).Actor | Should -Be ada.adler@fabrikam.example
        Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
        Get-MSCommerceUser -Role BillingAdministrator | Set-MSCommerceUser -Role @() -Confirm:$false
        Get-MSCommerceUser -Role BillingAdministrator | Should -BeNullOrEmpty
    }

    It 'always include somebody who can administer the tenant' -Tag A {
        foreach ($attempt in { Set-MSCommerceUser -User admin@fabrikam.example -Role @() -Confirm:$false },
            { Set-MSCommerceUser -User * -AccountEnabled $false -Confirm:$false }, { Get-MSCommerceUser -Role GlobalAdministrator | Set-MSCommerceUser -Role GlobalReader -Confirm:$false }) {
            $failure = Get-ErrorOf $attempt
            $failure.Id | Should -Be LastAdministrator
            $failure.Category | Should -Be InvalidOperation
        }

        Set-MSCommerceUser -User ada.adler@fabrikam.example -Role GlobalAdministrator
        Connect-MSCommerce -Store sqlite:t.db -As ada.adler@fabrikam.example
        Set-MSCommerceUser -User admin@fabrikam.example -Role @() -Confirm:$false
        (Get-MSCommerceUser -Role GlobalAdministrator).UserPrincipalName | Should -Be ada.adler@fabrikam.example
    }

    It 'are asked about where accounts or roles are taken away, and not where they are given' {
        (Get-ErrorOf { Set-MSCommerceUser -User wei.schmidt@fabrikam.example -AccountEnabled $false }).Id | Should -Be ConfirmationImpossible
        (Get-ErrorOf { Set-MSCommerceUser -User reader@fabrikam.example -Role @() }).Id | Should -Be ConfirmationImpossible
        Set-MSCommerceUser -User karen.weber@fabrikam.example -AccountEnabled $true -Role GlobalReader
        (Get-MSCommerceUser karen.weber@fabrikam.example).AccountEnabled | Should -BeTrue
    }
}

Describe 'The catalogue' -Tag S8 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'takes prices, which hold for what is bought from then on' {
        $ours = Get-Ours 'Visio Plan 2'
        Set-SelfServiceProduct -ProductId 'Visio Plan 2' -OrganizationPrice 10 -Currency USD
        $bought = New-SelfServiceSubscription -ProductId 'Visio Plan 2' -Licenses 1 -Confirm:$false
        $bought.PricePerLicense | Should -Be 120
        $bought.Currency | Should -Be USD
        (Get-SelfServiceSubscription -SubscriptionId $ours.SubscriptionId).PricePerLicense | Should -Be $ours.PricePerLicense
        ($bought | Get-SelfServiceOrder).PricePerLicense | Should -Be 120
    }

    It 'keeps a service that is switched off for somebody' {
        Add-SelfServiceLicense -ProductId 'Visio Plan 2' -User billing@fabrikam.example -DisabledService 'Visio Desktop'
        $failure = Get-ErrorOf { Set-SelfServiceProduct -ProductId 'Visio Plan 2' -Service 'Visio Web' }
        $failure.Id | Should -Be ServiceInUse
        $failure.Target | Should -Be 'Visio Desktop'
        Set-SelfServiceProduct -ProductId 'Visio Plan 2' -Service 'Visio Web', 'Visio Desktop', 'Dataverse'
        (Get-SelfServiceProduct 'Visio Plan 2').Services | Should -Contain Dataverse
    }

    It 'takes new products from a file, which follow the policy''s default' -Tag P7 {
        'ProductId,ProductName,Family,ListPrice,Currency', 'CFQ7TTC0NEW1,Contoso Insights,Insights,12.50,EUR' | Set-Content products.csv
        $result = Get-Item products.csv | Import-SelfServiceProduct -PassThru
        $result.Created | Should -Be 1
        $policy = Get-MSCommerceProductPolicy -ProductId 'Contoso Insights'
        $policy.PolicyValue | Should -Be Enabled
        $policy.IsExplicit | Should -BeFalse
        (Import-SelfServiceProduct products.csv -PassThru).Unchanged | Should -Be 1
    }

    It 'refuses a file with <Because>, names the line and takes nothing' -ForEach @(
        @{ Because = 'a price in the user''s own notation'; Row = 'CFQ7TTC0NEW1,Contoso Insights,Insights,"12,50",EUR'; Match = 'line 2.*12,50' }
        @{ Because = 'a price without a currency'; Row = 'CFQ7TTC0NEW1,Contoso Insights,Insights,12.50,'; Match = 'line 2.*Currency' }
        @{ Because = 'a negative price'; Row = 'CFQ7TTC0NEW1,Contoso Insights,Insights,-1,EUR'; Match = 'line 2' }
        @{ Because = 'a currency that is none'; Row = 'CFQ7TTC0NEW1,Contoso Insights,Insights,1,Euro'; Match = 'line 2.*EURO' }
        @{ Because = 'no family'; Row = 'CFQ7TTC0NEW1,Contoso Insights,,1,EUR'; Match = 'line 2.*Family' }
        @{ Because = 'a product twice'; Row = "CFQ7TTC0NEW1,A,B,1,EUR`nCFQ7TTC0NEW1,A,B,1,EUR"; Match = 'line 3.*already' }
    ) {
        "ProductId,ProductName,Family,ListPrice,Currency`n$Row" | Set-Content products.csv
        $failure = Get-ErrorOf { Import-SelfServiceProduct products.csv }
        $failure.Id | Should -Be FileLineInvalid
        $failure.Category | Should -Be InvalidData
        $failure.Message | Should -Match $Match
        @(Get-SelfServiceProduct).Count | Should -Be 17
    }
}

Describe 'Taking control' -Tag T4 {
    BeforeEach {
        Enter-Sample
        $theirs = Get-Theirs 'Planner Plan 1'
    }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'is what it takes to change, assign and take away' -Tag S6 {
        $user = ($theirs | Get-SelfServiceUser)[0]
        foreach ($attempt in { $theirs | Set-SelfServiceSubscription -TotalLicenses 9 -Confirm:$false }, { $theirs | Set-SelfServiceSubscription -AutoRenew $false -Confirm:$false },
            { Add-SelfServiceLicense -SubscriptionId $theirs.SubscriptionId -User billing@fabrikam.example }, { $user | Remove-SelfServiceLicense -Confirm:$false }) {
            $failure = Get-ErrorOf $attempt
            $failure.Id | Should -Be SubscriptionNotControlled
            $failure.Message | Should -Match '-TakeControl'
        }

        $taken = $theirs | Set-SelfServiceSubscription -TakeControl -Confirm:$false -PassThru
        $taken.IsControlledByOrganization | Should -BeTrue
        $taken.AutoRenew | Should -BeFalse
        $taken.Status | Should -Be Active
        $taken.PricePerLicense | Should -Be $theirs.PricePerLicense
        $taken | Set-SelfServiceSubscription -TotalLicenses 9 -AutoRenew $true -Confirm:$false
        Add-SelfServiceLicense -SubscriptionId $taken.SubscriptionId -User billing@fabrikam.example
        $user | Remove-SelfServiceLicense -Confirm:$false
        $now = Get-SelfServiceSubscription -SubscriptionId $taken.SubscriptionId
        $now.TotalLicenses | Should -Be 9
        $now.AutoRenew | Should -BeTrue
        ($now | Get-SelfServiceUser).UserPrincipalName | Should -Contain billing@fabrikam.example
        ($now | Get-SelfServiceUser).UserPrincipalName | Should -Not -Contain $user.UserPrincipalName
        $mail = Get-MSCommerceNotice
        $mail.Kind | Should -Be ControlTaken
        $mail.Recipient | Should -Be $theirs.Purchaser
    }

    It 'leaves the purchaser with seeing' -Tag U2 {
        $theirs | Set-SelfServiceSubscription -TakeControl -Confirm:$false
        Connect-MSCommerce -Store sqlite:t.db -As $theirs.Purchaser
        (Get-SelfServiceSubscription).SubscriptionId | Should -Contain $theirs.SubscriptionId
        (Get-ErrorOf { $theirs | Set-SelfServiceSubscription -TotalLicenses 9 -Confirm:$false }).Id | Should -Be RoleMissing
        (Get-ErrorOf { $theirs | Remove-SelfServiceSubscription -Reason Other -Confirm:$false }).Id | Should -Be RoleMissing
        Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
    }
}

Describe 'A purchaser' -Tag U3, P6 {
    BeforeEach {
        Enter-Sample
        $theirs = Get-Theirs 'Planner Plan 1'
        Connect-MSCommerce -Store sqlite:t.db -As $theirs.Purchaser
    }

    AfterEach {
        Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
        Assert-StoreWhole
        Exit-Sample
    }

    It 'changes, assigns and cancels what is his own' -Tag U4, U5 {
        $theirs | Set-SelfServiceSubscription -TotalLicenses 7 -AutoRenew $false -Confirm:$false
        ($theirs | Get-SelfServiceOrder).Quantity | Should -Be 5, 2
        Add-SelfServiceLicense -SubscriptionId $theirs.SubscriptionId -User ada.adler@fabrikam.example
        Remove-SelfServiceLicense -SubscriptionId $theirs.SubscriptionId -User ada.adler@fabrikam.example -Confirm:$false
        ($theirs | Remove-SelfServiceSubscription -Reason TooExpensive -Confirm:$false -PassThru).Status | Should -Be Deleted
        Get-MSCommerceNotice | Should -BeNullOrEmpty
    }

    It 'may reduce and not enlarge what is blocked meanwhile' {
        Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
        $null = Update-MSCommerceProductPolicy -ProductId 'Planner Plan 1' -Value Disabled
        Connect-MSCommerce -Store sqlite:t.db -As $theirs.Purchaser
        $failure = Get-ErrorOf { $theirs | Set-SelfServiceSubscription -TotalLicenses 6 -Confirm:$false }
        $failure.Id | Should -Be PurchaseDisabled
        $failure.Category | Should -Be PermissionDenied
        ($theirs | Set-SelfServiceSubscription -TotalLicenses 4 -Confirm:$false -PassThru).TotalLicenses | Should -Be 4
    }

    It 'is offered his own subscriptions and services by completion' {
        $line = 'Add-SelfServiceLicense -SubscriptionId '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $theirs.SubscriptionId
        $line = "Add-SelfServiceLicense -SubscriptionId $($theirs.SubscriptionId) -DisabledService "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be Planner, Roadmap
    }
}

Describe 'The calendar' -Tag L2, U8 {
    BeforeAll {
        Enter-Sample
        # Bought long ago, with terms that end as said; nothing has run since.
        $header = 'SubscriptionId,ProductId,Purchaser,TotalLicenses,PurchasedAt,ExpiresAt,Term,AutoRenew,IsTrial'
        $rows = @(
            $header
            "renews,Visio Plan 1,,5,$(Get-Day -400),$(Get-Day -35),Month,True,"
            "expired,Visio Plan 1,,5,$(Get-Day -60),$(Get-Day -29),Month,False,"
            "disabled,Visio Plan 1,,5,$(Get-Day -61),$(Get-Day -31),Month,False,"
            "deleted,Visio Plan 1,,5,$(Get-Day -151),$(Get-Day -60),Month,False,"
            "trial,Visio Plan 1,ada.adler@fabrikam.example,5,$(Get-Day -61),$(Get-Day -31),Month,,True"
            "leaver,Visio Plan 1,karen.weber@fabrikam.example,5,$(Get-Day -400),$(Get-Day -370),Month,True,"
        )
        $rows | Set-Content subscriptions.csv
        'SubscriptionId,UserPrincipalName,AssignedAt', "deleted,ada.adler@fabrikam.example,$(Get-Day -140)", "disabled,ada.adler@fabrikam.example,$(Get-Day -50)" | Set-Content licenses.csv
        Import-SelfServiceSubscription subscriptions.csv
        Import-SelfServiceLicense licenses.csv
        # Its term ended earlier than was thought: a Deleted one takes no users any more.
        $header, "deleted,Visio Plan 1,,5,$(Get-Day -151),$(Get-Day -121),Month,False," | Set-Content corrected.csv
        Import-SelfServiceSubscription corrected.csv
    }

    AfterAll {
        Assert-StoreWhole
        Exit-Sample
    }

    It '<Id> is <Status>' -ForEach @(
        @{ Id = 'renews'; Status = 'Active' }
        @{ Id = 'expired'; Status = 'Expired' }
        @{ Id = 'disabled'; Status = 'Disabled' }
        @{ Id = 'deleted'; Status = 'Deleted' }
        @{ Id = 'trial'; Status = 'Disabled' }
    ) {
        (Get-SelfServiceSubscription -SubscriptionId $Id).Status | Should -Be $Status
        (Get-SelfServiceSubscription -Status $Status).SubscriptionId | Should -Contain $Id
    }

    It 'renews by terms, and no more once its purchaser has left' -Tag L1 {
        (Get-SelfServiceSubscription -SubscriptionId renews).ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow)
        $left = (Get-MSCommerceUser karen.weber@fabrikam.example).DisabledAt
        $ends = (Get-SelfServiceSubscription -SubscriptionId leaver).ExpiresAt
        $ends | Should -BeGreaterThan $left
        $ends | Should -BeLessThan $left.AddMonths(1).AddDays(1)
    }

    It 'counts among the former users who had a licence when it was Disabled' -Tag L3 {
        $former = Get-SelfServiceUser -Former -SubscriptionId deleted
        $former.UserPrincipalName | Should -Be ada.adler@fabrikam.example
        $former.EndedAt.UtcDateTime.Date | Should -Be ([DateTimeOffset]::UtcNow.Date.AddDays(-91))
        (Get-SelfServiceLicenseSummary 'Visio Plan 1' -Central).TotalLicenses | Should -Be 15
    }

    It 'lets nobody buy or assign what is not active, and nobody renew what is over' {
        foreach ($id in 'expired', 'disabled') {
            (Get-ErrorOf { Set-SelfServiceSubscription -SubscriptionId $id -TotalLicenses 6 -Confirm:$false }).Id | Should -Be SubscriptionNotActive
            (Get-ErrorOf { Set-SelfServiceSubscription -SubscriptionId $id -AutoRenew $true -Confirm:$false }).Id | Should -Be SubscriptionNotActive
            (Get-ErrorOf { Add-SelfServiceLicense -SubscriptionId $id -User billing@fabrikam.example }).Id | Should -Be SubscriptionNotActive
        }

        (Get-ErrorOf { Set-SelfServiceSubscription -SubscriptionId deleted -AutoRenew $false -Confirm:$false }).Id | Should -Be SubscriptionDeleted
    }

    It 'does not renew a trial' {
        $trial = Get-SelfServiceSubscription -SelfService -ProductId 'Power Apps per user' -Status Active
        $trial.IsTrial | Should -BeTrue
        $trial | Set-SelfServiceSubscription -TakeControl -Confirm:$false
        (Get-ErrorOf { $trial | Set-SelfServiceSubscription -AutoRenew $true -Confirm:$false }).Id | Should -Be TrialDoesNotRenew
    }
}
