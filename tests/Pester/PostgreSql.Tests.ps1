BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/PostgreSql.ps1
    if ($postgresMissing) { return }

    New-PostgreSqlDatabase -Name pester -Login pester_ada, pester_bob, pester_rita
    $created = New-MSCommerceTenant -Name Contoso -Store (Get-PostgreSqlStore pester pester_owner) -Administrator ada@contoso.example -Login pester_ada
    $null = Invoke-Sql 'GRANT mscommerce_writer TO pester_ada, pester_bob; GRANT mscommerce_reader TO pester_rita'
    "UserPrincipalName,Roles`nrita@contoso.example,GlobalReader`nbob@contoso.example," | Set-Content (Join-Path (Get-PSDrive TestDrive).Root users.csv)
    Connect-MSCommerce -Store (Get-PostgreSqlStore pester) -Credential (New-Credential pester_ada)
    Import-MSCommerceUser -Path (Join-Path (Get-PSDrive TestDrive).Root users.csv)
}

AfterAll {
    Disconnect-MSCommerce
}

Describe 'A tenant in PostgreSQL' -Tag X7 {
    BeforeEach {
        if ($postgresMissing) { Set-ItResult -Skipped -Because $postgresMissing }
        else { Connect-MSCommerce -Store (Get-PostgreSqlStore pester) -Credential (New-Credential pester_ada) }
    }

    It 'is made by the owner, who is told what he made, and not connected' {
        $created.TenantName | Should -Be Contoso
        $created.Actor | Should -Be ada@contoso.example
        $session = Connect-MSCommerce -Store (Get-PostgreSqlStore pester pester_ada) -PassThru
        $session.Login | Should -Be pester_ada
    }

    It 'is connected to as the user that the login is' {
        $context = Get-MSCommerceContext
        $context.Actor | Should -Be ada@contoso.example
        $context.Login | Should -Be pester_ada
        $context.Store | Should -Be (Get-PostgreSqlStore pester pester_ada)
        $context | Out-String | Should -Not -Match s3cret
    }

    It 'takes the short scheme, too' {
        Connect-MSCommerce -Store ((Get-PostgreSqlStore pester pester_ada) -replace '^postgresql', 'postgres')
        (Get-MSCommerceContext).Actor | Should -Be ada@contoso.example
    }

    It 'refuses -As' {
        $failure = Get-ErrorOf { Connect-MSCommerce -Store (Get-PostgreSqlStore pester pester_ada) -As ada@contoso.example }
        $failure.Id | Should -Be ActorNotChosen
        $failure.Category | Should -Be InvalidArgument
    }

    It 'shows no password, not even with -Verbose' {
        $text = Connect-MSCommerce -Store (Get-PostgreSqlStore pester 'pester_ada:pester_ada-s3cret') -Verbose -PassThru 4>&1 | Format-List | Out-String
        $text | Should -Match pester_ada
        $text | Should -Not -Match s3cret
        $failure = Get-ErrorOf { Connect-MSCommerce -Store 'postgresql://ada:s3cret@127.0.0.1:1/pester?frobnicate=s3cret' }
        $failure.Id | Should -Be StoreAddressInvalid
        "$($failure.Message) $($failure.Target)" | Should -Not -Match s3cret
    }

    It 'maps logins to users, and tells in the audit log which login did so' {
        Set-MSCommerceLogin -Login pester_rita -User rita@contoso.example -WhatIf
        (Get-MSCommerceLogin).Login | Should -Be pester_ada
        $mapped = Set-MSCommerceLogin -Login pester_rita -User rita@contoso.example -PassThru
        $mapped.UserPrincipalName | Should -Be rita@contoso.example
        $mapped.Access | Should -Be Read
        $entry = Get-MSCommerceAuditLog -First 1
        $entry.Action, $entry.Actor, $entry.Login | Should -Be LoginChanged, ada@contoso.example, pester_ada

        Connect-MSCommerce -Store (Get-PostgreSqlStore pester) -Credential (New-Credential pester_rita)
        Get-MSCommerceUser | Should -HaveCount 3
        (Get-ErrorOf { Get-MSCommerceLogin }).Id | Should -Be RoleMissing

        Connect-MSCommerce -Store (Get-PostgreSqlStore pester) -Credential (New-Credential pester_ada)
        (Get-MSCommerceLogin pester_r* | Remove-MSCommerceLogin -Confirm:$false -PassThru).Current | Should -Be rita@contoso.example
        (Get-ErrorOf { Connect-MSCommerce -Store (Get-PostgreSqlStore pester pester_rita) }).Id | Should -Be ActorRefused
    }

    It 'does the daily work' {
        (Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled).PolicyValue | Should -Be Disabled
        New-SelfServiceSubscription -ProductId (Get-SelfServiceProduct)[0].ProductId -Licenses 2 -Confirm:$false -ErrorAction SilentlyContinue
        Get-MSCommerceUser | ForEach-Object { Get-SelfServiceSubscription -Purchaser $_.UserPrincipalName } | Should -BeNullOrEmpty
        Assert-StoreWhole
    }

    It 'takes what purchasers do, and shows their cards and invoices to nobody else' -Tag U1, U6, U7, R1, R5 {
        Set-MSCommerceTenant -Country DE
        Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Enabled
        Update-MSCommerceProductPolicy -ProductId 'Visio Plan 1' -Value Disabled
        Set-SelfServiceProduct -ProductId 'Power BI Pro' -ListPrice 9.4 -Currency EUR
        Set-MSCommerceLogin -Login pester_bob -User bob@contoso.example
        Connect-MSCommerce -Store (Get-PostgreSqlStore pester) -Credential (New-Credential pester_bob)
        $card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Bob Bauer'
        $bought = New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 2 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
        $invoice = $bought | Get-SelfServiceInvoice
        $invoice.Total, $invoice.Status, $invoice.PaidWith | Should -Be 18.8, Paid, 'Visa ending in 4242'
        $request = New-SelfServiceLicenseRequest -ProductId 'Visio Plan 1' -Message 'For plans.'

        Connect-MSCommerce -Store (Get-PostgreSqlStore pester) -Credential (New-Credential pester_ada)
        ($request | Deny-SelfServiceLicenseRequest -Message 'Not this year.' -PassThru -Confirm:$false).Request.Status | Should -Be Denied
        Get-SelfServicePaymentMethod | Should -BeNullOrEmpty
        Get-SelfServiceInvoice | Should -BeNullOrEmpty
        Invoke-Sql 'SELECT count(*) FROM mscommerce.payment_method' pester_rita:pester_rita-s3cret pester | Should -Be 0
        Invoke-Sql 'SELECT token FROM mscommerce.payment_method' pester_rita:pester_rita-s3cret pester | Out-String | Should -Match 'permission denied'
        Assert-StoreWhole
    }

    It 'is brought up to date by its owner' {
        (Update-MSCommerceStore -Store (Get-PostgreSqlStore pester pester_owner) -PassThru).From | Should -BeGreaterThan 0
        (Get-ErrorOf { Update-MSCommerceStore -Store (Get-PostgreSqlStore pester pester_ada) }).Id | Should -Be LoginNotOwner
        (Get-ErrorOf { Update-MSCommerceStore -Store sqlite:t.db }).Id | Should -Be NotOnServer
    }
}

Describe 'Without PostgreSQL' {
    It 'the driver is not loaded' {
        $path = Join-Path (Get-PSDrive TestDrive).Root 't.db'
        $script = "Import-Module '$manifest'; Connect-MSCommerce -Local -Sample -Path '$path'; Get-SelfServiceSubscription | Out-Null; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -like 'Npgsql*'; 'done'"
        pwsh -NoLogo -NoProfile -Command $script | Should -Be done
    }
}
