BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'Export-MSCommerceReport' -Tag X5 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'writes one file, with the numbers that the other cmdlets give' {
        Export-MSCommercePolicyBaseline baseline.csv -OtherProducts Disabled
        $null = Update-MSCommerceProductPolicy -ProductId 'Power BI*' -Value Disabled
        Export-MSCommerceReport report.html | Should -BeNullOrEmpty
        $report = Export-MSCommerceReport report.html -Baseline baseline.csv -Title 'Weekly' -Language de-DE -Force -PassThru

        $report.Path | Should -Be (Get-Item report.html).FullName
        $report.Bytes | Should -Be (Get-Item report.html).Length
        $report.UnusedLicenses | Should -Be (Get-SelfServiceLicenseSummary | Measure-Object AvailableLicenses -Sum).Sum
        $report.ExpiringIn30Days | Should -Be @(Get-SelfServiceSubscription -Status Active -ExpiringBefore ([DateTimeOffset]$report.MadeAt).AddDays(30).UtcDateTime).Count
        $report.Drift | Should -Be @(Compare-MSCommercePolicyBaseline baseline.csv).Count
        $report.PendingRequests | Should -Be 0
        $report.Gaps | Should -BeNullOrEmpty
        $amount = $report.Spend[0].Amount.ToString('N2', [cultureinfo]'de-DE') + [char]0xA0 + $report.Spend[0].Currency
        $html = Get-Content report.html -Raw
        $html | Should -Match ([regex]::Escape($amount) + '|' + [regex]::Escape($amount.Replace([string][char]0xA0, '&#160;')))
        $html | Should -Match '<title>Weekly</title>'
    }

    It 'does nothing with -WhatIf, and replaces no file without -Force' {
        Export-MSCommerceReport report.html -WhatIf
        Test-Path report.html | Should -BeFalse
        Set-Content report.html 'mine'
        (Get-ErrorOf { Export-MSCommerceReport report.html }).Id | Should -Be 'FileExists'
        Get-Content report.html | Should -Be 'mine'
    }

    It 'says which role could, and writes nothing, for who may not see the whole tenant' {
        Connect-MSCommerce -Store sqlite:t.db -As ada.adler@fabrikam.example
        $refused = Get-ErrorOf { Export-MSCommerceReport report.html }
        $refused.Category | Should -Be 'PermissionDenied'
        $refused.Message | Should -Match 'global reader'
        Test-Path report.html | Should -BeFalse
    }

    It 'refuses what it cannot make: <id>' -ForEach @(
        @{ Id = 'FileFormatUnknown'; Script = { Export-MSCommerceReport report.pdf } }
        @{ Id = 'LanguageInvalid'; Script = { Export-MSCommerceReport report.html -Language '<x>' } }
        @{ Id = 'FileUnreadable'; Script = { Export-MSCommerceReport report.html -Baseline none.csv } }
        @{ Id = 'TemplateInvalid'; Script = { Set-Content own.hbs '{{{Title}}}'; Export-MSCommerceReport report.html -TemplatePath own.hbs } }
    ) {
        (Get-ErrorOf $script).Id | Should -Be $id
        Get-ChildItem report* | Should -BeNullOrEmpty
    }
}
