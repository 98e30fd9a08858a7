BeforeAll {
    . $PSScriptRoot/Sample.ps1

    function Complete([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }
}

Describe 'Completion' {
    BeforeAll {
        Enter-Sample
    }

    AfterAll {
        Exit-Sample
    }

    It 'offers products by id, the name as tip' {
        $all = Complete 'Get-MSCommerceProductPolicy -ProductId '
        $all.Count | Should -Be 17
        $all[0].CompletionText | Should -Match '^CFQ7'
        (Complete 'Update-MSCommerceProductPolicy -ProductId CFQ7TTC0H9').ToolTip | Should -Be 'Power BI Pro'
    }

    It 'offers products by name, quoted where it has spaces' {
        (Complete 'Get-SelfServiceSubscription -ProductId Visio').CompletionText | Should -Be "'Visio Plan 1'", "'Visio Plan 2'"
        (Complete "Get-SelfServiceUser -ProductId 'Power B").CompletionText | Should -Contain "'Power BI Pro'"
        (Complete 'Move-SelfServiceUsers -TargetProductId Clip').CompletionText | Should -Be "'Clipchamp Premium'"
    }

    It 'offers policies, their values, types of offers and switches of words' {
        (Complete 'Get-MSCommercePolicy -PolicyId ').CompletionText | Should -Be AllowSelfServicePurchase
        (Complete 'Update-MSCommerceProductPolicy -Value ').CompletionText | Should -Be Enabled, Disabled, OnlyTrialsWithoutPaymentMethod
        (Complete 'Update-MSCommerceProductPolicy -Enabled ').CompletionText | Should -Be False, True
        (Complete 'Update-MSCommerceProductPolicy -OfferType S').CompletionText | Should -Be SaaS
        (Complete 'Get-SelfServiceSubscription -Status ').CompletionText | Should -Contain Expired
        (Complete 'Get-MSCommerceAuditLog -Action Policy').CompletionText | Should -Be PolicyChanged
    }

    It 'offers subscriptions, begun by id, product or purchaser' {
        $source = Get-SelfServiceSubscription -SelfService -ProductId 'Project Plan 3' -Status Active
        $found = Complete "Move-SelfServiceUsers -SubscriptionId $($source.SubscriptionId.Substring(0, 6))"
        $found.CompletionText | Should -Be $source.SubscriptionId
        $found.ToolTip | Should -Match 'Project Plan 3.*anders.weber@fabrikam.example.*Active'
        (Complete "Get-SelfServiceUser -SubscriptionId $($source.Purchaser)").CompletionText | Should -Contain $source.SubscriptionId
        (Complete "Get-SelfServiceUser -SubscriptionId 'Project").CompletionText | Should -Contain $source.SubscriptionId
    }

    It 'offers as source what has users to move, and as target what can take them' {
        $deleted = (Get-SelfServiceSubscription -Status Deleted).SubscriptionId
        (Complete 'Move-SelfServiceUsers -SubscriptionId ').CompletionText | Where-Object { $_ -in $deleted } | Should -BeNullOrEmpty
        (Complete 'Move-SelfServiceUsers -TargetSubscriptionId ').CompletionText | Sort-Object |
            Should -Be ((Get-SelfServiceSubscription -Central -Status Active).SubscriptionId | Sort-Object)
    }

    It 'offers users by name' {
        (Complete 'Get-MSCommerceUser -User ada.ad').CompletionText | Should -Be ada.adler@fabrikam.example
        (Complete "Get-SelfServiceUser -User 'Ada A").CompletionText | Should -Be ada.adler@fabrikam.example
        (Complete 'Get-SelfServiceUser -User ada.ad').ToolTip | Should -Be 'Ada Adler'
        (Complete 'Get-SelfServiceUser -Purchaser sven').CompletionText | Should -Be sven.fontaine@fabrikam.example
        # A guest's name has a number sign, which begins a comment.
        (Complete 'Get-MSCommerceUser -User bjarne.mendes_p').CompletionText | Should -Be "'bjarne.mendes_partner.example#EXT#@fabrikam.example'"
    }

    It 'offers families, services of what is named, reasons, countries and currencies' {
        (Complete 'Get-SelfServiceProduct -Family Vi').CompletionText | Should -Be Visio, Viva
        (Complete 'Get-SelfServiceProduct -Family Visio').ToolTip | Should -Be 'Visio Plan 1, Visio Plan 2'
        (Complete 'Add-SelfServiceLicense -ProductId CFQ7TTC0HD32 -DisabledService ').CompletionText | Should -Be "'Visio Web'", "'Visio Desktop'"
        $planner = (Get-SelfServiceSubscription -Central -ProductId 'Planner Plan 1').SubscriptionId
        (Complete "Add-SelfServiceLicense -SubscriptionId $planner -DisabledService R").CompletionText | Should -Be Roadmap
        (Complete 'Remove-SelfServiceSubscription -Reason T').CompletionText | Should -Be TechnicalProblems, TooDifficult, TooExpensive
        (Complete 'Set-MSCommerceTenant -Country B').CompletionText | Should -Contain BR
        (Complete 'Set-SelfServiceProduct -Currency E').CompletionText | Should -Contain EUR
        (Complete 'Set-MSCommerceUser -User ada.ad').CompletionText | Should -Be ada.adler@fabrikam.example
    }

    It 'offers what can be assigned, changed and asked about' {
        (Complete 'Add-SelfServiceLicense -SubscriptionId ').CompletionText | Sort-Object |
            Should -Be ((Get-SelfServiceSubscription -Central -Status Active).SubscriptionId | Sort-Object)
        $deleted = (Get-SelfServiceSubscription -Status Deleted).SubscriptionId
        foreach ($command in 'Set-SelfServiceSubscription', 'Remove-SelfServiceSubscription', 'Remove-SelfServiceLicense', 'Request-SelfServiceCancellation') {
            $offered = (Complete "$command -SubscriptionId ").CompletionText
            $offered.Count | Should -BeGreaterThan 5
            $offered | Where-Object { $_ -in $deleted } | Should -BeNullOrEmpty
        }

        $offered | Where-Object { $_ -in (Get-SelfServiceSubscription -Central).SubscriptionId } | Should -BeNullOrEmpty
    }

    It 'offers one''s own cards, billing profiles and invoices, and tokens of the test provider' {
        $card = Add-SelfServicePaymentMethod -Token tok_capture_fails -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
        $null = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
        $found = Complete 'New-SelfServiceSubscription -PaymentMethodId Vis'
        $found.CompletionText | Should -Be $card.PaymentMethodId
        $found.ToolTip | Should -Be 'Visa ending in 0341, expires 2031-04, Ada Adler'
        (Complete 'Set-SelfServiceBillingProfile -BillingProfileId ').CompletionText | Should -Be (Get-SelfServiceBillingProfile).BillingProfileId
        $invoice = Get-SelfServiceInvoice
        foreach ($command in 'Get-SelfServiceInvoice', 'Submit-SelfServicePayment') {
            $found = Complete "$command -InvoiceId "
            $found.CompletionText.Trim("'") | Should -Be $invoice.InvoiceId
            $found.ToolTip | Should -Match 'Visio Plan 1.*Open'
        }

        (Complete 'Add-SelfServicePaymentMethod -Token tok_v').CompletionText | Should -Be tok_visa
        (Complete 'Add-SelfServicePaymentMethod -Country I').CompletionText | Should -Contain IE
    }

    It 'offers requests, those that wait for a decision, and their users' {
        $request = New-SelfServiceLicenseRequest 'Power Automate RPA' -User ada.adler@fabrikam.example, edith.dahl@fabrikam.example
        $decided = New-SelfServiceLicenseRequest 'Microsoft 365 Copilot' -User chen.fischer@fabrikam.example
        $decided | Deny-SelfServiceLicenseRequest
        (Complete 'Approve-SelfServiceLicenseRequest -RequestId ').CompletionText | Should -Be "$($request.RequestId)"
        (Complete "Deny-SelfServiceLicenseRequest -RequestId 'Power Auto").ToolTip | Should -Match 'Power Automate RPA, admin@fabrikam.example.*2 users, Pending'
        (Complete 'Get-SelfServiceLicenseRequest -RequestId ').CompletionText | Should -HaveCount 2
        (Complete "Approve-SelfServiceLicenseRequest -RequestId $($request.RequestId) -User ").CompletionText | Should -Be ada.adler@fabrikam.example, edith.dahl@fabrikam.example
        (Complete 'Get-SelfServiceLicenseRequest -Requester ada').CompletionText | Should -Contain ada.adler@fabrikam.example
    }

    It 'uses the session that was named' {
        $session = Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example -PassThru
        Connect-MSCommerce -Store sqlite:t.db
        Disconnect-MSCommerce
        (Complete 'Get-MSCommerceProductPolicy -Session $session -ProductId Clip').CompletionText | Should -Be "'Clipchamp Premium'"
        Disconnect-MSCommerce -Session $session
        Connect-MSCommerce -Store sqlite:t.db
    }

    It 'offers a user what he may see, and records no refusal' {
        $user = Connect-MSCommerce -Store sqlite:t.db -As ada.adler@fabrikam.example -PassThru
        (Complete 'Get-MSCommercePolicy -PolicyId ').CompletionText | Where-Object { $_ -like 'Allow*' } | Should -BeNullOrEmpty
        (Complete 'Get-MSCommerceProductPolicy -OfferType S').CompletionText | Where-Object { $_ -eq 'SaaS' } | Should -BeNullOrEmpty
        (Complete 'Get-MSCommerceUser -User a').CompletionText | Should -Be ada.adler@fabrikam.example
        (Complete 'Get-MSCommerceProductPolicy -ProductId Clip').CompletionText | Should -Be "'Clipchamp Premium'"
        Disconnect-MSCommerce -Session $user
        Connect-MSCommerce -Store sqlite:t.db
        Get-MSCommerceAuditLog -Outcome Refused -Actor ada.adler@fabrikam.example | Should -BeNullOrEmpty
    }

    It 'offers nothing that a partner has none of, and records no refusal' {
        'UserPrincipalName,Roles', 'partner@reseller.example,Partner' | Set-Content partners.csv
        Import-MSCommerceUser partners.csv
        $partner = Connect-MSCommerce -Store sqlite:t.db -As partner@reseller.example -PassThru
        foreach ($line in 'Get-SelfServicePaymentMethod -PaymentMethodId ', 'Get-SelfServiceBillingProfile -BillingProfileId ', 'Submit-SelfServicePayment -InvoiceId ') {
            (Complete $line).CompletionText | Where-Object { $_ -match '^''?[0-9a-f]{8}-' } | Should -BeNullOrEmpty
        }

        Disconnect-MSCommerce -Session $partner
        Connect-MSCommerce -Store sqlite:t.db
        Get-MSCommerceAuditLog -Outcome Refused -Actor partner@reseller.example | Should -BeNullOrEmpty
    }

    It 'offers nothing where nothing is connected, and nothing fails' {
        Disconnect-MSCommerce
        $Error.Clear()
        (Complete 'Get-MSCommerceProductPolicy -ProductId Clip').CompletionText | Where-Object { $_ -like '*Clipchamp*' } | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        Connect-MSCommerce -Store sqlite:t.db
    }
}
