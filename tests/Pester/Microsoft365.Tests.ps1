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

Describe 'Licences of a Microsoft 365 tenant' -Tag S1, S2, S3, T1, T2, U4 {
    BeforeAll {
        # A tenant of its own: what changes here is nobody else's.
        $graph = Start-Double
        $null = Set-Double $graph "application?id=$application&secret=$plainSecret"
        $graphEndpoints = $graph.Endpoints
        Connect-MSCommerce -TenantId $graph.Domain -ClientId $application -ClientSecret $secret @graphEndpoints
        function Get-Held([string] $Name) { (Get-FromDouble $graph licenses)."$Name@contoso.onmicrosoft.com" }
    }

    AfterAll {
        Disconnect-MSCommerce
        Stop-Double $graph
    }

    It 'lists subscriptions with who bought them, and products with their licences' {
        $theirs = Get-SelfServiceSubscription -SelfService -Status Active -SortBy Purchaser
        $theirs.Purchaser | Should -Be @('bela@contoso.onmicrosoft.com', 'bela@contoso.onmicrosoft.com', 'cleo@contoso.onmicrosoft.com')
        $theirs[0].PricePerLicense | Should -BeNullOrEmpty
        (Get-SelfServiceSubscription | Where-Object Status -EQ Unknown).ServiceStatus | Should -Be Migrating
        (Get-SelfServiceLicenseSummary -ProductId 'Power BI Pro').AvailableLicenses | Should -Be 10
        ($theirs | Format-Table | Out-String) | Should -BeLike '*Visio Plan 2*'
        ($theirs | Format-List | Out-String) | Should -BeLike '*ServiceStatus*Enabled*'
    }

    It 'lists and exports users, those by a group told apart' {
        $users = Get-SelfServiceSubscription -ProductId 'Visio Plan 2' -Status Active | Get-SelfServiceUser
        ($users | Where-Object AssignedBy -EQ Group).DisplayName | Should -Be 'Egon Group'
        (Get-SelfServiceUser -IncludeTotalCount -First 2)[0] | Should -Be 11
        $result = Export-SelfServiceUser -Path TestDrive:/users.csv -SelfService -PassThru
        $rows = Import-Csv TestDrive:/users.csv
        $rows.Count | Should -Be $result.Rows
        ($rows | Where-Object AssignedBy -EQ Group).Groups | Should -Be 'bbbbbbbb-0000-4000-8000-000000000001'
        (Get-MSCommerceUser -UserType Guest).DisplayName | Should -Be 'Gina Guest'
        (Get-ErrorOf { Get-SelfServiceUser -User nobody }).Id | Should -Be UserNotFound
    }

    It 'gives licences, and names each user who got none' {
        'jens', 'lea' | ForEach-Object { [pscustomobject]@{ UserPrincipalName = "$_@contoso.onmicrosoft.com" } } |
            Add-SelfServiceLicense -ProductId VISIOCLIENT -DisabledService VISIOONLINE -WhatIf
        Get-Held jens | Should -BeNullOrEmpty

        $result = 'jens', 'lea' | ForEach-Object { [pscustomobject]@{ UserPrincipalName = "$_@contoso.onmicrosoft.com" } } |
            Add-SelfServiceLicense -ProductId VISIOCLIENT -DisabledService VISIOONLINE -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
        $result.Assigned | Should -Be 1
        Get-Held jens | Should -Be VISIOCLIENT
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'LicenseNotChanged,*'
        $failures[0].TargetObject | Should -Be 'lea@contoso.onmicrosoft.com'
        $failures[0].Exception.Message | Should -BeLike '*usage location*Select location*'
        Get-SelfServiceUser -User jens@contoso.onmicrosoft.com | Remove-SelfServiceLicense -Confirm:$false
        Get-Held jens | Should -BeNullOrEmpty
    }

    It 'says of a piped user whose subscription nobody knows what to name' {
        (Get-ErrorOf { Get-SelfServiceUser -ProductId 'Power BI Pro' | Move-SelfServiceUsers -TargetProductId VISIOCLIENT -Confirm:$false }).Id | Should -Be SubscriptionUnknown
        (Get-ErrorOf { Get-SelfServiceUser -ProductId 'Power BI Pro' | Remove-SelfServiceLicense -Confirm:$false }).Id | Should -Be SubscriptionUnknown
    }

    It 'shows a move, makes it, and says what remains and where' {
        $old = Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2' -Status Active
        $before = Get-FromDouble $graph licenses | ConvertTo-Json
        $old | Move-SelfServiceUsers -TargetProductId VISIOCLIENT -WhatIf
        Get-FromDouble $graph licenses | ConvertTo-Json | Should -Be $before

        $result = $old | Move-SelfServiceUsers -TargetProductId VISIOCLIENT -Confirm:$false -PassThru -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable failures -ErrorAction SilentlyContinue
        $result.Users, $result.UsersAlreadyLicensed, $result.Status | Should -Be @(3, 1, 'Active')
        "$warnings" | Should -BeLike '*remains*Cancel it in*Billing > Your products (https://admin.microsoft.com*'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'UserNotMoved,*'
        $failures[0].TargetObject | Should -Be 'egon@contoso.onmicrosoft.com'
        Get-Held cleo | Should -Be @('POWER_BI_PRO', 'VISIOCLIENT')
        Get-Held egon | Should -Be VISIO_PLAN2_DEPT

        # Run again, it has nothing left to do but for who cannot be moved.
        $again = $old | Move-SelfServiceUsers -TargetProductId VISIOCLIENT -Confirm:$false -PassThru -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $again.Users, $again.Failures.Count | Should -Be @(0, 1)
    }

    It 'says that within one product nothing has to move' {
        $bought, $central = (Get-SelfServiceSubscription -SelfService -ProductId 'Power BI Pro'), (Get-SelfServiceSubscription -Central -ProductId 'Power BI Pro')
        $bought | Move-SelfServiceUsers -TargetSubscriptionId $central.SubscriptionId -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*Nothing has to move*'
    }

    It 'does not cancel, and says where it is done' {
        $failure = Get-ErrorOf { Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2' -Status Active | Remove-SelfServiceSubscription -Reason CentrallyProvided -Confirm:$false }
        $failure.Id | Should -Be NotSupportedByStore
        $failure.Message | Should -BeLike '*Cancel subscription*'
    }

    It 'tells with -Verbose of each request by its correlation id' {
        $null = Set-Double $graph 'inner-fault?kind=Throttled&retryAfter=0'
        $told = Get-SelfServiceSubscription -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$told" | Should -Match 'GET \S+/v1.0/directory/subscriptions answered 200 \(correlation id [0-9a-f-]{36}\)'
        "$told" | Should -Match 'In the batch: GET /users/\S+ answered 429 \(correlation id [0-9a-f-]{36}\)'
    }
}

Describe 'A copy of a Microsoft 365 tenant' -Tag X4 {
    BeforeAll {
        # A tenant of its own: what changes here is nobody else's.
        $original = Start-Double
        $null = Set-Double $original "application?id=$application&secret=$plainSecret"
        $originalEndpoints = $original.Endpoints
        Push-Location TestDrive:/
        function Connect-Original { Connect-MSCommerce -TenantId $original.Domain -ClientId $application -ClientSecret $secret @originalEndpoints }
    }

    AfterAll {
        Disconnect-MSCommerce
        Pop-Location
        Stop-Double $original
    }

    It 'has the subscriptions, users and policies of the tenant, and a move is rehearsed in it' {
        Connect-Original
        $theirs = Get-SelfServiceUser | Sort-Object ProductName, UserPrincipalName
        $subscriptions = Get-SelfServiceSubscription | Sort-Object SubscriptionId
        $policies = Get-MSCommerceProductPolicies
        $licenses = Get-FromDouble $original licenses | ConvertTo-Json
        (Copy-MSCommerceStore -Path rehearsal.db -Administrator $original.User).IsVerified | Sort-Object -Unique | Should -BeTrue

        Connect-MSCommerce -Local -Path rehearsal.db
        (Get-MSCommerceContext).Actor, (Get-MSCommerceContext).TenantId | Should -Be @($original.User, $original.TenantId)
        Assert-StoreWhole
        $copied = Get-SelfServiceUser | Sort-Object ProductName, UserPrincipalName
        $copied.ForEach({ "$($_.ProductName) $($_.UserPrincipalName) $($_.DisabledServices)" }) | Should -Be $theirs.ForEach({ "$($_.ProductName) $($_.UserPrincipalName) $($_.DisabledServices)" })
        foreach ($subscription in $subscriptions) {
            $copy = Get-SelfServiceSubscription -SubscriptionId $subscription.SubscriptionId
            $copy.Status | Should -Be ($subscription.Status -eq 'Unknown' ? 'Active' : $subscription.Status) -Because $subscription.SubscriptionId
            $copy.TotalLicenses, $copy.Purchaser, $copy.ProductName, $copy.PricePerLicense | Should -Be @($subscription.TotalLicenses, $subscription.Purchaser, $subscription.ProductName, $null)
        }

        foreach ($policy in $policies) { (Get-MSCommerceProductPolicy -ProductId $policy.ProductId).PolicyValue | Should -Be $policy.PolicyValue }

        $old = Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2' -Status Active
        $result = $old | Move-SelfServiceUsers -TargetProductId VISIOCLIENT -Confirm:$false -PassThru
        $result.Users, $result.Status | Should -Be @(4, 'Deleted')
        Assert-StoreWhole
        Get-FromDouble $original licenses | ConvertTo-Json | Should -Be $licenses
    }

    It 'is made with an access token for Graph, whose policies it does not make up' {
        $token = Set-Double $original 'token?resource=https://graph.microsoft.com'
        Connect-MSCommerce -AccessToken $token -GraphEndpoint $original.Uri -LicensingEndpoint $original.Uri
        $planned = Copy-MSCommerceStore -Path graph.db -WhatIf
        $planned.Where({ $_.Section -eq 'Licenses' })[0].Count | Should -Be 11
        'graph.db' | Should -Not -Exist
        $null = Copy-MSCommerceStore -Path graph.db
        Connect-MSCommerce -Local -Path graph.db
        (Get-MSCommerceContext).Actor | Should -Be $original.User
        (Get-MSCommerceProductPolicy).PolicyValue | Sort-Object -Unique | Should -Be NotRead
        (Get-SelfServiceUser).Count | Should -Be 11
    }

    It 'has everybody who is licensed, where that are more than subscriptions have' {
        $null = Set-Double $original 'users?count=7&sku=VISIO_PLAN2_DEPT'
        Connect-Original
        $null = Copy-MSCommerceStore -Path more.db -Administrator $original.User
        Connect-MSCommerce -Local -Path more.db
        Assert-StoreWhole
        (Get-SelfServiceUser -ProductId 'Visio Plan 2').Count | Should -Be 11
        $rest = Get-SelfServiceSubscription -ProductId 'Visio Plan 2' -Central
        $rest.SubscriptionId, $rest.TotalLicenses, $rest.AssignedLicenses | Should -Be @('38b434d2-a15e-4cde-9a98-e737c75623e1', 6, 6)
    }

    It 'asks an application who is to administer it, and makes nothing without' {
        Connect-Original
        $failure = Get-ErrorOf { Copy-MSCommerceStore -Path nobody.db }
        $failure.Id | Should -Be ActorRefused
        $failure.Message | Should -BeLike '*-Administrator*'
        'nobody.db' | Should -Not -Exist
    }

    It 'is not made where a list breaks off' {
        Connect-Original
        $null = Set-Double $original 'roles?read=false&change=false'
        try { (Get-ErrorOf { Copy-MSCommerceStore -Path broken.db -Administrator $original.User }).Id | Should -Be PermissionMissing }
        finally { $null = Set-Double $original 'roles?read=true&change=true' }
        'broken.db' | Should -Not -Exist
    }
}

Describe 'A sign-in in a process of its own' -Tag X1 {
    BeforeAll {
        $folder = (Get-PSDrive TestDrive).Root
        function Invoke-Own([string] $Script, [hashtable] $Environment) {
            $Environment.Keys | ForEach-Object { Set-Item "env:$_" $Environment[$_] }
            try { pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; $Script" *>&1 | Out-String }
            finally { $Environment.Keys | ForEach-Object { Remove-Item "env:$_" } }
        }
    }

    It 'is kept with -PersistTokenCache, for this user alone, until the file is deleted' -Skip:(-not $IsLinux) {
        $cache = Join-Path $folder MSCommerce/sign-in.cache
        $script = "Connect-MSCommerce -DeviceCode -PersistTokenCache -LicensingEndpoint $($double.Uri) -GraphEndpoint $($double.Uri) -AuthorityEndpoint $($double.Uri); (Get-MSCommerceContext).Actor; Get-SelfServiceSubscription -First 1; Disconnect-MSCommerce"
        $first = Invoke-Own $script @{ XDG_DATA_HOME = $folder }
        $first | Should -BeLike '*D0UBL3*'
        $first | Should -BeLike "*$($double.User)*"
        $first | Should -BeLike '*sign-in.cache, readable for you alone*'
        "$((Get-Item $cache).UnixFileMode)" | Should -Be 'UserWrite, UserRead'

        $second = Invoke-Own $script @{ XDG_DATA_HOME = $folder }
        $second | Should -Not -BeLike '*D0UBL3*'
        $second | Should -BeLike "*$($double.User)*"

        Remove-Item $cache
        Invoke-Own $script @{ XDG_DATA_HOME = $folder } | Should -BeLike '*D0UBL3*'
    }

    It 'speaks TLS with a certificate that the system trusts, and with no other' -Skip:(-not $IsLinux) {
        $pem = Join-Path $folder double.pem
        Get-FromDouble $double certificate | Set-Content $pem
        $uri = $double.Https -replace '127\.0\.0\.1', 'localhost'
        $script = "Connect-MSCommerce -TenantId $($double.Domain) -ClientId $application -ClientSecret (ConvertTo-SecureString '$plainSecret' -AsPlainText -Force) -LicensingEndpoint $uri -GraphEndpoint $uri -AuthorityEndpoint $uri; (Get-MSCommercePolicies).PolicyId; (Get-SelfServiceSubscription -First 1).SubscriptionId"
        $trusted = Invoke-Own $script @{ SSL_CERT_FILE = $pem }
        $trusted | Should -BeLike '*AllowSelfServicePurchase*'
        $trusted | Should -BeLike '*dddddddd-0000-4000*'
        $refused = Invoke-Own "try { $script } catch { `$_.FullyQualifiedErrorId }" @{ TEST_NOTHING = '1' }
        $refused | Should -BeLike '*SignInUnavailable*'
    }
}
