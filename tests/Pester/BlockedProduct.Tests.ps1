# What becomes of a product that people may not buy, step by step on one tenant, as docs/walkthroughs.md tells it: refused with advice, requested, decided, e-mailed; and the organisation's own
# process instead.
BeforeAll {
    . $PSScriptRoot/Sample.ps1

    $ada = 'ada.adler@fabrikam.example'
    $admin = 'admin@fabrikam.example'

    function Switch-User([string] $Name) {
        Disconnect-MSCommerce
        Connect-MSCommerce -Store sqlite:t.db -As $Name
    }
}

Describe 'A blocked product' -Tag E4, R1 {
    BeforeAll {
        Enter-Sample
        $product = 'Power Automate RPA'
        $colleagues = (Get-MSCommerceUser -AccountEnabled $true | Where-Object { $_.UserType -eq 'Member' -and $_.Roles.Count -eq 0 -and $_.UserPrincipalName -ne $ada } | Select-Object -First 5).UserPrincipalName
        $chosen = $colleagues[0..2]
        $others = $colleagues[3..4]
    }

    AfterAll {
        Exit-Sample
    }

    It '1. is refused, with the rule and with what to do' -Tag E4, E6 {
        Switch-User $ada
        $answer = Test-SelfServiceEligibility -ProductId $product
        $answer.IsEligible | Should -BeFalse
        $answer.MayRequest | Should -BeTrue
        $answer.Refusals.Rule | Should -Be E4
        $card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
        $failure = Get-ErrorOf { New-SelfServiceSubscription -ProductId $product -Licenses 5 -PaymentMethodId $card.PaymentMethodId -Confirm:$false }
        $failure.Id | Should -Be PurchaseDisabled
        $failure.Category | Should -Be PermissionDenied
        $failure.Message | Should -Match 'New-SelfServiceLicenseRequest'
        Get-SelfServiceSubscription | Should -BeNullOrEmpty
        Get-SelfServiceInvoice | Should -BeNullOrEmpty
        (Get-MSCommerceAuditLog -First 1).Outcome | Should -Be Refused
    }

    It '2. is requested for five colleagues, in one request' -Tag R1, R2 {
        $request = $colleagues | New-SelfServiceLicenseRequest -ProductId $product -Message 'For month-end closing.'

        $request.Status | Should -Be Pending
        $request.Users.UserPrincipalName | Sort-Object | Should -Be ($colleagues | Sort-Object)
        (Get-SelfServiceLicenseRequest).RequestId | Should -Be $request.RequestId
        (Get-MSCommerceAuditLog -First 1).Action | Should -Be LicenseRequested
        (Get-ErrorOf { New-SelfServiceLicenseRequest -ProductId $product }).Id | Should -Be RequestPending
        (Get-ErrorOf { $request | Approve-SelfServiceLicenseRequest }).Id | Should -Be RoleMissing
    }

    It '3. waits for the administrator, who sees who asks for whom' -Tag R2, R8 {
        Switch-User billing@fabrikam.example
        (Get-ErrorOf { Get-SelfServiceLicenseRequest -Pending | Approve-SelfServiceLicenseRequest -ProductId 'Visio Plan 2' }).Id | Should -Be RoleMissing
        Switch-User $admin
        $request = Get-SelfServiceLicenseRequest -Pending
        $request.Requester | Should -Be $ada
        $request.Message | Should -Be 'For month-end closing.'
        $request | Out-String -Width 200 | Should -Match "Power Automate RPA\s+5\s+Pending\s+$ada"
        Get-SelfServiceLicenseRequest -Completed | Should -BeNullOrEmpty
    }

    It '4. cannot be approved with too few licences: nothing changes' -Tag R4 {
        $null = New-SelfServiceSubscription -ProductId $product -Licenses 3 -Confirm:$false
        $before = Get-TenantText
        $failure = Get-ErrorOf { Get-SelfServiceLicenseRequest -Pending | Approve-SelfServiceLicenseRequest }
        $failure.Id | Should -Be TooFewLicenses
        $failure.Message | Should -Match '3 licences available and 5 are needed: 2 are missing'
        Get-TenantText | Should -Be $before
    }

    It '5. is approved for three with one service off, and the other two are refused' -Tag R4 {
        $decision = Get-SelfServiceLicenseRequest -Pending |
            Approve-SelfServiceLicenseRequest -User $chosen -DisabledService 'Desktop Flows' -Message 'Three to begin with.' -PassThru

        $decision.IsApplied | Should -BeTrue
        $decision.Approved | Sort-Object | Should -Be ($chosen | Sort-Object)
        $decision.Refused | Sort-Object | Should -Be ($others | Sort-Object)
        $licensed = Get-SelfServiceUser -ProductId $product
        $licensed.UserPrincipalName | Sort-Object | Should -Be ($chosen | Sort-Object)
        $licensed.DisabledServices | Select-Object -Unique | Should -Be 'Desktop Flows'
        $request = Get-SelfServiceLicenseRequest -Completed
        $request.Status | Should -Be PartiallyApproved
        $request.DecidedBy | Should -Be $admin
        $request.DecisionMessage | Should -Be 'Three to begin with.'
        $request.PurgedAt | Should -BeGreaterThan (Get-Date).AddDays(29)
        $entries = Get-MSCommerceAuditLog -First 1 | Get-MSCommerceAuditLog
        $entries.Action | Should -Contain LicenseRequestDecided
        @($entries.Where({ $_.Action -eq 'LicenseAssigned' })).Target | Sort-Object | Should -Be ($chosen | Sort-Object)
        (Get-ErrorOf { $request | Deny-SelfServiceLicenseRequest }).Id | Should -Be RequestDecided
    }

    It '6. puts six e-mails into the outbox, none of which invites anyone to buy' -Tag R6, N1, P10 {
        $mails = Get-MSCommerceNotice
        $mails.Where({ $_.Kind -eq 'LicenseRequestDecided' }).Recipient | Should -Be $ada
        $mails.Where({ $_.Kind -eq 'LicenseGranted' }).Recipient | Sort-Object | Should -Be ($chosen | Sort-Object)
        $mails.Where({ $_.Kind -eq 'LicenseRefused' }).Recipient | Sort-Object | Should -Be ($others | Sort-Object)
        $mails.Count | Should -Be 6
        $mails.Status | Select-Object -Unique | Should -Be Pending
        $mails.CorrelationId | Select-Object -Unique | Should -HaveCount 1
        $mails.Body | Should -Match 'Three to begin with\.'
        $mails.Body | Should -Not -Match 'New-SelfServiceSubscription|buy it'
    }

    It '7. has them sent, each once' -Tag N1 {
        $mail = Start-MailServer
        if (-not $mail) {
            Set-ItResult -Skipped -Because $noMailServer
        }

        try {
            $sent = Send-MSCommerceNotice -SmtpServer 127.0.0.1 -Port $mail.Port
            $again = Send-MSCommerceNotice -SmtpServer 127.0.0.1 -Port $mail.Port
            $taken = Get-Content $mail.Log | ConvertFrom-Json
        }
        finally {
            Stop-MailServer $mail
        }

        $sent.Status | Should -Be @('Sent', 'Sent', 'Sent', 'Sent', 'Sent', 'Sent')
        $again | Should -BeNullOrEmpty
        $taken.To | Sort-Object | Should -Be (@($ada) + $chosen + $others | Sort-Object)
        (Get-MSCommerceNotice).Status | Select-Object -Unique | Should -Be Sent
        @(Get-MSCommerceAuditLog -Action NoticeSent).Count | Should -Be 6
    }

    It '8. is requested elsewhere once the organisation has a process of its own' -Tag R7 {
        $process = Set-SelfServiceRequestProcess -Message 'Ask in the service portal.' -Link https://intranet.fabrikam.example/licences -PassThru
        $process.IsOwnProcess | Should -BeTrue
        Get-SelfServiceLicenseRequest -WarningVariable said -WarningAction SilentlyContinue | Should -HaveCount 1
        "$said" | Should -Match 'Ask in the service portal\. https://intranet\.fabrikam\.example/licences'

        Switch-User $ada
        $failure = Get-ErrorOf { New-SelfServiceLicenseRequest -ProductId $product -User $others }
        $failure.Id | Should -Be OwnRequestProcess
        $failure.Message | Should -Match 'Ask in the service portal\. https://intranet\.fabrikam\.example/licences'
        (Test-SelfServiceEligibility -ProductId $product).Advice | Should -Match 'service portal'
    }

    It '9. is requested here again when that ends' -Tag R7 {
        Switch-User $admin
        $process = Clear-SelfServiceRequestProcess -PassThru
        $process.IsOwnProcess | Should -BeFalse
        $process.Message | Should -BeNullOrEmpty
        Get-SelfServiceLicenseRequest -WarningVariable said | Should -HaveCount 1
        $said | Should -BeNullOrEmpty
        @(Get-MSCommerceAuditLog -Action RequestProcessChanged).Count | Should -BeGreaterOrEqual 2

        Switch-User $ada
        $again = New-SelfServiceLicenseRequest -ProductId $product -User $others
        Switch-User $admin
        $again | Deny-SelfServiceLicenseRequest -Message 'Not this year.'
        (Get-SelfServiceLicenseRequest -RequestId $again.RequestId).Status | Should -Be Denied
        (Get-MSCommerceNotice -Kind LicenseRefused).Count | Should -Be 4
        Assert-StoreWhole
    }
}

Describe 'The walk of a blocked product' {
    It 'goes as it can be run' {
        $walks = Get-Content (Join-Path $PSScriptRoot '../../docs/walkthroughs.md' -Resolve) -Raw
        $walks -match '(?s)## A blocked product.*?```powershell\n(.*?)```' | Should -BeTrue
        $steps = [scriptblock]::Create($Matches[1])
        Enter-Sample
        try {
            $shown = & { $ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; . $steps } 3>&1
            Assert-StoreWhole
        }
        finally {
            Exit-Sample
        }

        $shown.Where({ $_ -is [System.Management.Automation.WarningRecord] }).Message | Should -Match 'service portal'
        $types = $shown.ForEach({ $_.GetType().Name }) | Select-Object -Unique
        foreach ($type in 'Eligibility', 'LicenseRequest', 'LicenseRequestDecision', 'Notice') { $types | Should -Contain $type }
    }
}
