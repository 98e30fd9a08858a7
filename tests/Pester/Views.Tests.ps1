BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'Views, sorted and paged' {
    BeforeAll {
        Enter-Sample
        Set-SelfServiceProduct -ProductId 'Power Apps*', 'Visio*' -DatabaseCapacityMB 50 -FileCapacityMB 400
        Set-SelfServiceProduct -ProductId 'Visio*' -FileCapacityMB 10
    }

    AfterAll {
        Exit-Sample
    }

    It '<command> -SortBy <sort> sorts by <property>, and -Descending turns the order round' -Tag S2, S3, S4, S5 -ForEach @(
        @{ Command = 'Get-SelfServiceOrder'; Sort = 'OrderedAt'; Property = 'OrderedAt' }
        @{ Command = 'Get-SelfServiceOrder'; Sort = 'Product'; Property = 'ProductName' }
        @{ Command = 'Get-SelfServiceOrder'; Sort = 'OrderedBy'; Property = 'OrderedBy' }
        @{ Command = 'Get-SelfServiceOrder'; Sort = 'Quantity'; Property = 'Quantity' }
        @{ Command = 'Get-SelfServiceLicenseSummary'; Sort = 'Subscriptions'; Property = 'Subscriptions' }
        @{ Command = 'Get-SelfServiceLicenseSummary'; Sort = 'TotalLicenses'; Property = 'TotalLicenses' }
        @{ Command = 'Get-SelfServiceLicenseSummary'; Sort = 'AssignedLicenses'; Property = 'AssignedLicenses' }
        @{ Command = 'Get-SelfServiceLicenseSummary'; Sort = 'AvailableLicenses'; Property = 'AvailableLicenses' }
        @{ Command = 'Get-SelfServiceCapacity'; Sort = 'Licenses'; Property = 'Licenses' }
        @{ Command = 'Get-SelfServiceCapacity'; Sort = 'DatabaseCapacityMB'; Property = 'DatabaseCapacityMB' }
        @{ Command = 'Get-SelfServiceCapacity'; Sort = 'FileCapacityMB'; Property = 'FileCapacityMB' }
        @{ Command = 'Get-SelfServiceUser'; Sort = 'User'; Property = 'UserPrincipalName' }
        @{ Command = 'Get-SelfServiceUser'; Sort = 'DisplayName'; Property = 'DisplayName' }
        @{ Command = 'Get-SelfServiceUser'; Sort = 'AssignedAt'; Property = 'AssignedAt' }
        @{ Command = 'Get-SelfServiceUser'; Sort = 'Product'; Property = 'ProductName' }
    ) {
        $sorted = @(& $command -SortBy $sort)
        $sorted.Count | Should -BeGreaterThan 1
        $values = $sorted.ForEach($property)
        for ($i = 1; $i -lt $values.Count; $i++) {
            if ($values[$i] -is [string]) {
                [string]::Compare($values[$i - 1], $values[$i], [StringComparison]::OrdinalIgnoreCase) | Should -BeLessOrEqual 0
            }
            else {
                $values[$i] | Should -BeGreaterOrEqual $values[$i - 1]
            }
        }

        $turned = @(& $command -SortBy $sort -Descending)
        [array]::Reverse($turned)
        "$turned" | Should -Be "$sorted"

        $page = @(& $command -SortBy $sort -Skip 1 -First 1 -IncludeTotalCount)
        $page.Count | Should -Be 2
        [long]$page[0] | Should -Be $sorted.Count
        "$($page[1])" | Should -Be "$($sorted[1])"
    }

    It 'keeps the order that a list has by itself' {
        $orders = Get-SelfServiceOrder
        "$orders" | Should -Be "$(Get-SelfServiceOrder -SortBy Subscription)"
        "$(Get-SelfServiceUser)" | Should -Be "$(Get-SelfServiceUser -SortBy Purchaser)"
    }

    It 'sorts former users by the end of their licence, and no others' -Tag L3 {
        $theirs = Get-SelfServiceSubscription -SelfService -Status Active -SortBy TotalLicenses -Descending -First 2
        $theirs | Remove-SelfServiceSubscription -Reason NoLongerNeeded -Confirm:$false
        $former = Get-SelfServiceUser -Former -SortBy EndedAt -Descending
        $former.EndedAt | Should -Be ($former.EndedAt | Sort-Object -Descending)
        [long](Get-SelfServiceUser -Former -First 0 -IncludeTotalCount) | Should -Be $former.Count
        (Get-ErrorOf { Get-SelfServiceUser -SortBy EndedAt }).Id | Should -Be SortNotApplicable
    }

    It 'completes what a list can be sorted by' {
        (TabExpansion2 'Get-SelfServiceOrder -SortBy ').CompletionMatches.CompletionText | Should -Be OrderedAt, OrderedBy, Product, Quantity, Subscription
    }
}

Describe 'The tables of a session' {
    BeforeAll {
        $manifest = $env:MSCOMMERCE_MODULE ?? (Join-Path $PSScriptRoot '../../out/MSCommerce/MSCommerce.psd1' -Resolve)
        $folder = (Get-PSDrive TestDrive).Root

        function Invoke-Session([string] $Script) {
            $output = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; `$PSStyle.OutputRendering = 'PlainText'; $Script" 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$output"
            $output | Out-String
        }
    }

    It 'are there for the first object that the first command writes, in a function whose table has begun before it' {
        $output = Invoke-Session "Import-Module '$manifest'; function Show { Connect-MSCommerce -Local -Sample -Path '$folder/v.db'; Get-MSCommerceContext }; Show | Format-Table | Out-String -Width 200"
        $output | Should -Match '(?m)^TenantName +IsSample +Actor +Store'
    }

    It 'come without a word, whatever the session prefers' {
        Invoke-Session "Import-Module '$manifest'; `$WhatIfPreference = `$true; `$VerbosePreference = 'Continue'; `$ConfirmPreference = 'Low'; Disconnect-MSCommerce" | Should -Not -Match 'Format'
    }

    It 'come after those that the user put first' {
        $own = "$folder/own.ps1xml"
        @'
<Configuration><ViewDefinitions><View><Name>Own</Name><ViewSelectedBy><TypeName>MSCommerce.StoreContext</TypeName></ViewSelectedBy><TableControl><TableRowEntries><TableRowEntry>
<TableColumnItems><TableColumnItem><PropertyName>TenantId</PropertyName></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>
'@ | Set-Content $own
        $output = Invoke-Session "Import-Module '$manifest'; Update-FormatData -PrependPath '$own'; Connect-MSCommerce -Local -Sample -Path '$folder/v.db'; Get-MSCommerceContext"
        $output | Should -Match '(?m)^TenantId\s*$'
    }

    It 'are there in each runspace, and after the module was removed and imported again' {
        $output = Invoke-Session "Import-Module '$manifest'; Connect-MSCommerce -Local -Sample -Path '$folder/v.db'; Remove-Module MSCommerce; Import-Module '$manifest'; Connect-MSCommerce -Local -Sample -Path '$folder/v.db'; Get-MSCommerceContext; 1 | ForEach-Object -Parallel { Import-Module '$manifest'; Connect-MSCommerce -Local -Sample -Path '$folder/v.db'; Get-MSCommerceContext | Out-String -Width 200 }"
        [regex]::Matches($output, '(?m)^TenantName +IsSample +Actor').Count | Should -Be 2
    }
}
