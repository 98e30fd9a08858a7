# Every cmdlet that is an operation of the client × every role, made of the operations' own attributes and of the role table (requirement A).
BeforeDiscovery {
    . $PSScriptRoot/Sample.ps1

    # One use of each cmdlet, and where whose the subscription is decides, one use a permission. $own is a subscription that the actor bought himself.
    $uses = @(
        @{ Use = 'Get-MSCommerceContext'; Needs = 'ReadCatalog'; Script = { Get-MSCommerceContext } }
        @{ Use = 'Get-MSCommerceTenant'; Needs = 'ReadCatalog'; Script = { Get-MSCommerceTenant } }
        @{ Use = 'Set-MSCommerceTenant'; Needs = 'AdministerTenant'; Script = { Set-MSCommerceTenant -Country FR } }
        @{ Use = 'Get-MSCommerceUser'; Needs = 'View'; Script = { Get-MSCommerceUser } }
        @{ Use = 'Set-MSCommerceUser'; Needs = 'AdministerTenant'; Script = { Set-MSCommerceUser -User chen.fischer@fabrikam.example -Role GlobalReader } }
        @{ Use = 'Import-MSCommerceUser'; Needs = 'AdministerTenant'; Script = { Import-MSCommerceUser users.csv } }
        # Of a store with a sign-in of its own, which this one is not: PostgreSql.Tests.ps1 has more.
        @{ Use = 'Get-MSCommerceLogin'; Needs = 'AdministerTenant'; Unsupported = $true; Script = { Get-MSCommerceLogin } }
        @{ Use = 'Set-MSCommerceLogin'; Needs = 'AdministerTenant'; Unsupported = $true; Script = { Set-MSCommerceLogin -Login chen -User chen.fischer@fabrikam.example } }
        @{ Use = 'Remove-MSCommerceLogin'; Needs = 'AdministerTenant'; Unsupported = $true; Script = { Remove-MSCommerceLogin -Login chen -Confirm:$false } }
        @{ Use = 'Test-MSCommerceStore'; Needs = 'View'; Script = { Test-MSCommerceStore } }
        @{ Use = 'Get-SelfServiceProduct'; Needs = 'ReadCatalog'; Script = { Get-SelfServiceProduct } }
        @{ Use = 'Set-SelfServiceProduct'; Needs = 'AdministerTenant'; Script = { Set-SelfServiceProduct 'Visio Plan 1' -ListPrice 5.25 } }
        @{ Use = 'Copy-MSCommerceStore'; Needs = 'AdministerTenant'; Script = { Copy-MSCommerceStore -Path "$([guid]::NewGuid()).db" } }
        @{ Use = 'Import-SelfServiceProduct'; Needs = 'AdministerTenant'; Script = { Import-SelfServiceProduct products.csv } }
        @{ Use = 'Get-MSCommercePolicy'; Needs = 'ReadPolicies'; Script = { Get-MSCommercePolicy } }
        @{ Use = 'Get-MSCommerceProductPolicy'; Needs = 'ReadPolicies'; Script = { Get-MSCommerceProductPolicy } }
        @{ Use = 'Get-MSCommerceProductPolicy: offers'; Needs = 'ReadPolicies'; Script = { Get-MSCommerceProductPolicy -Scope OfferType } }
        @{ Use = 'Update-MSCommerceProductPolicy'; Needs = 'ChangePolicies'; Script = { Update-MSCommerceProductPolicy -ProductId 'Visio Plan 1' -Value Disabled } }
        @{ Use = 'Export-MSCommercePolicyBaseline'; Needs = 'ReadPolicies'; Script = { Export-MSCommercePolicyBaseline exported.csv } }
        @{ Use = 'Compare-MSCommercePolicyBaseline'; Needs = 'ReadPolicies'; Script = { Compare-MSCommercePolicyBaseline baseline.csv } }
        @{ Use = 'Set-MSCommercePolicyBaseline'; Needs = 'ChangePolicies'; Script = { Set-MSCommercePolicyBaseline baseline.csv } }
        @{ Use = 'Export-MSCommerceReport'; Needs = 'Report'; Script = { Export-MSCommerceReport report.html -Force } }
        @{ Use = 'Get-MSCommerceAuditLog'; Needs = 'View'; Script = { Get-MSCommerceAuditLog } }
        @{ Use = 'Get-MSCommerceNotice'; Needs = 'View'; Script = { Get-MSCommerceNotice } }
        @{ Use = 'Get-SelfServiceSubscription'; Needs = 'View'; Script = { Get-SelfServiceSubscription } }
        @{ Use = 'Import-SelfServiceSubscription'; Needs = 'AdministerTenant'; Script = { Import-SelfServiceSubscription subscriptions.csv } }
        @{ Use = 'Get-SelfServiceOrder'; Needs = 'View'; Script = { Get-SelfServiceOrder } }
        @{ Use = 'New-SelfServiceSubscription'; Needs = 'ManageCentral'; Script = { New-SelfServiceSubscription 'Visio Plan 1' -Licenses 2 -Confirm:$false } }
        @{ Use = 'Set-SelfServiceSubscription: a central one'; Needs = 'ManageCentral'; Script = { Set-SelfServiceSubscription -SubscriptionId $central -TotalLicenses 40 -Confirm:$false } }
        @{ Use = 'Set-SelfServiceSubscription: one that was taken over'; Needs = 'ManageCentral'; Script = { Set-SelfServiceSubscription -SubscriptionId taken -TotalLicenses 4 -Confirm:$false } }
        @{ Use = 'Set-SelfServiceSubscription: taking control'; Needs = 'TakeOver'; Script = { Set-SelfServiceSubscription -SubscriptionId theirs -TakeControl -Confirm:$false } }
        @{ Use = 'Set-SelfServiceSubscription: one''s own'; Needs = 'ChangeOwn'; Script = { Set-SelfServiceSubscription -SubscriptionId $own -TotalLicenses 4 -Confirm:$false } }
        @{ Use = 'Remove-SelfServiceSubscription: a central one'; Needs = 'ManageCentral'; Script = { Remove-SelfServiceSubscription -SubscriptionId $central -Reason Other -Confirm:$false } }
        @{ Use = 'Remove-SelfServiceSubscription: another''s'; Needs = 'TakeOver'; Script = { Remove-SelfServiceSubscription -SubscriptionId theirs -Reason Other -Confirm:$false } }
        @{ Use = 'Remove-SelfServiceSubscription: one''s own'; Needs = 'ChangeOwn'; Script = { Remove-SelfServiceSubscription -SubscriptionId $own -Reason Other -Confirm:$false } }
        @{ Use = 'Request-SelfServiceCancellation'; Needs = 'ManageCentral'; Script = { Request-SelfServiceCancellation -SubscriptionId theirs -WarningAction Ignore } }
        @{ Use = 'Get-SelfServiceUser'; Needs = 'View'; Script = { Get-SelfServiceUser } }
        @{ Use = 'Get-SelfServiceUser: former ones'; Needs = 'View'; Script = { Get-SelfServiceUser -Former } }
        @{ Use = 'Export-SelfServiceUser'; Needs = 'View'; Script = { Export-SelfServiceUser exported.jsonl } }
        @{ Use = 'Move-SelfServiceUsers'; Needs = 'TakeOver'; Script = { Move-SelfServiceUsers -SubscriptionId theirs -TargetProductId 'Visio Plan 2' -Confirm:$false } }
        @{ Use = 'Get-SelfServiceLicenseSummary'; Needs = 'View'; Script = { Get-SelfServiceLicenseSummary } }
        @{ Use = 'Get-SelfServiceCapacity'; Needs = 'View'; Script = { Get-SelfServiceCapacity } }
        @{ Use = 'Import-SelfServiceLicense'; Needs = 'AdministerTenant'; Script = { Import-SelfServiceLicense licenses.csv } }
        @{ Use = 'Add-SelfServiceLicense: a product of the organisation''s'; Needs = 'ManageCentral'; Script = { Add-SelfServiceLicense -ProductId 'Visio Plan 2' -User billing@fabrikam.example } }
        @{ Use = 'Add-SelfServiceLicense: one''s own'; Needs = 'ChangeOwn'; Script = { Add-SelfServiceLicense -SubscriptionId $own -User billing@fabrikam.example } }
        @{ Use = 'Remove-SelfServiceLicense: a central one'; Needs = 'ManageCentral'; Script = { Remove-SelfServiceLicense -SubscriptionId $central -User $holder -Confirm:$false } }
        @{ Use = 'Test-SelfServiceEligibility'; Needs = 'ReadCatalog'; Script = { Test-SelfServiceEligibility } }
        @{ Use = 'New-SelfServiceSubscription: with one''s own card'; Needs = 'BuySelfService'; Script = { New-SelfServiceSubscription 'Visio Plan 1' -Licenses 1 -PaymentMethodId $card -Confirm:$false } }
        @{ Use = 'New-SelfServiceSubscription: a trial'; Needs = 'BuySelfService'; Script = { New-SelfServiceSubscription 'Viva Goals' -Trial -Confirm:$false } }
        @{ Use = 'Get-SelfServicePaymentMethod'; Needs = 'ChangeOwn'; Script = { Get-SelfServicePaymentMethod } }
        @{ Use = 'Add-SelfServicePaymentMethod'; Needs = 'ChangeOwn'; Script = { Add-SelfServicePaymentMethod -Token tok_discover -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName Somebody } }
        @{ Use = 'Set-SelfServicePaymentMethod'; Needs = 'ChangeOwn'; Script = { Set-SelfServicePaymentMethod $card -ExpiryYear 2035 } }
        @{ Use = 'Remove-SelfServicePaymentMethod'; Needs = 'ChangeOwn'; Script = { Remove-SelfServicePaymentMethod $card -Confirm:$false } }
        @{ Use = 'Get-SelfServiceBillingProfile'; Needs = 'ChangeOwn'; Script = { Get-SelfServiceBillingProfile } }
        @{ Use = 'Set-SelfServiceBillingProfile'; Needs = 'ChangeOwn'; Script = { Set-SelfServiceBillingProfile $billed -Name Mine } }
        @{ Use = 'Get-SelfServiceInvoice'; Needs = 'ChangeOwn'; Script = { Get-SelfServiceInvoice } }
        @{ Use = 'Submit-SelfServicePayment'; Needs = 'ChangeOwn'; Script = { Submit-SelfServicePayment $invoice -PaymentMethodId $card -Confirm:$false } }
        @{ Use = 'Get-SelfServiceLicenseRequest'; Needs = 'View'; Script = { Get-SelfServiceLicenseRequest } }
        @{ Use = 'New-SelfServiceLicenseRequest'; Needs = 'RequestLicense'; Script = { New-SelfServiceLicenseRequest 'Microsoft 365 Copilot' } }
        @{ Use = 'Approve-SelfServiceLicenseRequest'; Needs = 'DecideRequests'; Script = { Approve-SelfServiceLicenseRequest $request -ProductId 'Visio Plan 2' } }
        @{ Use = 'Deny-SelfServiceLicenseRequest'; Needs = 'DecideRequests'; Script = { Deny-SelfServiceLicenseRequest $request } }
        @{ Use = 'Get-SelfServiceRequestProcess'; Needs = 'ReadPolicies'; Script = { Get-SelfServiceRequestProcess } }
        @{ Use = 'Set-SelfServiceRequestProcess'; Needs = 'DecideRequests'; Script = { Set-SelfServiceRequestProcess 'Ask in the portal.' } }
        @{ Use = 'Clear-SelfServiceRequestProcess'; Needs = 'DecideRequests'; First = { Set-SelfServiceRequestProcess 'Ask there.' }; Script = { Clear-SelfServiceRequestProcess } }
        @{ Use = 'Send-MSCommerceNotice'; Needs = 'SendNotices'; NeedsMailServer = $true; Script = { Send-MSCommerceNotice 127.0.0.1 -Port $mail.Port } }
        @{ Use = 'Remove-SelfServiceLicense: one''s own'; Needs = 'ChangeOwn'; Script = { Remove-SelfServiceLicense -SubscriptionId $own -User chen.fischer@fabrikam.example -Confirm:$false } }
    )

    $actors = [ordered]@{
        'global administrator'                     = @{ Actor = 'admin@fabrikam.example'; Roles = @('GlobalAdministrator') }
        'billing administrator'                    = @{ Actor = 'billing@fabrikam.example'; Roles = @('BillingAdministrator') }
        'global reader'                            = @{ Actor = 'reader@fabrikam.example'; Roles = @('GlobalReader') }
        'partner'                                  = @{ Actor = 'partner@reseller.example'; Roles = @('Partner') }
        'partner with the global administrator role' = @{ Actor = 'granted@reseller.example'; Roles = @('Partner', 'GlobalAdministrator') }
        'purchaser'                                = @{ Actor = 'sven.fontaine@fabrikam.example'; Roles = @() }
        'user'                                     = @{ Actor = 'edith.dahl@fabrikam.example'; Roles = @() }
    }

    $null = Get-MSCommerceContext
    $client = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'MSCommerce' }).Assemblies.Where({ $_.GetName().Name -eq 'MSCommerce.Client' })[0]
    $table = $client.GetType('MSCommerce.Rules.RoleTable')
    $operations = foreach ($area in $client.GetType('MSCommerce.CommerceClient').GetProperties()) {
        foreach ($method in $area.PropertyType.GetMethods()) { $method.GetCustomAttributes($client.GetType('MSCommerce.OperationAttribute'), $false) }
    }
    $changes = @($operations.Where({ $_.Changes }).Cmdlet)
    $opened = @($operations.ForEach({ foreach ($permission in $_.Permissions) { "$($_.Cmdlet) $permission" } }) | Sort-Object -Unique)
    $tried = @($uses.ForEach({ "$(($_.Use -split ':')[0]) $($_.Needs)" }) | Sort-Object -Unique)

    $cases = foreach ($use in $uses) {
        foreach ($role in $actors.Keys) {
            $roles = [array]::CreateInstance($client.GetType('MSCommerce.Role'), $actors[$role].Roles.Count)
            for ($i = 0; $i -lt $roles.Count; $i++) { $roles[$i] = $actors[$role].Roles[$i] }
            $reach = $table.GetMethod('ReachOf').Invoke($null, @([Enum]::Parse($client.GetType('MSCommerce.Rules.Permission'), $use.Needs), $roles))
            @{
                Use = $use.Use; Unsupported = [bool] $use.Unsupported; First = $use.First; Script = $use.Script; Role = $role; Actor = $actors[$role].Actor
                NeedsMailServer = "$reach" -ne 'None' -and $use.NeedsMailServer
                Answer = "$reach" -eq 'None' ? 'refused to' : 'open to'; Changes = ($use.Use -split ':')[0] -in $changes
            }
        }
    }
}

