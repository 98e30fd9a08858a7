BeforeAll {
    . $PSScriptRoot/Sample.ps1

    function Get-Theirs([string] $Product) {
        Get-SelfServiceSubscription -SelfService -ProductId $Product -Status Active
    }

    function Get-Ours([string] $Product) {
        Get-SelfServiceSubscription -Central -ProductId $Product
    }
}

Describe 'Bad input' -Tag U3, U4, U5, T3, S6 {
    BeforeAll {
        Enter-Sample
        $gone = Get-Theirs 'Visio Plan 2'
        $gone | Remove-SelfServiceSubscription -Reason Other -Confirm:$false
        $before = Get-TenantText
    }

    AfterAll {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'is refused: <Because>' -ForEach @(
        @{ Because = 'a total below what is assigned'; Id = 'TotalBelowAssigned'; Category = 'InvalidOperation'; Match = '13 licences assigned'
            Script = { Set-SelfServiceSubscription -SubscriptionId (Get-Ours 'Visio Plan 2').SubscriptionId -TotalLicenses 12 -Confirm:$false } }
        @{ Because = 'a total of none'; Id = 'TotalTooSmall'; Category = 'InvalidArgument'; Match = 'Remove-SelfServiceSubscription'
            Script = { Set-SelfServiceSubscription -SubscriptionId (Get-Ours 'Visio Plan 2').SubscriptionId -TotalLicenses 0 -Confirm:$false } }
        @{ Because = 'a licence for somebody who left'; Id = 'UserDisabled'; Category = 'InvalidOperation'; Match = 'karen.weber'
            Script = { Add-SelfServiceLicense -ProductId 'Planner Plan 1' -User karen.weber@fabrikam.example, ada.adler@fabrikam.example } }
        @{ Because = 'a licence for somebody of another tenant'; Id = 'UserNotFound'; Category = 'ObjectNotFound'; Match = 'mia@contoso.example'
            Script = { Add-SelfServiceLicense -ProductId 'Planner Plan 1' -User ada.adler@fabrikam.example, mia@contoso.example } }
        @{ Because = 'licences of a subscription that was not taken over'; Id = 'SubscriptionNotControlled'; Category = 'InvalidOperation'; Match = 'S6'
            Script = { Add-SelfServiceLicense -SubscriptionId (Get-Theirs 'Project Plan 3').SubscriptionId -User ada.adler@fabrikam.example } }
        @{ Because = 'licences of a cancelled subscription'; Id = 'SubscriptionDeleted'; Category = 'InvalidOperation'; Match = '-Former'
            Script = { $gone | Set-SelfServiceSubscription -TakeControl -Confirm:$false } }
        @{ Because = 'a cancelled subscription, cancelled again'; Id = 'SubscriptionDeleted'; Category = 'InvalidOperation'; Match = 'Deleted'
            Script = { $gone | Remove-SelfServiceSubscription -Reason Other -Confirm:$false } }
        @{ Because = 'a request to cancel what is cancelled'; Id = 'SubscriptionDeleted'; Category = 'InvalidOperation'; Match = 'Deleted'
            Script = { $gone | Request-SelfServiceCancellation } }
        @{ Because = 'one cancelled subscription among several'; Id = 'SubscriptionDeleted'; Category = 'InvalidOperation'; Match = 'Deleted'
            Script = { @(Get-Theirs 'Project Plan 3') + $gone | Remove-SelfServiceSubscription -Reason Other -Confirm:$false } }
        @{ Because = 'taking control of the organisation''s own'; Id = 'SubscriptionIsCentral'; Category = 'InvalidOperation'; Match = 'own already'
            Script = { Get-Ours 'Visio Plan 2' | Set-SelfServiceSubscription -TakeControl -Confirm:$false } }
        @{ Because = 'a reason that is not in the list'; Id = 'CannotConvertArgumentNoMessage'; Category = 'InvalidArgument'; Match = 'NoLongerNeeded'
            Script = { Remove-SelfServiceSubscription -SubscriptionId x -Reason Bored -Confirm:$false } }
        @{ Because = 'a reason by a number that is not in the list'; Id = 'CannotConvertArgumentNoMessage'; Category = 'InvalidArgument'; Match = 'Reason'
            Script = { Get-Theirs 'Project Plan 3' | Remove-SelfServiceSubscription -Reason 77 -Confirm:$false } }
        @{ Because = 'too long a feedback'; Id = 'FeedbackTooLong'; Category = 'InvalidArgument'; Match = '1000'
            Script = { Get-Theirs 'Project Plan 3' | Remove-SelfServiceSubscription -Reason Other -Feedback ('x' * 1001) -Confirm:$false } }
        @{ Because = 'no licences'; Id = 'LicensesInvalid'; Category = 'InvalidArgument'; Match = 'at least 1'
            Script = { New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 0 -Confirm:$false } }
        @{ Because = 'a product that does not exist'; Id = 'ProductNotFound'; Category = 'ObjectNotFound'; Match = 'Nonsense'
            Script = { New-SelfServiceSubscription -ProductId Nonsense -Licenses 5 -Confirm:$false } }
        @{ Because = 'a service that the product does not have'; Id = 'ServiceNotFound'; Category = 'ObjectNotFound'; Match = 'Telepathy'
            Script = { Add-SelfServiceLicense -ProductId 'Planner Plan 1' -User ada.adler@fabrikam.example -DisabledService Telepathy } }
        @{ Because = 'a subscription that does not exist'; Id = 'SubscriptionNotFound'; Category = 'ObjectNotFound'; Match = 'gone'
            Script = { Set-SelfServiceSubscription -SubscriptionId gone -AutoRenew $false -Confirm:$false } }
        @{ Because = 'a wildcard that matches nobody'; Id = 'PatternMatchedNothing'; Category = 'ObjectNotFound'; Match = 'nobody'
            Script = { Set-MSCommerceUser -User 'nobody*' -AccountEnabled $false -Confirm:$false } }
        @{ Because = 'a wildcard that matches no product'; Id = 'PatternMatchedNothing'; Category = 'ObjectNotFound'; Match = 'Nonsense'
            Script = { Set-SelfServiceProduct -ProductId 'Nonsense*' -ListPrice 1 } }
        @{ Because = 'nothing to set'; Id = 'NothingToSet'; Category = 'InvalidArgument'; Match = 'No setting'
            Script = { Get-Ours 'Visio Plan 2' | Set-SelfServiceSubscription -Confirm:$false } }
        @{ Because = 'a piped object that names nobody'; Id = 'InputObjectNotBound'; Category = 'InvalidArgument'; Match = 'bound'
            Script = { [pscustomobject]@{ Mail = 'ada.adler@fabrikam.example' } | Add-SelfServiceLicense -ProductId 'Visio Plan 2' } }
        @{ Because = 'a subscription and a product'; Id = 'AmbiguousParameterSet'; Category = 'InvalidArgument'; Match = 'Parameter set'
            Script = { Add-SelfServiceLicense -ProductId 'Visio Plan 2' -SubscriptionId x -User ada.adler@fabrikam.example } }
        @{ Because = 'a shortfall of one subscription'; Id = 'AmbiguousParameterSet'; Category = 'InvalidArgument'; Match = 'Parameter set'
            Script = { Add-SelfServiceLicense -SubscriptionId x -BuyShortfall -User ada.adler@fabrikam.example } }
        @{ Because = 'a country that does not exist'; Id = 'CountryUnknown'; Category = 'InvalidArgument'; Match = 'XX'
            Script = { Set-MSCommerceTenant -Country XX } }
        @{ Because = 'a sector that does not exist'; Id = 'CannotConvertArgumentNoMessage'; Category = 'InvalidArgument'; Match = 'Commercial'
            Script = { Set-MSCommerceTenant -Sector Church } }
        @{ Because = 'too long a retention'; Id = 'RetentionInvalid'; Category = 'InvalidArgument'; Match = '3650'
            Script = { Set-MSCommerceTenant -LicenseRequestRetentionDays 4000 } }
        @{ Because = 'a role that does not exist'; Id = 'CannotConvertArgumentNoMessage'; Category = 'InvalidArgument'; Match = 'BillingAdministrator'
            Script = { Set-MSCommerceUser -User ada.adler@fabrikam.example -Role King } }
        @{ Because = 'a negative price'; Id = 'PriceInvalid'; Category = 'InvalidArgument'; Match = '-1'
            Script = { Set-SelfServiceProduct -ProductId 'Visio Plan 2' -ListPrice -1 } }
        @{ Because = 'a price of a hundredth of a cent''s tenth'; Id = 'PriceInvalid'; Category = 'InvalidArgument'; Match = 'four decimals'
            Script = { Set-SelfServiceProduct -ProductId 'Visio Plan 2' -ListPrice 1.00001 } }
        @{ Because = 'a card that has expired'; Id = 'PaymentMethodExpired'; Category = 'InvalidArgument'; Match = '2020-01'
            Script = { Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 1 -ExpiryYear 2020 -CardholderName A } }
        @{ Because = 'a month that is none'; Id = 'ExpiryInvalid'; Category = 'InvalidArgument'; Match = '1 to 12'
            Script = { Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 13 -ExpiryYear 2031 -CardholderName A } }
        @{ Because = 'half an address'; Id = 'AddressIncomplete'; Category = 'InvalidArgument'; Match = 'street, city'
            Script = { Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 1 -ExpiryYear 2031 -CardholderName A -City Dublin } }
        @{ Because = 'no credit card'; Id = 'PaymentMethodNotCard'; Category = 'PermissionDenied'; Match = 'E5'
            Script = { Add-SelfServicePaymentMethod -Token tok_debit -ExpiryMonth 1 -ExpiryYear 2031 -CardholderName A } }
        @{ Because = 'a token that nobody knows'; Id = 'PaymentTokenUnknown'; Category = 'LimitsExceeded'; Match = 'does not know this token'
            Script = { Add-SelfServicePaymentMethod -Token tok_gold -ExpiryMonth 1 -ExpiryYear 2031 -CardholderName A } }
        @{ Because = 'a card''s number'; Id = 'CardNumberGiven'; Category = 'InvalidArgument'; Match = 'card number'
            Script = { Set-SelfServicePaymentMethod -PaymentMethodId 5555-5555-5555-4444 -ExpiryYear 2035 } }
        @{ Because = 'a card that is not one''s own'; Id = 'PaymentMethodNotFound'; Category = 'ObjectNotFound'; Match = 'Add-SelfServicePaymentMethod'
            Script = { New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId gone -Confirm:$false } }
        @{ Because = 'a trial with a card'; Id = 'AmbiguousParameterSet'; Category = 'InvalidArgument'; Match = 'Parameter set'
            Script = { New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Trial -PaymentMethodId x } }
        @{ Because = 'too large a trial'; Id = 'LicensesInvalid'; Category = 'InvalidArgument'; Match = '25'
            Script = { New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Trial -Licenses 26 -Confirm:$false } }
        @{ Because = 'a trial of what has none'; Id = 'ProductHasNoTrial'; Category = 'PermissionDenied'; Match = 'no trial'
            Script = { New-SelfServiceSubscription -ProductId 'Power BI Pro' -Trial -Confirm:$false } }
        @{ Because = 'an invoice that is not there'; Id = 'InvoiceNotFound'; Category = 'ObjectNotFound'; Match = 'Get-SelfServiceInvoice'
            Script = { Submit-SelfServicePayment gone -Confirm:$false } }
        @{ Because = 'months and dates at once'; Id = 'PeriodInvalid'; Category = 'InvalidArgument'; Match = 'not both'
            Script = { Get-SelfServiceInvoice -Months 3 -Since 2026-01-01 } }
        @{ Because = 'a request for what may be bought'; Id = 'RequestNotNeeded'; Category = 'InvalidOperation'; Match = 'New-SelfServiceSubscription -PaymentMethodId'
            Script = { New-SelfServiceLicenseRequest 'Power BI Pro' } }
        @{ Because = 'a request for somebody of another tenant'; Id = 'UserNotFound'; Category = 'ObjectNotFound'; Match = 'mia@contoso.example'
            Script = { New-SelfServiceLicenseRequest 'Power Automate RPA' -User mia@contoso.example } }
        @{ Because = 'too long a message'; Id = 'MessageTooLong'; Category = 'InvalidArgument'; Match = '1001'
            Script = { New-SelfServiceLicenseRequest 'Power Automate RPA' -Message ('x' * 1001) } }
        @{ Because = 'a request that is not there'; Id = 'RequestNotFound'; Category = 'ObjectNotFound'; Match = 'Get-SelfServiceLicenseRequest'
            Script = { Approve-SelfServiceLicenseRequest 3f2504e0-4f89-41d3-9a0c-0305e82c3301 } }
        @{ Because = 'licences of a product and of a subscription'; Id = 'TargetAmbiguous'; Category = 'InvalidArgument'; Match = 'not both'
            Script = { Approve-SelfServiceLicenseRequest 3f2504e0-4f89-41d3-9a0c-0305e82c3301 -ProductId x -SubscriptionId y } }
        @{ Because = 'a link that leads nowhere'; Id = 'LinkInvalid'; Category = 'InvalidArgument'; Match = 'https://'
            Script = { Set-SelfServiceRequestProcess 'Ask there.' -Link intranet } }
        @{ Because = 'a currency that is none'; Id = 'CurrencyInvalid'; Category = 'InvalidArgument'; Match = 'EURO'
            Script = { Set-SelfServiceProduct -ProductId 'Visio Plan 2' -Currency Euro } }
    ) {
        $failure = Get-ErrorOf $Script
        $failure.Id | Should -Be $Id
        $failure.Category | Should -Be $Category
        $failure.Message | Should -Match $Match
        Get-TenantText | Should -Be $before
    }

    It 'may be nothing at all, as in a nightly run: that is said' {
        $warnings = @()
        @() | Add-SelfServiceLicense -ProductId 'Visio Plan 2' -WarningVariable +warnings -WarningAction SilentlyContinue
        @() | Remove-SelfServiceSubscription -Reason Other -WarningVariable +warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 2
        Get-TenantText | Should -Be $before
    }

    It 'may well look odd and be right: a guest of the tenant holds a licence' -Tag U4 {
        $guest = Get-MSCommerceUser -UserType Guest -AccountEnabled $true | Select-Object -First 1
        $guest | Add-SelfServiceLicense -ProductId 'Planner Plan 1' -WhatIf
        ($guest | Add-SelfServiceLicense -ProductId 'Visio Plan 2' -PassThru).Assigned | Should -BeIn 0, 1
        (Get-SelfServiceUser -Central -ProductId 'Visio Plan 2').UserPrincipalName | Should -Contain $guest.UserPrincipalName
    }
}

Describe 'All or nothing' -Tag U4 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'gives 45 users none of 30 licences, and says that 15 are missing' {
        Set-SelfServiceSubscription -SubscriptionId (Get-Ours 'Visio Plan 2').SubscriptionId -TotalLicenses 43 -Confirm:$false
        $holders = (Get-SelfServiceUser -Central -ProductId 'Visio Plan 2').UserPrincipalName
        $users = Get-MSCommerceUser -AccountEnabled $true | Where-Object UserPrincipalName -NotIn $holders | Select-Object -First 45
        $before = Get-TenantText

        $failure = Get-ErrorOf { $users | Add-SelfServiceLicense -ProductId 'Visio Plan 2' }
        $failure.Id | Should -Be TooFewLicenses
        $failure.Message | Should -Match '30 licences available and 45 are needed: 15 are missing'
        Get-TenantText | Should -Be $before

        $users | Select-Object -First 30 | Add-SelfServiceLicense -ProductId 'Visio Plan 2'
        (Get-Ours 'Visio Plan 2').AvailableLicenses | Should -Be 0
        @(Get-MSCommerceAuditLog -First 1 | Get-MSCommerceAuditLog).Count | Should -Be 30
    }

    It 'records each change once, and a repeat not at all' -Tag N2 {
        $ours = Get-Ours 'Visio Plan 2'
        foreach ($round in 1, 2) {
            $ours | Set-SelfServiceSubscription -AutoRenew $false -TotalLicenses 30 -Confirm:$false
            Set-MSCommerceUser -User ada.adler@fabrikam.example -Role GlobalReader
            Set-SelfServiceProduct -ProductId 'Visio Plan 2' -ListPrice 16
            Add-SelfServiceLicense -ProductId 'Visio Plan 2' -User billing@fabrikam.example
        }

        @(Get-MSCommerceAuditLog -Action SubscriptionChanged).Count | Should -Be 2
        @(Get-MSCommerceAuditLog -Action UserChanged).Count | Should -Be 1
        @(Get-MSCommerceAuditLog -Action ProductChanged).Count | Should -Be 1
        @(Get-MSCommerceAuditLog -Action LicenseAssigned).Count | Should -Be 1
        ($ours | Get-SelfServiceOrder).Quantity | Should -Be 23, 7
    }
}
