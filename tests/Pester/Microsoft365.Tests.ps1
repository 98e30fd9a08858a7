BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/Double.ps1
    $double = Start-Double
    $endpoints = $double.Endpoints
    $application = 'aaaaaaaa-1111-4000-8000-000000000001'
    $plainSecret = 'the~secret.of-the_application'
    $null = Set-Double $double "application?id=$application&secret=$plainSecret"
    $secret = ConvertTo-SecureString $plainSecret -AsPlainText -Force
}

AfterAll {
    Stop-Double $double
}

Describe 'Scripts written for Microsoft''s module' -Tag X3 {
    BeforeAll {
        # What signs them in unattended stands in the session, or in its profile, and not in the script.
        $token = Set-Double $double token
        $PSDefaultParameterValues['Connect-MSCommerce:AccessToken'] = $token
        $PSDefaultParameterValues['Connect-MSCommerce:LicensingEndpoint'] = $double.Uri
    }

    AfterAll {
        $PSDefaultParameterValues.Clear()
        Disconnect-MSCommerce
    }

    It 'connect, list what is enabled and disable it' {
        $output = & {
            Import-Module $manifest
            Connect-MSCommerce
            Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase | Where-Object { $_.PolicyValue -eq 'Enabled' -and $_.ProductName -like 'Power*' } | ForEach-Object {
                Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId $_.ProductID -Enabled $false
            }
        }

        $output.PolicyValue | Should -Be @('Disabled', 'Disabled')
        $output.ProductName | Should -Be @('Power Apps per user', 'Power Automate per user')
        $values = Get-FromDouble $double products
        $values.CFQ7TTC0LH2H, $values.CFQ7TTC0LH3L | Should -Be @('Disabled', 'Disabled')
    }

    It 'set values in every way that there is' {
        connect-mscommerce
        (Update-MSCommerceProductPolicy -policyid AllowSelfServicePurchase -PRODUCTID CFQ7TTC0LH2H -Enabled 'True').policyvalue | Should -Be Enabled
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Enabled "false").POLICYVALUE | Should -Be Disabled
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0HD33 -Value Disabled).ProductId | Should -Be CFQ7TTC0HD33
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0HD33 -Value OnlyTrialsWithoutPaymentMethod).PolicyValue | Should -Be OnlyTrialsWithoutPaymentMethod
        # An id that was replaced since.
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0KP0N -Enabled $true).ProductId | Should -Be CFQ7TTC0LH3L
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -OfferType SaaS -Enabled $false).ScopeId | Should -Be SaaS
        { Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Enabled maybe } | Should -Throw
    }

    It 'read policies, products and types of offers' {
        Connect-MSCommerce
        $policy = Get-MSCommercePolicy -PolicyId AllowSelfServicePurchase
        $policy.PolicyId, $policy.DefaultValue | Should -Be @('AllowSelfServicePurchase', 'Enabled')
        $policy.Description | Should -Not -BeNullOrEmpty
        (Get-MSCommercePolicies).PolicyId | Should -Contain AllowSelfServicePurchase
        (Get-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0H9MP).ProductName | Should -Be 'Power BI Pro'
        (Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase -Scope OfferType).ScopeId | Should -Contain SaaS
        (Get-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -OfferType SaaS).ScopeValue | Should -Be SaaS
    }

    It 'export what they list, values that nobody knows included' {
        Connect-MSCommerce
        Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase | Export-Csv TestDrive:/products.csv -NoTypeInformation
        $rows = Import-Csv TestDrive:/products.csv
        ($rows | Where-Object ProductName -EQ 'A product of tomorrow').PolicyValue | Should -Be EnabledForSome
        ($rows | Where-Object ProductName -EQ 'A product of tomorrow').Other | Should -BeLike '*reviewedOn=2027-01-31*'
        ($rows | Where-Object ProductName -EQ 'A product without a value').PolicyValue | Should -BeNullOrEmpty
        @($rows | Where-Object PolicyValue -EQ Disabled).Count | Should -BeLessThan $rows.Count
    }

    It 'catch errors, and see what would change' {
        Connect-MSCommerce
        $before = Get-FromDouble $double products | ConvertTo-Json
        Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId * -Value Disabled -WhatIf
        Get-FromDouble $double products | ConvertTo-Json | Should -Be $before
        $caught = try { Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId none -Enabled $false -ErrorAction Stop } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'ProductNotFound,*'
    }

    It 'pass a token to the commands that read, without any connection' {
        Disconnect-MSCommerce
        $null = Connect-MSCommerce
        $other = Set-Double $double token
        Get-MSCommercePolicies -Token $other | Should -Not -BeNullOrEmpty
        (Get-ErrorOf { Get-MSCommercePolicies -Token "Bearer $other" }).Id | Should -Be TokenUnusable
        Disconnect-MSCommerce
        (Get-ErrorOf { Get-MSCommercePolicies }).Id | Should -Be NotConnected
        (Get-ErrorOf { Get-MSCommercePolicies -Token 'x y' }).Id | Should -Be TokenUnusable
    }
}

