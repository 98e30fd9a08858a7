# The README's first five minutes, as they stand there: from a clone to a product that is switched off, a list that is exported, and a subscription that is moved.
BeforeAll {
    . $PSScriptRoot/Sample.ps1

    $readme = Get-Content (Join-Path $PSScriptRoot '../../README.md' -Resolve) -Raw
    $readme -match '(?s)## Your first five minutes(.*?)\n## ' | Should -BeTrue
    $blocks = [regex]::Matches($Matches[1], '(?s)```powershell\n(.*?)```').ForEach({ $_.Groups[1].Value })
}

Describe 'The first five minutes' {
    BeforeAll { Enter-Sample }
    AfterAll {
        Assert-StoreWhole
        Exit-Sample
    }

    It 'begin with a sample tenant' {
        $blocks.Count | Should -Be 4
        $blocks[0] | Should -Match 'Import-Module ./out/MSCommerce\nConnect-MSCommerce -Local -Sample -Path ./t.db'
    }

    It 'switch purchasing off' {
        $shown = & { $ErrorActionPreference = 'Stop'; . ([scriptblock]::Create($blocks[1])) } 3>&1

        $shown | Should -Not -BeNullOrEmpty
        (Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase).Where({ $_.ProductName -like 'Power*' }).PolicyValue | Select-Object -Unique | Should -Be Disabled
        (Get-MSCommerceProductPolicies -PolicyId AllowSelfServicePurchase).Where({ $_.ProductName -eq 'Visio Plan 1' }).PolicyValue | Should -Be Enabled
    }

    It 'export who is licensed' {
        $null = & { $ErrorActionPreference = 'Stop'; . ([scriptblock]::Create($blocks[2])) } 3>&1

        @(Import-Csv ./users.csv).Count | Should -Be @(Get-SelfServiceUser -SelfService).Count
    }

    It 'move a subscription''s users to the organisation''s' {
        $before = @(Get-SelfServiceSubscription -SelfService -Status Active -ProductId 'Project Plan 3')
        $before.Count | Should -BeGreaterThan 0
        $shown = & { $ErrorActionPreference = 'Stop'; $ConfirmPreference = 'None'; . ([scriptblock]::Create($blocks[3])) } 3>&1

        $shown.Where({ $_ -is [System.Management.Automation.WarningRecord] }) | Should -BeNullOrEmpty
        Get-SelfServiceSubscription -SubscriptionId $before.SubscriptionId | ForEach-Object Status | Select-Object -Unique | Should -Be Deleted
        $shown.ForEach({ $_.GetType().Name }) | Should -Contain Notice
        $shown.ForEach({ $_.GetType().Name }) | Should -Contain AuditEntry
    }
}
