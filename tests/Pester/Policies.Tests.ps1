BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'A script for Microsoft''s module' -Tag X3 {
    BeforeAll {
        Enter-Sample
        $PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:t.db'
        Connect-MSCommerce
    }

    AfterAll {
        $PSDefaultParameterValues.Remove('Connect-MSCommerce:Store')
        Exit-Sample
    }

    It 'lists policies' -Tag P1 {
        $policy = Get-MSCommercePolicies | Where-Object { $_.PolicyId -eq 'AllowSelfServicePurchase' }
        $policy.DefaultValue | Should -Be Enabled
        $policy.Description | Should -Not -BeNullOrEmpty
        (Get-MSCommercePolicy -PolicyId AllowSelfServicePurchase).PolicyId | Should -Be AllowSelfServicePurchase
    }

    It 'lists products, property names in any case' -Tag P2 {
        $products = Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase
        $products.Count | Should -Be 17
        ($products | Where-Object { $_.ProductName -match 'Power Apps' }).ProductID | Should -Be CFQ7TTC0LH2H
        $products | Where-Object { $_.PolicyValue -eq 'Enabled' } | Should -Not -BeNullOrEmpty
        $products | Export-Csv -Path products.csv
        (Import-Csv products.csv)[0].policyid | Should -Be AllowSelfServicePurchase
    }

    It 'lists types of third-party offers' -Tag P4 {
        $offers = Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase -Scope OfferType
        $offers.ScopeId | Should -Contain SaaS
        $offers[0].Scope | Should -Be OfferType
        (Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase -Scope product).Count | Should -Be 17
        (Get-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -OfferType SaaS).PolicyValue | Should -Be Disabled
    }

    It 'sets a product with -Enabled <Given>' -Tag P3 -ForEach @(
        @{ Given = $false; Value = 'Disabled' }
        @{ Given = $true; Value = 'Enabled' }
        @{ Given = 'False'; Value = 'Disabled' }
        @{ Given = 'true'; Value = 'Enabled' }
        @{ Given = 'FALSE'; Value = 'Disabled' }
    ) {
        $updated = Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Enabled $Given
        $updated.PolicyValue | Should -Be $Value
        $updated.ProductID | Should -Be CFQ7TTC0LH2H
        (Get-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H).PolicyValue | Should -Be $Value
    }

    It 'sets a product, and a type of offers, with -Value' -Tag P3, P4 {
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0N8SL -Value OnlyTrialsWithoutPaymentMethod).PolicyValue | Should -Be OnlyTrialsWithoutPaymentMethod
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -OfferType SaaS -Value Enabled).PolicyValue | Should -Be Enabled
        (Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -OfferType SaaS -Enabled $false).ScopeId | Should -Be SaaS
    }

    It 'may pass a token, which a store without sign-in ignores' {
        $verbose = Get-MSCommercePolicies -Token t0ken-of-mine -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        "$verbose" | Should -Match '-Token'
        "$verbose" | Should -Not -Match 't0ken'
        (Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase -Token abc).Count | Should -Be 17
        (Get-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Token abc).Count | Should -Be 1
    }

    It 'gets an error that it can catch' {
        $failure = Get-ErrorOf { Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId CFQ7TTC0LH2H -Enabled maybe }
        $failure.Id | Should -Be ParameterArgumentValidationError
        $failure.Category | Should -Be InvalidData
    }

    It 'loops as the documentation shows' {
        $product = Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase | Where-Object { $_.ProductName -match 'Visio' }
        foreach ($item in $product) {
            Update-MSCommerceProductPolicy -PolicyId AllowSelfServicePurchase -ProductId $item.ProductID -Enabled $false | Out-Null
        }

        (Get-MSCommerceProductPolicy -ProductId Visio*).PolicyValue | Select-Object -Unique | Should -Be Disabled
    }
}

