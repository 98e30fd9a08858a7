BeforeDiscovery {
    . $PSScriptRoot/Sample.ps1
    $types = Get-Command -Module MSCommerce -CommandType Cmdlet |
        ForEach-Object { $_.OutputType.Type } | Where-Object { $_ -and $_ -ne [void] } | Sort-Object FullName -Unique | ForEach-Object { @{ Type = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/Sample.ps1
    # The views come with the first command of a session.
    Disconnect-MSCommerce
}

Describe 'The views of <Type>' -ForEach $types {
    BeforeAll {
        $views = (Get-FormatData -TypeName $Type -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition.Control
    }

    It 'are a table of six columns at most, and a list' {
        $table = $views.Where({ $_ -is [System.Management.Automation.TableControl] })
        $table.Count | Should -Be 1
        $table[0].Rows[0].Columns.Count | Should -BeLessOrEqual 6
        $views.Where({ $_ -is [System.Management.Automation.ListControl] }).Count | Should -Be 1
    }

    It 'name properties that exist, and the list has all of them' {
        $properties = ([System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'MSCommerce' }).Assemblies.ForEach({ $_.GetType($Type) }).Where({ $_ })[0]).GetProperties().Name
        $list = $views.Where({ $_ -is [System.Management.Automation.ListControl] })[0].Entries[0].Items
        foreach ($item in $list) {
            if ($item.DisplayEntry.ValueType -eq 'Property') { $item.DisplayEntry.Value | Should -BeIn $properties }
            else { $item.Label | Should -BeIn $properties }
        }

        $listed = $list | ForEach-Object { $_.Label ? $_.Label : $_.DisplayEntry.Value }
        $properties | Where-Object { $_ -notin $listed -and $_ -ne 'Currency' } | Should -BeNullOrEmpty
    }
}

Describe 'What is shown' {
    BeforeAll {
        Enter-Sample
        $culture = [cultureinfo]::CurrentCulture
    }

    AfterAll {
        [cultureinfo]::CurrentCulture = $culture
        Exit-Sample
    }

    It 'has dates and amounts in the user''s culture, and amounts with their currency' {
        [cultureinfo]::CurrentCulture = 'de-DE'
        $subscription = Get-SelfServiceSubscription -SelfService -ProductId 'Visio Plan 2'
        $shown = $subscription | Format-List | Out-String
        $shown | Should -Match '15,50 EUR'
        $shown | Should -Match ([regex]::Escape($subscription.ExpiresAt.LocalDateTime.ToString('d')))
        $subscription | Format-Table | Out-String -Width 200 | Should -Match ([regex]::Escape($subscription.ExpiresAt.LocalDateTime.ToString('d')))
    }

    It 'fits 80 columns: who may buy, and what is requested' {
        $eligibility = Test-SelfServiceEligibility -ProductId 'Microsoft 365 Copilot' | Format-Table | Out-String -Width 80
        $eligibility | Should -Match 'Copilot +False +PurchaseDisabled +admin@fabrikam\.example'
        $request = New-SelfServiceLicenseRequest -ProductId 'Microsoft 365 Copilot' -WhatIf:$false | Format-Table | Out-String -Width 80
        $request | Should -Match 'Copilot +1 +Pending +admin@fabrikam\.example'
        (Export-MSCommerceReport -Path fit.html -PassThru | Format-List | Out-String) | Should -Match 'Spend +: [\d.,]+ EUR'
    }

    It 'has the lines of an invoice, the users of a request with what became of them, and no token' {
        [cultureinfo]::CurrentCulture = 'en-US'
        $card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
        $bought = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 1200 -PaymentMethodId $card.PaymentMethodId -Confirm:$false
        $invoice = $bought | Get-SelfServiceInvoice
        $invoice | Format-List | Out-String -Width 300 | Should -Match 'Visio Plan 1: 1200 licences: 1,200 x 5\.00, .* of \d+ days: 6,000\.00'
        $invoice | Out-String -Width 200 | Should -Match '6,000\.00 EUR\s+Paid'
        $card | Out-String -Width 200 | Should -Match 'Visa ending in 4242\s+04/2031'
        $card | Format-List * -Force | Out-String -Width 200 | Should -Not -Match tok_

        $request = New-SelfServiceLicenseRequest 'Power Automate RPA' -User ada.adler@fabrikam.example, edith.dahl@fabrikam.example
        $null = $request | Approve-SelfServiceLicenseRequest -User ada.adler@fabrikam.example -ProductId 'Visio Plan 2'
        Get-SelfServiceLicenseRequest | Format-List | Out-String -Width 300 | Should -Match 'ada\.adler@fabrikam\.example \(approved\), edith\.dahl@fabrikam\.example \(refused\)'
    }

    It 'is grouped by purchaser in the list of users' {
        Get-SelfServiceUser -SelfService | Out-String -Width 200 | Should -Match 'Purchaser: anders.weber@fabrikam.example'
    }

    It 'leaves the values as they are for scripts' {
        (Get-MSCommerceProductPolicies | Where-Object { $_.PolicyValue -eq 'Enabled' }).Count | Should -BeGreaterThan 1
        (Get-SelfServiceSubscription -First 1).ExpiresAt | Should -BeOfType DateTimeOffset
        (Get-SelfServiceSubscription -First 1).PricePerLicense | Should -BeOfType decimal
    }
}
