BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'What names nothing' {
    BeforeAll { Enter-Sample }

    AfterAll {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'is refused, and never taken for everything: <Command> -<Parameter>' -ForEach @(
        foreach ($name in 'Get-SelfServiceSubscription', 'Get-SelfServiceUser', 'Get-SelfServiceOrder', 'Get-SelfServiceInvoice') { @{ Command = $name; Parameter = 'SubscriptionId' } }
        foreach ($name in 'Get-SelfServiceProduct', 'Get-SelfServiceLicenseSummary', 'Get-SelfServiceCapacity', 'Get-MSCommerceProductPolicy', 'Test-SelfServiceEligibility') { @{ Command = $name; Parameter = 'ProductId' } }
        @{ Command = 'Get-MSCommercePolicy'; Parameter = 'PolicyId' }
        @{ Command = 'Get-MSCommerceProductPolicy'; Parameter = 'OfferType' }
        @{ Command = 'Get-SelfServiceBillingProfile'; Parameter = 'BillingProfileId' }
    ) {
        foreach ($nothing in @(), $null, @($null)) {
            $named = @{ $Parameter = $nothing }
            (Get-ErrorOf { & $Command @named }).Id | Should -Be ParameterArgumentValidationError
            [pscustomobject]$named | & $Command -ErrorAction Ignore | Should -BeNullOrEmpty
        }
    }

    It 'takes nothing away where a search found nothing' {
        $before = Get-TenantText
        $ids = @(Get-SelfServiceSubscription -ProductId 'No such*' | ForEach-Object SubscriptionId)

        (Get-ErrorOf { Get-SelfServiceUser -SubscriptionId $ids -Central | Remove-SelfServiceLicense -Confirm:$false }).Id | Should -Be ParameterArgumentValidationError
        (Get-ErrorOf { Remove-SelfServiceLicense -SubscriptionId $ids -User billing@fabrikam.example -Confirm:$false }).Id | Should -Be ParameterArgumentValidationError
        (Get-ErrorOf { Move-SelfServiceUsers -SubscriptionId $ids -User billing@fabrikam.example -TargetProductId 'Visio Plan 2' -Confirm:$false }).Id | Should -Be ParameterArgumentValidationError
        (Get-ErrorOf { Export-SelfServiceUser -SubscriptionId $ids -Path all.csv }).Id | Should -Be ParameterArgumentValidationError
        (Get-ErrorOf { Get-SelfServicePaymentMethod -PaymentMethodId $ids }).Id | Should -Be NothingNamed

        'all.csv' | Should -Not -Exist
        Get-TenantText | Should -Be $before
    }
}

Describe 'A number' -Tag U1 {
    BeforeAll { Enter-Sample }
    AfterAll { Exit-Sample }

    It 'is never rounded: <_>' -ForEach 2.5, 0.4, 2.5d, '2.5' {
        $number = $_
        (Get-ErrorOf { New-SelfServiceSubscription -ProductId 'Visio Plan 2' -Licenses $number -Confirm:$false }).Id | Should -Be ParameterArgumentTransformationError
        (Get-ErrorOf { Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2' | Set-SelfServiceSubscription -TotalLicenses $number -Confirm:$false }).Id | Should -Be ParameterArgumentTransformationError
        (Get-ErrorOf { Get-MSCommerceAuditLog -First $number }).Id | Should -Be ParameterArgumentTransformationError
    }

    It 'without a fraction is one, however it is written' {
        (New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 2.0 -Confirm:$false).TotalLicenses | Should -Be 2
    }
}

Describe 'Users that are piped' -Tag S3, U4 {
    BeforeAll {
        function Get-Holder { Get-SelfServiceUser -SelfService -ProductId 'Planner Plan 1' | Where-Object AccountEnabled }
    }

    BeforeEach { Enter-Sample }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'with their subscriptions do not bring in everybody else of those' {
        foreach ($script in { Get-Holder | Get-SelfServiceUser }, { Get-Holder | Select-Object -First 1 | Export-SelfServiceUser -Path users.csv }, { Get-Holder | ConvertTo-Csv | ConvertFrom-Csv | Export-SelfServiceUser -Path users.csv }) {
            $failure = Get-ErrorOf $script
            $failure.Id | Should -Be LicensedUserPiped
            $failure.Message | Should -Match '-User.*Export-Csv'
        }

        Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2' -Status Active | Remove-SelfServiceSubscription -Reason Other -Confirm:$false
        (Get-ErrorOf { Get-SelfServiceUser -Former | Export-SelfServiceUser -Path users.csv }).Id | Should -Be LicensedUserPiped
        (Get-ErrorOf { & { Get-SelfServiceSubscription -First 1; Get-MSCommerceUser -User billing@fabrikam.example } | Get-SelfServiceUser }).Id | Should -Be LicensedUserPiped
        'users.csv' | Should -Not -Exist
    }

    It 'list their own licences, and nobody piped lists nothing' {
        $some = Get-Holder | Select-Object -First 2
        $theirs = $some.UserPrincipalName | Sort-Object

        $listed = Get-MSCommerceUser -User $some.UserPrincipalName | Get-SelfServiceUser
        ($listed.UserPrincipalName | Sort-Object -Unique) | Should -Be $theirs
        @($listed).Count | Should -Be @(Get-SelfServiceUser -User $some.UserPrincipalName).Count
        # Of a subscription that is named, these users alone.
        ($some | Get-SelfServiceUser -SubscriptionId $some[0].SubscriptionId).UserPrincipalName | Sort-Object | Should -Be $theirs
        (Get-MSCommerceUser -User $theirs | Export-SelfServiceUser -Path users.csv -PassThru).Rows | Should -Be @($listed).Count

        Get-MSCommerceUser -User 'nobody*' | Get-SelfServiceUser | Should -BeNullOrEmpty
        Get-MSCommerceUser -User 'nobody*' | Export-SelfServiceUser -Path none.csv -WarningAction Ignore
        'none.csv' | Should -Not -Exist
    }

    It 'as names are given licences, lose them, and move' {
        $before = (Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2').AssignedLicenses
        $visio = Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2'
        $result = 'billing@fabrikam.example', 'reader@fabrikam.example' | Add-SelfServiceLicense -SubscriptionId $visio.SubscriptionId -PassThru
        $result.Assigned | Should -Be 2
        ('billing@fabrikam.example', 'reader@fabrikam.example' | Remove-SelfServiceLicense -SubscriptionId $visio.SubscriptionId -Confirm:$false -PassThru).Unassigned | Should -Be 2
        (Get-SelfServiceSubscription -SubscriptionId $visio.SubscriptionId).AssignedLicenses | Should -Be $before

        $one = Get-Holder | Select-Object -First 1
        ($one.UserPrincipalName | Move-SelfServiceUsers -SubscriptionId $one.SubscriptionId -TargetSubscriptionId $visio.SubscriptionId -Confirm:$false -PassThru).Users | Should -Be 1
        Get-SelfServiceUser -SubscriptionId $visio.SubscriptionId -User $one.UserPrincipalName | Should -Not -BeNullOrEmpty
    }

    It 'without a subscription do not move, and are told what to say' {
        $before = Get-TenantText
        foreach ($script in { Get-MSCommerceUser -User billing@fabrikam.example | Move-SelfServiceUsers -TargetProductId 'Visio Plan 2' -Confirm:$false }, { 'billing@fabrikam.example' | Move-SelfServiceUsers -TargetProductId 'Visio Plan 2' -Confirm:$false }) {
            $failure = Get-ErrorOf $script
            $failure.Id | Should -Be SubscriptionOfUserMissing
            $failure.Message | Should -Match 'billing@fabrikam.example.*-SubscriptionId'
        }

        Get-TenantText | Should -Be $before
    }

    It 'are no text made of other objects: <_>' -ForEach 'Add-SelfServiceLicense', 'Remove-SelfServiceLicense', 'Move-SelfServiceUsers', 'New-SelfServiceLicenseRequest' {
        $command = $_
        $named = switch -Wildcard ($command) {
            'Add-*' { @{ ProductId = 'Visio Plan 2' } }
            'Remove-*' { @{ SubscriptionId = (Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2').SubscriptionId } }
            'Move-*' { @{ TargetProductId = 'Visio Plan 2'; SubscriptionId = (Get-SelfServiceSubscription -SelfService -ProductId 'Planner Plan 1').SubscriptionId } }
            'New-*' { @{ ProductId = 'Visio Plan 2' } }
        }
        $before = Get-TenantText
        foreach ($foreign in (Get-MSCommerceTenant), [datetime]'2026-01-31', @{ a = 1 }) {
            $null = $foreign | & $command @named -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction Ignore -Confirm:$false
            ($failures[0].FullyQualifiedErrorId -split ',')[0] | Should -Be InputObjectNotBound
            $failures[0].Exception.Message | Should -Not -Match 'Fabrikam'
        }

        Get-TenantText | Should -Be $before
    }
}
