# What a purchaser does, step by step on one tenant, as docs/walkthroughs.md tells it: each step is shown to have its effect in the views, the orders, the invoices, the outbox and the audit
# log. Time does not pass here; what it brings (renewals, their invoices) is shown with a clock of their own in PurchasersYearTests.
BeforeAll {
    . $PSScriptRoot/Sample.ps1

    $ada = 'ada.adler@fabrikam.example'

    # The entries of the operation that wrote the newest one.
    function Get-LastOperation {
        Get-MSCommerceAuditLog -First 1 | Get-MSCommerceAuditLog
    }

    # What an administrator sees.
    function Invoke-AsAdministrator([scriptblock] $Script) {
        $session = Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example -PassThru
        try { & $Script } finally {
            Disconnect-MSCommerce -Session $session
            Connect-MSCommerce -Store sqlite:t.db -As $ada
        }
    }
}

Describe 'A purchaser''s year' -Tag U1, U2 {
    BeforeAll {
        Enter-Sample
        Get-MSCommerceUser -AccountEnabled $true | Where-Object UserType -EQ Member | Select-Object -First 45 | Export-Csv colleagues.csv
        $colleagues = (Import-Csv colleagues.csv).UserPrincipalName
        Disconnect-MSCommerce
        Connect-MSCommerce -Store sqlite:t.db -As $ada
        $started = (Get-MSCommerceAuditLog -First 1).Sequence ?? 0
    }

    AfterAll {
        Exit-Sample
    }

    AfterEach {
        Invoke-AsAdministrator { Assert-StoreWhole }
    }

    It '1. asks what may be bought' -Tag S8, E6 {
        $answers = Test-SelfServiceEligibility -ProductId 'Visio Plan 1', 'Power BI Pro', 'Microsoft 365 Copilot'
        $answers.UserPrincipalName | Select-Object -Unique | Should -Be $ada
        $answers.Where({ $_.IsEligible }).ProductName | Sort-Object | Should -Be 'Power BI Pro', 'Visio Plan 1'
        $answers.Where({ -not $_.IsEligible }).Advice | Should -Match 'New-SelfServiceLicenseRequest'
    }

    It '2. begins with a trial, which costs nothing and does not renew' -Tag U8 {
        $trial = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Trial -Licenses 3 -Confirm:$false

        $trial.Status | Should -Be Active
        $trial.IsTrial | Should -BeTrue
        $trial.AutoRenew | Should -Not -BeTrue
        $trial.Purchaser | Should -Be $ada
        $trial | Get-SelfServiceInvoice | Should -BeNullOrEmpty
        ($trial | Get-SelfServiceOrder).Quantity | Should -Be 3
        (Get-LastOperation).Action | Should -Contain SubscriptionBought
        (Get-ErrorOf { New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Trial -Confirm:$false }).Id | Should -Be TrialUsed
    }

    It '3. adds a card, of which no number and no token is kept' -Tag U6 {
        $card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler' -Verbose 4> verbose.txt

        $card.Name | Should -Be 'Visa ending in 4242'
        Get-Content verbose.txt -Raw | Should -Not -Match 'tok_'
        $card | Format-List * | Out-String | Should -Not -Match 'tok_'
        (Get-SelfServicePaymentMethod).PaymentMethodId | Should -Be $card.PaymentMethodId
        $entry = Get-MSCommerceAuditLog -First 1
        $entry.Action | Should -Be PaymentMethodChanged
        "$entry" | Should -Not -Match 'tok_'
        # Nobody else sees it, an administrator neither.
        Invoke-AsAdministrator { Get-SelfServicePaymentMethod } | Should -BeNullOrEmpty
    }

    It '4. refuses a card number, wherever it stands, and does not repeat it' -Tag U6 {
        $failure = Get-ErrorOf { Add-SelfServicePaymentMethod -Token 4242424242424242 -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler' }
        $failure.Id | Should -Be CardNumberGiven
        $failure.Message, "$($failure.Target)" | Should -Not -Match 4242
        $number = Get-ErrorOf { Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4242424242424242 -ExpiryYear 2031 -CardholderName 'Ada Adler' }
        $number.Message | Should -Match 'card number'
        $number.Message, "$($number.Target)" | Should -Not -Match 4242
        Get-ChildItem t.db* | ForEach-Object { [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($_)) } | Should -Not -Match 4242424242424242
    }

    It '5. buys 30 licences, shown with price, currency, term and charge, paid and active at once' -Tag U1, S4 {
        $card = Get-SelfServicePaymentMethod
        $shown = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)' -As $ada; [cultureinfo]::CurrentCulture = 'en-US'
            New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 30 -PaymentMethodId $($card.PaymentMethodId) -WhatIf"
        "$shown" | Should -Match '30 licences of Power BI Pro'
        "$shown" | Should -Match '13\.50 EUR a licence and month: 405\.00 EUR a month; 405\.00 EUR is charged to Visa ending in 4242 now'

        $bought = New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 30 -PaymentMethodId $card.PaymentMethodId -Confirm:$false

        $bought.Channel | Should -Be SelfService
        $bought.Status | Should -Be Active
        $bought.Term | Should -Be Month
        $bought.PricePerLicense | Should -Be 13.5
        $order = $bought | Get-SelfServiceOrder
        $order.Quantity | Should -Be 30
        $order.OrderedBy | Should -Be $ada
        $invoice = $bought | Get-SelfServiceInvoice
        $invoice.Total | Should -Be 405
        $invoice.Status | Should -Be Paid
        $invoice.PaidWith | Should -Be 'Visa ending in 4242'
        $invoice | Format-List | Out-String -Width 300 | Should -Match 'Power BI Pro: 30 licences'
        (Get-SelfServiceBillingProfile).PaymentMethod | Should -Be 'Visa ending in 4242'
    }

    It '6. gives 45 colleagues none of 30 licences, and says that 15 are missing' -Tag U4 {
        $bought = Get-SelfServiceSubscription -ProductId 'Power BI Pro'
        $failure = Get-ErrorOf { Import-Csv colleagues.csv | Add-SelfServiceLicense -SubscriptionId $bought.SubscriptionId }
        $failure.Id | Should -Be TooFewLicenses
        $failure.Message | Should -Match '15 are missing'
        Get-SelfServiceUser -SubscriptionId $bought.SubscriptionId | Should -BeNullOrEmpty
        (Get-MSCommerceAuditLog -First 1).Outcome | Should -Be Refused
    }

    It '7. buys 15 more, for the rest of the term' -Tag U3, S4 {
        $bought = Get-SelfServiceSubscription -ProductId 'Power BI Pro'
        $more = $bought | Set-SelfServiceSubscription -TotalLicenses 45 -Confirm:$false -PassThru

        $more.TotalLicenses | Should -Be 45
        ($bought | Get-SelfServiceOrder).Quantity | Should -Be 30, 15
        $invoices = $bought | Get-SelfServiceInvoice
        $invoices.Count | Should -Be 2
        # On the day of the purchase, all of the term's days are left.
        $invoices[0].Total | Should -Be 202.5
        $invoices[0].Lines[0].Days | Should -Be $invoices[0].Lines[0].DaysInTerm
    }

    It '8. adds 45 colleagues in one change' -Tag U4 {
        $bought = Get-SelfServiceSubscription -ProductId 'Power BI Pro'
        $result = Import-Csv colleagues.csv | Add-SelfServiceLicense -SubscriptionId $bought.SubscriptionId -PassThru

        $result.Assigned | Should -Be 45
        (Get-SelfServiceUser -SubscriptionId $bought.SubscriptionId).UserPrincipalName | Sort-Object | Should -Be ($colleagues | Sort-Object)
        (Get-SelfServiceSubscription -ProductId 'Power BI Pro').AvailableLicenses | Should -Be 0
        $entries = Get-LastOperation
        $entries.Count | Should -Be 45
        $entries.Action | Select-Object -Unique | Should -Be LicenseAssigned
    }

    It '9. pays an invoice that stayed open, with a new card' -Tag U7 {
        $failing = Add-SelfServicePaymentMethod -Token tok_capture_fails -ExpiryMonth 1 -ExpiryYear 2030 -CardholderName 'Ada Adler'
        $planner = New-SelfServiceSubscription -ProductId 'Planner Plan 1' -Licenses 2 -PaymentMethodId $failing.PaymentMethodId -Confirm:$false
        $planner.Status | Should -Be Active
        $open = Get-SelfServiceInvoice -Status Open
        $open.SubscriptionId | Should -Be $planner.SubscriptionId
        $open.LastError | Should -Match declined
        (Get-SelfServiceBillingProfile).OpenInvoices | Measure-Object -Sum | ForEach-Object Sum | Should -Be 1

        $new = Add-SelfServicePaymentMethod -Token tok_mastercard -ExpiryMonth 9 -ExpiryYear 2032 -CardholderName 'Ada Adler'
        $paid = $open | Submit-SelfServicePayment -PaymentMethodId $new.PaymentMethodId -Confirm:$false
        $paid.Status | Should -Be Paid
        $paid.PaidWith | Should -Be 'Mastercard ending in 4444'
        Get-SelfServiceInvoice -Status Open | Should -BeNullOrEmpty
        (Get-MSCommerceAuditLog -Action InvoicePaid -First 1).Target | Should -Be $open.InvoiceId
    }

    It '10. has the new card charged from now on, and removes the old ones' -Tag U6 {
        $new = Get-SelfServicePaymentMethod | Where-Object Brand -EQ Mastercard
        $old = Get-SelfServicePaymentMethod | Where-Object Brand -EQ Visa
        (Get-ErrorOf { $old | Remove-SelfServicePaymentMethod -Confirm:$false }).Id | Should -Be PaymentMethodInUse

        $profiles = Get-SelfServiceBillingProfile | Set-SelfServiceBillingProfile -PaymentMethodId $new.PaymentMethodId -PassThru
        $profiles.PaymentMethod | Select-Object -Unique | Should -Be 'Mastercard ending in 4444'
        $old | Remove-SelfServicePaymentMethod -Confirm:$false
        (Get-SelfServicePaymentMethod).Brand | Should -Be Mastercard
        # What was paid with them stays.
        (Get-SelfServiceInvoice).PaidWith | Should -Contain 'Visa ending in 4242'
        Get-MSCommerceAuditLog -Action BillingProfileChanged | Should -Not -BeNullOrEmpty
    }

    It '11. cancels with a reason, and is credited for the days that are not used' -Tag U5, S4 {
        $bought = Get-SelfServiceSubscription -ProductId 'Power BI Pro'
        $cancelled = $bought | Remove-SelfServiceSubscription -Reason TooExpensive -Feedback 'The budget is smaller this year.' -Confirm:$false -PassThru

        $cancelled.Status | Should -Be Deleted
        Get-SelfServiceUser -SubscriptionId $bought.SubscriptionId | Should -BeNullOrEmpty
        (Get-SelfServiceUser -Former -SubscriptionId $bought.SubscriptionId).Count | Should -Be 45
        $credit = ($bought | Get-SelfServiceInvoice)[0]
        $credit.Total | Should -Be -607.5
        $credit.Status | Should -Be Paid
        $credit.PaidWith | Should -Be 'Mastercard ending in 4444'
        # It was he who cancelled: nobody needs to tell him.
        Get-MSCommerceNotice | Should -BeNullOrEmpty
        "$((Get-MSCommerceAuditLog -Action SubscriptionCancelled -First 1).After)" | Should -Match TooExpensive
    }

    It '12. leaves the whole story on record, and what the administrator sees' -Tag N2, S1, S7 {
        $story = Get-MSCommerceAuditLog | Where-Object { $_.Sequence -gt $started -and $_.Outcome -eq 'Succeeded' -and $_.Actor -eq $ada }
        foreach ($action in 'SubscriptionBought', 'SubscriptionChanged', 'LicenseAssigned', 'PaymentMethodChanged', 'BillingProfileChanged', 'InvoicePaid', 'SubscriptionCancelled') {
            $story.Action | Should -Contain $action
        }

        $theirs = Invoke-AsAdministrator { Get-SelfServiceSubscription -SelfService -Purchaser $ada }
        $theirs.ProductName | Sort-Object | Should -Be 'Planner Plan 1', 'Power BI Pro', 'Visio Plan 1'
        Invoke-AsAdministrator { Get-SelfServiceInvoice } | Should -BeNullOrEmpty
    }
}

Describe 'The walk of a purchaser''s year' {
    It 'does it as it can be run' {
        $walks = Get-Content (Join-Path $PSScriptRoot '../../docs/walkthroughs.md' -Resolve) -Raw
        $walks -match '(?s)## A purchaser''s year.*?```powershell\n(.*?)```' | Should -BeTrue
        $steps = [scriptblock]::Create($Matches[1])
        Enter-Sample
        try {
            $shown = & { $ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; . $steps } 3>&1
            Connect-MSCommerce -Store sqlite:year.db
            Assert-StoreWhole
        }
        finally {
            Exit-Sample
        }

        $shown.Where({ $_ -is [System.Management.Automation.WarningRecord] }) | Should -BeNullOrEmpty
        $shown.ForEach({ $_.GetType().Name }) | Select-Object -Unique | Should -Be Eligibility, Subscription, Invoice, SubscriptionOrder
        $shown.Where({ $_.GetType().Name -eq 'Invoice' })[-1].Total | Should -BeGreaterThan 0
        $shown.Where({ $_.GetType().Name -eq 'Invoice' }).Total | Sort-Object | Select-Object -First 1 | Should -BeLessThan 0
    }
}