Describe 'Update-MSCommerceProductPolicy' {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'takes names, wildcards, arrays and ids that were replaced' -Tag P5, P8 {
        $updated = Update-MSCommerceProductPolicy -ProductId 'power bi pro', 'Visio*', CFQ7TTC0KP0P -Value Disabled
        $updated.ProductName | Sort-Object | Should -Be 'Power Apps per user', 'Power BI Pro', 'Visio Plan 1', 'Visio Plan 2'
        $updated.PolicyValue | Select-Object -Unique | Should -Be Disabled
        $updated.IsExplicit | Select-Object -Unique | Should -Be $true
    }

    It 'takes products and types of offers from the pipeline, and never the value wanted' -Tag P8 {
        $before = @(Get-MSCommerceProductPolicy -ProductId Visio*) + @(Get-MSCommerceProductPolicy -OfferType POWERBIVISUALS)
        $updated = $before | Update-MSCommerceProductPolicy -Value Disabled
        $updated.Count | Should -Be 3
        $updated.PolicyValue | Select-Object -Unique | Should -Be Disabled
        $updated[2].ScopeId | Should -Be POWERBIVISUALS
    }

    It 'is one change, with one correlation, for all that is piped' -Tag N2 {
        $null = Get-MSCommerceProductPolicy -ProductId Visio* | Update-MSCommerceProductPolicy -Value Disabled
        $entries = Get-MSCommerceAuditLog -Action PolicyChanged -First 2
        $entries.CorrelationId | Select-Object -Unique | Should -HaveCount 1
        $entries.Before | Select-Object -Unique | Should -Be Enabled
    }

    It 'names product, old and new value with -WhatIf, and writes nothing' -Tag P8 {
        $script = "Import-Module '$manifest'; Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)'; Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled -WhatIf"
        $shown = pwsh -NoProfile -NonInteractive -Command $script | Out-String
        $shown | Should -Match 'Power BI Pro'
        $shown | Should -Match 'from Enabled to Disabled'
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Enabled
        Get-MSCommerceAuditLog -Target *BI* | Should -BeNullOrEmpty
    }

    It 'does not write again what is so already, and answers it all the same' -Tag P8 {
        (Update-MSCommerceProductPolicy -ProductId 'Microsoft 365 Copilot' -Value Disabled).PolicyValue | Should -Be Disabled
        @(Get-MSCommerceAuditLog -Target *Copilot*).Count | Should -Be 1
    }

    It 'leaves subscriptions as they are' -Tag P6 {
        $before = Get-SelfServiceSubscription | ConvertTo-Json
        $null = Update-MSCommerceProductPolicy -ProductId * -Value Disabled
        Get-SelfServiceSubscription | ConvertTo-Json | Should -Be $before
    }

    It 'refuses <Because>, and writes nothing' -ForEach @(
        @{ Because = 'an unknown product'; Script = { Update-MSCommerceProductPolicy -ProductId Visio*, Nonsense -Value Disabled }; Id = 'ProductNotFound'; Category = 'ObjectNotFound'; Target = 'Nonsense' }
        @{ Because = 'a wildcard that matches nothing'; Script = { Update-MSCommerceProductPolicy -ProductId Visio*, Nonsense* -Value Disabled }; Id = 'PatternMatchedNothing'; Category = 'ObjectNotFound'; Target = 'Nonsense*' }
        @{ Because = 'an unknown type of offers'; Script = { Update-MSCommerceProductPolicy -OfferType Nonsense -Value Disabled }; Id = 'OfferTypeNotFound'; Category = 'ObjectNotFound'; Target = 'Nonsense' }
        @{ Because = 'an unknown policy'; Script = { Update-MSCommerceProductPolicy -PolicyId Nonsense -ProductId Visio* -Value Disabled }; Id = 'PolicyNotFound'; Category = 'ObjectNotFound'; Target = 'Nonsense' }
        @{ Because = 'a value that is none'; Script = { Update-MSCommerceProductPolicy -ProductId Visio* -Value Sometimes }; Id = 'PolicyValueUnknown'; Category = 'InvalidArgument'; Target = 'Sometimes' }
        @{ Because = 'a value that the product does not take'; Script = { Update-MSCommerceProductPolicy -ProductId Visio* -Value OnlyTrialsWithoutPaymentMethod }; Id = 'PolicyValueNotAllowed'; Category = 'InvalidArgument'; Target = 'Visio Plan 2' }
        @{ Because = 'a value that types of offers do not take'; Script = { Update-MSCommerceProductPolicy -OfferType SaaS -Value OnlyTrialsWithoutPaymentMethod }; Id = 'PolicyValueNotAllowed'; Category = 'InvalidArgument'; Target = 'SaaS' }
        @{ Because = 'nothing named'; Script = { Update-MSCommerceProductPolicy -Value Disabled }; Id = 'NothingNamed'; Category = 'InvalidArgument' }
    ) {
        $before = Get-MSCommerceProductPolicies | ConvertTo-Json
        $failure = Get-ErrorOf $Script
        $failure.Id | Should -Be $Id
        $failure.Category | Should -Be $Category
        $failure.Target | Should -Be $Target
        Get-MSCommerceProductPolicies | ConvertTo-Json | Should -Be $before
    }

    It 'says that the pipeline brought nothing, as on a night when nothing is left to do' {
        $before = Get-MSCommerceProductPolicies | ConvertTo-Json
        @() | Update-MSCommerceProductPolicy -Value Disabled -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop
        $warned | Should -Match 'Nothing came from the pipeline'
        Get-MSCommerceProductPolicies | ConvertTo-Json | Should -Be $before
    }

    It 'refuses a reader, says who could, and records that' -Tag A {
        Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example
        $failure = Get-ErrorOf { Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled }
        $failure.Id | Should -Be RoleMissing
        $failure.Category | Should -Be PermissionDenied
        $failure.Message | Should -Match 'global administrator or billing administrator'

        (Get-MSCommerceAuditLog -Outcome Refused -First 1).Actor | Should -Be reader@fabrikam.example
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Enabled
    }

    It 'asks before it enables many at once: <Because>' -ForEach @(
        @{ Because = 'a wildcard'; Arguments = "-ProductId '*Copilot'" }
        @{ Because = 'several products'; Arguments = "-ProductId 'Microsoft 365 Copilot', 'Power Automate RPA'" }
    ) {
        # This session cannot be asked, so it is told what to say instead.
        $failure = Get-ErrorOf ([scriptblock]::Create("Update-MSCommerceProductPolicy $Arguments -Enabled `$true"))
        $failure.Id | Should -Be ConfirmationImpossible
        $failure.Category | Should -Be InvalidArgument
        $failure.Message | Should -Match ([regex]::Escape('-Confirm:$false'))
        (Get-MSCommerceProductPolicy -ProductId 'Microsoft 365 Copilot').PolicyValue | Should -Be Disabled

        $null = & ([scriptblock]::Create("Update-MSCommerceProductPolicy $Arguments -Enabled `$true -Confirm:`$false"))
        (Get-MSCommerceProductPolicy -ProductId 'Microsoft 365 Copilot').PolicyValue | Should -Be Enabled
    }

    It 'does not ask about one product, nor about blocking many, nor where nobody wants to be asked' {
        $null = Update-MSCommerceProductPolicy -ProductId 'Microsoft 365 Copilot' -Enabled $true -ErrorAction Stop
        $null = Update-MSCommerceProductPolicy -ProductId * -Enabled $false -ErrorAction Stop
        $ConfirmPreference = 'None'
        $null = Update-MSCommerceProductPolicy -ProductId * -Enabled $true -ErrorAction Stop
        (Get-MSCommerceProductPolicies).PolicyValue | Select-Object -Unique | Should -Be Enabled
    }
}