Describe 'The roles' -Tag A {
    BeforeAll {
        . $PSScriptRoot/Sample.ps1
        Enter-Sample
        $actors = 'admin@fabrikam.example', 'billing@fabrikam.example', 'reader@fabrikam.example', 'partner@reseller.example', 'granted@reseller.example',
        'sven.fontaine@fabrikam.example', 'edith.dahl@fabrikam.example'
        'UserPrincipalName,Roles', 'partner@reseller.example,Partner', 'granted@reseller.example,Partner;GlobalAdministrator' | Set-Content partners.csv
        Import-MSCommerceUser partners.csv
        & {
            'SubscriptionId,ProductId,Purchaser,TotalLicenses,Term'
            'theirs,Visio Plan 1,chen.fischer@fabrikam.example,3,Month'
            'taken,Visio Plan 1,chen.fischer@fabrikam.example,3,Month'
            foreach ($actor in $actors) { "own-$actor,Visio Plan 1,$actor,3,Month" }
        } | Set-Content bought.csv
        Import-SelfServiceSubscription bought.csv
        & { 'SubscriptionId,UserPrincipalName'; 'theirs,chen.fischer@fabrikam.example'; foreach ($actor in $actors) { "own-$actor,chen.fischer@fabrikam.example" } } | Set-Content held.csv
        Import-SelfServiceLicense held.csv
        Set-SelfServiceSubscription -SubscriptionId taken -TakeControl -Confirm:$false
        $central = (Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2').SubscriptionId
        $holder = (Get-SelfServiceUser -SubscriptionId $central)[0].UserPrincipalName

        'UserPrincipalName', 'new@fabrikam.example' | Set-Content users.csv
        'ProductId,ProductName,Family', 'CFQ7TTC0NEW1,New,New' | Set-Content products.csv
        'ProductId,PolicyValue', 'Visio Plan 1,Disabled' | Set-Content baseline.csv
        'SubscriptionId,ProductId,TotalLicenses', 'new-1,Visio Plan 1,5' | Set-Content subscriptions.csv
        'SubscriptionId,UserPrincipalName', "$central,admin@fabrikam.example" | Set-Content licenses.csv
        # Of everybody who may have billing of his own: a card that nothing needs, a billing profile, and an invoice that stayed open, for its card failed when it was charged.
        $owned = @{}
        foreach ($actor in $actors.Where({ $_ -notlike '*@reseller.example' })) {
            $session = Connect-MSCommerce -Store sqlite:t.db -As $actor -PassThru
            $named = @{ ExpiryMonth = 4; ExpiryYear = 2031; CardholderName = 'Somebody'; Session = $session }
            $failing = Add-SelfServicePaymentMethod -Token tok_capture_fails @named
            $null = New-SelfServiceSubscription 'Planner Plan 1' -Licenses 1 -PaymentMethodId $failing.PaymentMethodId -Session $session -Confirm:$false
            $owned[$actor] = @{
                Card    = (Add-SelfServicePaymentMethod -Token tok_visa @named).PaymentMethodId
                Profile = (Get-SelfServiceBillingProfile -Session $session).BillingProfileId
                Invoice = (Get-SelfServiceInvoice -Status Open -Session $session).InvoiceId
            }
            Disconnect-MSCommerce -Session $session
        }

        Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
        $request = (New-SelfServiceLicenseRequest 'Power Automate RPA' -User edith.dahl@fabrikam.example).RequestId
        $mail = Start-MailServer
        $before = Get-TenantText
        $last = (Get-MSCommerceAuditLog -First 1).Sequence
        Disconnect-MSCommerce
        Rename-Item t.db prepared.db
    }

    AfterAll {
        Stop-MailServer $mail
        Exit-Sample
    }

    BeforeEach {
        Copy-Item prepared.db t.db
        if ($First) {
            Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
            & $First
            $before = Get-TenantText
            $last = (Get-MSCommerceAuditLog -First 1).Sequence
        }

        Connect-MSCommerce -Store sqlite:t.db -As $Actor
        $own = "own-$Actor"
        # Who can have none is refused before anybody looks for it.
        $theirs = $owned[$Actor] ?? @{ Card = 'none'; Profile = 'none'; Invoice = 'none' }
        $card, $billed, $invoice = $theirs.Card, $theirs.Profile, $theirs.Invoice
    }

    AfterEach {
        Disconnect-MSCommerce
        Remove-Item t.db, exported.* -ErrorAction Ignore
    }

    It '<Use> is <Answer> a <Role>' -ForEach $cases {
        if ($NeedsMailServer -and -not $mail) {
            Set-ItResult -Skipped -Because $noMailServer
        }

        if ($Answer -eq 'refused to') {
            $failure = Get-ErrorOf $Script
            $failure.Id | Should -Be RoleMissing
            $failure.Category | Should -Be PermissionDenied
            $failure.Target | Should -Be $Actor
        }
        elseif ($Unsupported) {
            (Get-ErrorOf $Script).Id | Should -Be NotSupportedByStore
        }
        else {
            & { $ErrorActionPreference = 'Stop'; $null = & $Script }
        }

        Connect-MSCommerce -Store sqlite:t.db -As admin@fabrikam.example
        $written = @(Get-MSCommerceAuditLog | Where-Object Sequence -GT $last)
        if ($Answer -eq 'refused to') {
            # Nothing is written but the refusal.
            $written.Count | Should -Be 1
            $written[0].Actor | Should -Be $Actor
            $written[0].Outcome | Should -Be Refused
            $written[0].After | Should -Be $failure.Message
            Get-TenantText | Should -Be $before
            Test-Path exported.* | Should -BeFalse
        }
        elseif ($Changes -and -not $Unsupported) {
            $written.Count | Should -BeGreaterThan 0
            $written.Actor | Select-Object -Unique | Should -Be $Actor
            $written.Outcome | Select-Object -Unique | Should -Be Succeeded
        }
        else {
            $written | Should -BeNullOrEmpty
        }
    }
}

Describe 'The uses above' -Tag A {
    It 'are of every operation, with each permission that opens it' -ForEach @{ Opened = $opened; Tried = $tried } {
        $Tried | Should -Be $Opened
    }
}
