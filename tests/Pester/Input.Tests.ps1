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
