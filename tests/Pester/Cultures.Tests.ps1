BeforeAll {
    . $PSScriptRoot/Sample.ps1

    function Get-Theirs([string] $Product) {
        Get-SelfServiceSubscription -SelfService -ProductId $Product -Status Active
    }

    function Get-Ours([string] $Product) {
        Get-SelfServiceSubscription -Central -ProductId $Product
    }
}

Describe 'In the culture <Culture>' -ForEach @(@{ Culture = 'de-DE' }, @{ Culture = 'ar-SA' }, @{ Culture = 'en-US' }) {
    BeforeAll {
        $former = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $Culture
        Enter-Sample
    }

    AfterAll {
        Assert-StoreWhole
        Exit-Sample
        [cultureinfo]::CurrentCulture = $former
    }

    BeforeEach {
        [cultureinfo]::CurrentCulture = $Culture
    }

    It 'a price in a script is what it says' {
        Set-SelfServiceProduct -ProductId 'Visio Plan 2' -OrganizationPrice 1234.5678
        # As a file has it.
        Set-SelfServiceProduct -ProductId 'Visio Plan 2' -ListPrice '9.90'
        (Get-SelfServiceProduct 'Visio Plan 2').ListPrice | Should -Be 9.9
        (Get-SelfServiceProduct 'Visio Plan 2').OrganizationPrice | Should -Be 1234.5678
        $entry = Get-MSCommerceAuditLog -Action ProductChanged | Where-Object After -Like 'Organization*' | Select-Object -First 1
        "$($entry.Before) $($entry.After)" | Should -BeExactly 'OrganizationPrice: 12.4 OrganizationPrice: 1234.5678'
    }

    It 'an amount or number whose notation could be another''s is refused, and not guessed' {
        foreach ($text in '9,90', '1.234,50', '1,234.50', '9.90 EUR', '') {
            $failure = Get-ErrorOf { Set-SelfServiceProduct -ProductId 'Visio Plan 1' -ListPrice $text }
            $failure.Id | Should -Be ParameterArgumentTransformationError
            $failure.Message | Should -Match '1234\.50'
        }

        foreach ($text in '1.000', '1,000', '1 000', '2.5') {
            (Get-ErrorOf { New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses $text -WhatIf }).Id | Should -Be ParameterArgumentTransformationError
        }
    }

    It 'a price in a file is what it says' {
        'ProductId,ProductName,Family,ListPrice,Currency', 'CFQ7TTC0NEW1,Contoso Insights,Insights,1234.50,EUR' | Set-Content products.csv
        Import-SelfServiceProduct products.csv
        (Get-SelfServiceProduct CFQ7TTC0NEW1).ListPrice | Should -Be 1234.5
    }

    It 'a date in a script is what it says' {
        $first = (Get-SelfServiceOrder | Sort-Object OrderedAt)[0].OrderedAt
        @(Get-SelfServiceOrder -Until '1999-12-31').Count | Should -Be 0
        @(Get-SelfServiceOrder -Since '1999-12-31').Count | Should -Be @(Get-SelfServiceOrder).Count
        @(Get-SelfServiceOrder -Until $first.AddDays(1)).Count | Should -BeGreaterThan 0
        Get-SelfServiceSubscription -ExpiringBefore '2000-01-01' | Should -BeNullOrEmpty
        Get-MSCommerceAuditLog -Until '2000-01-01T00:00:00Z' | Should -BeNullOrEmpty
        # As the user writes it.
        @(Get-SelfServiceOrder -Since $first.LocalDateTime.ToString('d')).Count | Should -Be @(Get-SelfServiceOrder).Count
    }

    It 'a confirmation names amounts as the user writes them, and the store keeps them as they are' {
        Set-SelfServiceProduct -ProductId 'Visio Plan 1' -OrganizationPrice 104.5
        Start-Transcript -Path shown.txt | Out-Null
        New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 2 -WhatIf
        Stop-Transcript | Out-Null
        (Get-Content shown.txt -Raw) | Should -Match ([regex]::Escape("$((2508).ToString('N2')) EUR"))
        $bought = New-SelfServiceSubscription -ProductId 'Visio Plan 1' -Licenses 2 -Confirm:$false
        $bought.PricePerLicense | Should -Be 1254
    }

    It 'views show dates and amounts as the user writes them' {
        $order = Get-Ours 'Power BI Pro' | Get-SelfServiceOrder
        $shown = $order | Format-Table | Out-String -Width 200
        $shown | Should -Match ([regex]::Escape($order.OrderedAt.LocalDateTime.ToString('d')))
        $shown | Should -Match ([regex]::Escape("$($order.PricePerLicense.ToString('N2')) EUR"))
        Get-SelfServiceProduct 'Power BI Pro' | Format-List | Out-String | Should -Match ([regex]::Escape("$((13.5).ToString('N2')) EUR"))
    }

    It 'prices that Export-Csv wrote as the user writes them are refused, and never misread' {
        Get-SelfServiceProduct | Export-Csv catalogue.csv
        if ($Culture -eq 'en-US') {
            $result = Import-SelfServiceProduct catalogue.csv -PassThru
            $result.Unchanged | Should -Be $result.Rows
        }
        else {
            (Get-ErrorOf { Import-SelfServiceProduct catalogue.csv }).Message | Should -Match 'line 2.*not an amount; write it like 1234\.50'
        }
    }

    It 'prices that Export-Csv -UseCulture wrote are read back as they were' {
        Get-SelfServiceProduct | Export-Csv catalogue.csv -UseCulture
        if ((Get-Culture).NumberFormat.NumberDecimalSeparator -in '.', ',') {
            $result = Import-SelfServiceProduct catalogue.csv -PassThru
            $result.Unchanged | Should -Be $result.Rows
        }
        else {
            (Get-ErrorOf { Import-SelfServiceProduct catalogue.csv }).Message | Should -Match 'line 2.*not an amount; write it like 1234,50 or 1234\.50'
        }
    }

    It 'what an export writes is the same, and can be read back' {
        Export-SelfServiceUser -Path users.csv -Central
        (Get-Content users.csv -TotalCount 2)[1] | Should -Match '20\d\d-\d\d-\d\dT'
        (Import-SelfServiceLicense users.csv -PassThru).Unchanged | Should -BeGreaterThan 0
    }
}