Describe 'Get-MSCommerceProductPolicy' {
    BeforeAll {
        Enter-Sample
    }

    AfterAll {
        Exit-Sample
    }

    It 'tells what was decided from what follows the default' -Tag P7 {
        (Get-MSCommerceProductPolicy -ProductId 'Microsoft 365 Copilot').IsExplicit | Should -BeTrue
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').IsExplicit | Should -BeFalse
    }

    It 'lists what it found, and reports what it did not' {
        $found = Get-MSCommerceProductPolicy -ProductId 'Power BI Pro', Nonsense -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.ProductName | Should -Be 'Power BI Pro'
        $failures.FullyQualifiedErrorId | Should -BeLike 'ProductNotFound,*'
    }

    It 'is silent where a wildcard matches nothing' {
        Get-MSCommerceProductPolicy -ProductId Nonsense* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes policies from the pipeline, and nothing from an empty one' {
        (Get-MSCommercePolicies | Get-MSCommerceProductPolicies).Count | Should -Be 17
        @() | Get-MSCommerceProductPolicies | Should -BeNullOrEmpty
        @() | Get-MSCommercePolicy | Should -BeNullOrEmpty
    }

    It 'refuses a scope that has no products' {
        (Get-ErrorOf { Get-MSCommerceProductPolicy -Scope OfferType -ProductId Visio* }).Id | Should -Be ScopeMismatch
    }

    It 'refuses somebody without a role' -Tag A {
        $user = Connect-MSCommerce -Store sqlite:t.db -As ada.adler@fabrikam.example -PassThru
        (Get-ErrorOf { Get-MSCommerceProductPolicies -Session $user }).Id | Should -Be RoleMissing
        Disconnect-MSCommerce -Session $user
        Connect-MSCommerce -Store sqlite:t.db
    }
}