Describe 'Signing in' -Tag X1 {
    AfterEach {
        Disconnect-MSCommerce
    }

    It 'bare fails at once where nobody sits, names the ways that work, and connects to nothing' {
        $failure = Get-ErrorOf { Connect-MSCommerce }
        $failure.Id | Should -Be BrowserUnavailable
        $failure.Category | Should -Be AuthenticationError
        foreach ($way in '-DeviceCode', '-ClientSecret', '-CertificateThumbprint', '-ManagedIdentity', '-FederatedToken', '-AccessToken') { $failure.Message | Should -BeLike "*$way*" }
        Get-MSCommerceContext | Should -BeNullOrEmpty
        (Get-ErrorOf { Connect-MSCommerce -ClientId a -RedirectUri http://localhost/b -Resource c }).Id | Should -Be BrowserUnavailable
    }

    It 'with a secret, and says as whom and where' {
        Connect-MSCommerce -TenantId $double.Domain -ClientId $application -ClientSecret $secret @endpoints | Should -BeNullOrEmpty
        $context = Get-MSCommerceContext
        $context.Store | Should -Be "m365:$($double.TenantId)"
        $context.Actor | Should -Be $application
        $context.TenantName | Should -Be $double.Domain
    }

    It 'as a store whose address names the tenant' {
        Connect-MSCommerce -Store "m365:$($double.Domain)" -ClientId $application -ClientSecret $secret @endpoints
        Get-MSCommercePolicies | Should -Not -BeNullOrEmpty
        (Get-ErrorOf { Connect-MSCommerce -Store m365:contoso.example -TenantId $double.Domain -ClientId $application -ClientSecret $secret @endpoints }).Id | Should -Be TenantAmbiguous
        (Get-ErrorOf { Connect-MSCommerce -Store m365:contoso.example -DeviceCode -ManagedIdentity }).Id | Should -Be SignInAmbiguous
    }

    It 'never repeats a secret that comes as text' {
        $failure = Get-ErrorOf { Connect-MSCommerce -TenantId $double.Domain -ClientId $application -ClientSecret $plainSecret @endpoints }
        $failure.Message | Should -BeLike '*SecureString*'
        $failure.Message | Should -Not -BeLike "*$plainSecret*"
    }

    It 'serves pipelines that nest, and asks nobody twice' {
        Connect-MSCommerce -DeviceCode @endpoints -WarningVariable asked -WarningAction SilentlyContinue
        @($asked).Where({ "$_" -like '*D0UBL3*' }).Count | Should -Be 1
        $values = Get-MSCommercePolicies | ForEach-Object { Get-MSCommerceProductPolicies -PolicyId $_.PolicyId | ForEach-Object { Get-MSCommerceProductPolicy -ProductId $_.ProductId } }
        $values | Should -Not -BeNullOrEmpty
        (Get-MSCommerceContext).Actor | Should -Be $double.User
    }

    It 'is rehearsed by a session that says so, whatever way the script takes' {
        Push-Location TestDrive:/
        $null = New-Sample
        try {
            $PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:t.db'
            Connect-MSCommerce
            (Get-MSCommerceContext).Store | Should -BeLike 'sqlite:*'
            Connect-MSCommerce -TenantId contoso.example -ClientId $application -ClientSecret $secret
            (Get-MSCommerceContext).Store | Should -BeLike 'sqlite:*'
            Connect-MSCommerce -TenantId contoso.example -ClientId $application -CertificateThumbprint 00
            (Get-MSCommerceContext).Store | Should -BeLike 'sqlite:*'
            Connect-MSCommerce -ManagedIdentity
            (Get-MSCommerceContext).Store | Should -BeLike 'sqlite:*'
            Connect-MSCommerce -AccessToken abc -Environment USGov
            (Get-MSCommerceContext).Store | Should -BeLike 'sqlite:*'
        }
        finally {
            $PSDefaultParameterValues.Remove('Connect-MSCommerce:Store')
            Disconnect-MSCommerce
            Pop-Location
        }
    }

    It 'sends tokens to no address that is not safe' {
        (Get-ErrorOf { Connect-MSCommerce -AccessToken abc -LicensingEndpoint http://licensing.contoso.example }).Id | Should -Be EndpointInsecure
    }
}

Describe 'A tenant of Microsoft 365' {
    BeforeEach {
        Connect-MSCommerce -TenantId $double.Domain -ClientId $application -ClientSecret $secret @endpoints
    }

    AfterEach {
        $null = Set-Double $double 'roles?read=true&change=true'
        Disconnect-MSCommerce
    }

    It 'says where what it cannot do can be done' {
        $failure = Get-ErrorOf { Get-SelfServiceProduct }
        $failure.Id | Should -Be NotSupportedByStore
        $failure.Category | Should -Be NotImplemented
        $failure.Message | Should -BeLike '*https://admin.microsoft.com*'
    }

    It 'reports each product that could not be set, and sets the others' {
        Update-MSCommerceProductPolicy -ProductId 'Visio Plan 2', 'Project Plan 3' -Value OnlyTrialsWithoutPaymentMethod -ErrorVariable failures -ErrorAction SilentlyContinue |
            Select-Object -ExpandProperty ProductName | Should -Be 'Visio Plan 2'
        @($failures).Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ServiceRefusedRequest,*'
        $failures[0].TargetObject | Should -Be CFQ7TTC0HDB0
        $failures[0].Exception.Message | Should -Match 'Project Plan 3.*Correlation id: [0-9a-f-]{36}'
    }

    It 'says which role a refused change takes' {
        $null = Set-Double $double 'roles?read=true&change=false'
        $failure = Get-ErrorOf { Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Enabled }
        $failure.Id | Should -Be PermissionMissing
        $failure.Category | Should -Be PermissionDenied
        $failure.Message | Should -BeLike '*Billing Administrator*'
    }

    It 'tells with -Verbose what is sent where, by its correlation id' {
        $told = Get-MSCommercePolicies -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$told" | Should -Match "GET $($double.Uri)/v1.0/policies answered 200 \(correlation id [0-9a-f-]{36}\)"
    }

    It 'is compared with a baseline and brought to it' {
        'ProductId,PolicyValue', 'Power BI Pro,Enabled', '*,Disabled' | Set-Content TestDrive:/baseline.csv
        Set-MSCommercePolicyBaseline -Path TestDrive:/baseline.csv -Confirm:$false
        Compare-MSCommercePolicyBaseline -Path TestDrive:/baseline.csv | Should -BeNullOrEmpty
        $null = Set-Double $double 'products?count=12'
        @(Compare-MSCommercePolicyBaseline -Path TestDrive:/baseline.csv).Count | Should -BeGreaterThan 0
    }
}