Describe 'A baseline' -Tag P9 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'as <Extension> is exported, shows drift, and is applied' -ForEach @(@{ Extension = 'csv' }, @{ Extension = 'json' }) {
        $result = Export-MSCommercePolicyBaseline -Path "b.$Extension" -OtherProducts Disabled -PassThru
        $result.Rows | Should -Be 22
        Compare-MSCommercePolicyBaseline -Path "b.$Extension" | Should -BeNullOrEmpty

        $null = Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled
        $drift = Compare-MSCommercePolicyBaseline -Path "b.$Extension"
        $drift.Name | Should -Be 'Power BI Pro'
        $drift.Actual | Should -Be Disabled
        $drift.Expected | Should -Be Enabled

        Set-MSCommercePolicyBaseline -Path "b.$Extension" -WhatIf -PassThru | Should -BeNullOrEmpty
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Disabled
        $changes = Set-MSCommercePolicyBaseline -Path "b.$Extension" -PassThru
        $changes.Id | Should -Be CFQ7TTC0H9MP
        $changes.IsApplied | Should -BeTrue
        Set-MSCommercePolicyBaseline -Path "b.$Extension" -PassThru | Should -BeNullOrEmpty
    }

    It 'can be what Export-Csv wrote of the list' {
        Get-MSCommerceProductPolicies | Export-Csv -Path list.csv
        Compare-MSCommercePolicyBaseline -Path list.csv | Should -BeNullOrEmpty
    }

    It 'catches products that it does not name' {
        'ProductId,PolicyValue', 'Power BI Pro,Enabled' | Set-Content -Path b.csv
        (Compare-MSCommercePolicyBaseline -Path b.csv).Kind | Select-Object -Unique | Should -Be NotInBaseline
        Set-MSCommercePolicyBaseline -Path b.csv -PassThru | Should -BeNullOrEmpty
    }

    It 'asks before it enables many at once' {
        'ProductId,PolicyValue', '*,Enabled' | Set-Content -Path b.csv
        (Get-ErrorOf { Set-MSCommercePolicyBaseline -Path b.csv }).Id | Should -Be ConfirmationImpossible
        @(Set-MSCommercePolicyBaseline -Path b.csv -Confirm:$false -PassThru).Count | Should -Be 3
    }

    It 'is refused where <Because>, and nothing is written' -ForEach @(
        @{ Because = 'it names a product that is not there'; Lines = 'ProductId,PolicyValue', 'Power BI Pro,Disabled', 'Nonsense,Disabled'; Id = 'ProductNotFound'; Category = 'ObjectNotFound'; Match = 'Nonsense' }
        @{ Because = 'a line has no value'; Lines = 'ProductId,PolicyValue', 'Power BI Pro,'; Id = 'FileLineInvalid'; Category = 'InvalidData'; Match = 'line 2' }
        @{ Because = 'a value is none'; Lines = 'ProductId,PolicyValue', 'Power BI Pro,Sometimes'; Id = 'FileLineInvalid'; Category = 'InvalidData'; Match = 'line 2' }
        @{ Because = 'a column is missing'; Lines = 'Product,Wanted', 'Power BI Pro,Disabled'; Id = 'FileInvalid'; Category = 'InvalidData'; Match = 'PolicyValue' }
    ) {
        $Lines | Set-Content -Path b.csv
        $failure = Get-ErrorOf { Set-MSCommercePolicyBaseline -Path b.csv }
        $failure.Id | Should -Be $Id
        $failure.Category | Should -Be $Category
        $failure.Message | Should -Match $Match
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Enabled
    }

    It 'is not found where there is no file, and not replaced without -Force' {
        (Get-ErrorOf { Compare-MSCommercePolicyBaseline -Path gone.csv }).Id | Should -Be FileUnreadable
        Export-MSCommercePolicyBaseline -Path b.csv
        $failure = Get-ErrorOf { Export-MSCommercePolicyBaseline -Path b.csv }
        $failure.Id | Should -Be FileExists
        $failure.Target | Should -Be (Get-Item b.csv).FullName
        Export-MSCommercePolicyBaseline -Path b.csv -Force
        Export-MSCommercePolicyBaseline -Path c.csv -WhatIf
        'c.csv' | Should -Not -Exist
    }

    It 'is not applied by a reader' -Tag A {
        'ProductId,PolicyValue', '*,Disabled' | Set-Content -Path b.csv
        Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example
        Compare-MSCommercePolicyBaseline -Path b.csv | Should -Not -BeNullOrEmpty
        (Get-ErrorOf { Set-MSCommercePolicyBaseline -Path b.csv }).Id | Should -Be RoleMissing
    }
}
