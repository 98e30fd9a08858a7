BeforeDiscovery {
    . $PSScriptRoot/Sample.ps1
    $types = Get-Command -Module MSCommerce -CommandType Cmdlet |
        ForEach-Object { $_.OutputType.Type } | Where-Object { $_ -and $_ -ne [void] } | Sort-Object FullName -Unique | ForEach-Object { @{ Type = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/Models.ps1
    Enter-Sample

    # A session is no plain object: there is one.
    function Get-Row([string] $Type, [hashtable] $Property = @{}) {
        if ($Type -like '*.CommerceSession') { return Connect-MSCommerce -Store sqlite:t.db -PassThru }
        New-Model $Type $Property
    }

    function Get-Table($Row, [int] $Width, [string] $Rendering = 'PlainText') {
        $former = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = $Rendering
        try { ($Row | Format-Table | Out-String -Width $Width).Split([char[]] "`r`n").Where({ $_.Trim() }) } finally { $PSStyle.OutputRendering = $former }
    }

    function Get-List($Row, [string] $Rendering = 'PlainText') {
        $former = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = $Rendering
        try { $Row | Format-List | Out-String -Width 200 } finally { $PSStyle.OutputRendering = $former }
    }
}

AfterAll {
    Exit-Sample
}

Describe 'The table of <Type>' -ForEach $types {
    BeforeAll {
        $controls = (Get-FormatData -TypeName $Type -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition.Control
        $table = $controls.Where({ $_ -is [System.Management.Automation.TableControl] })[0]
        $row = Get-Row $Type
    }

    It 'shows every column at <Columns> characters in <Culture>, and shortens the last one alone' -ForEach @(
        @{ Culture = 'en-US'; Columns = 80 }
        @{ Culture = 'de-DE'; Columns = 80 }
        # A date takes 24 columns there.
        @{ Culture = 'ar-SA'; Columns = 120 }
    ) {
        $former = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $Culture
        try {
            $lines = Get-Table $row $Columns
            $labels = for ($i = 0; $i -lt $table.Headers.Count; $i++) { $table.Headers[$i].Label ? $table.Headers[$i].Label : $table.Rows[0].Columns[$i].DisplayEntry.Value }

            $rule = [array]::FindIndex($lines, [Predicate[string]] { param($line) $line -match '^[- ]+$' })
            # A heading that does not fit goes on in a second line.
            $lines[$rule - 1].Trim() -split '\s+' | Should -Be $labels
            $last = $lines[$rule].TrimEnd().LastIndexOf(' ')
            foreach ($line in $lines[($rule + 1)..($lines.Count - 1)]) {
                $line.Length | Should -BeLessOrEqual $Columns
                $line.Substring(0, $last) | Should -Not -Match '…'
            }

            # Dates and amounts as the user writes them, amounts with their currency.
            foreach ($property in $row.PSObject.Properties.Where({ $_.Value -is [datetimeoffset] -and $_.Name -in $labels })) {
                "$lines" | Should -Match ([regex]::Escape($property.Value.LocalDateTime.ToString('d')))
            }

            foreach ($label in $labels.Where({ $_ -match 'Price$|^Total$' -and $row.PSObject.Properties['Currency'] })) {
                "$lines" | Should -Match ([regex]::Escape($row.($label -replace '^Org', 'Organization').ToString('N2') + ' EUR'))
            }
        }
        finally {
            [cultureinfo]::CurrentCulture = $former
        }
    }

    It 'has the same text in the same columns with colours and without, as has the list' {
        foreach ($columns in 40, 80, 200) {
            $plain = Get-Table $row $columns
            $plain | Should -Not -Match '\x1b'
            $colored = Get-Table $row $columns Ansi
            $colored -replace '\x1b\[[\d;]*m' | ForEach-Object TrimEnd | Should -Be ($plain | ForEach-Object TrimEnd)
            # No colour runs on into the next line.
            foreach ($line in $colored -match '\x1b\[') { $line | Should -Match '\x1b\[0m[^\x1b]*$' }
        }

        $list = Get-List $row
        $list | Should -Not -Match '\x1b'
        (Get-List $row Ansi) -replace '\x1b\[[\d;]*m' | Should -Be $list
    }

    It 'asks of properties that exist whether they need attention' {
        $cells = $controls.ForEach({ $_.Rows.Columns.DisplayEntry.Value; $_.Entries.Items.DisplayEntry.Value }) -match 'AttentionMark'
        foreach ($cell in $cells) {
            $cell -match "AttentionMark\]::Of\(\`$_, '(\w+)'" | Should -BeTrue
            $Matches[1] | Should -BeIn (Get-ModelType $Type).GetProperties().Name
        }
    }
}

Describe 'What needs attention' {
    BeforeAll {
        $now = [datetimeoffset]::UtcNow
        $warning = $PSStyle.Formatting.Warning
        $faultColor = $PSStyle.Formatting.Error
        $reset = $PSStyle.Reset
    }

    AfterEach {
        $PSStyle.Formatting.Warning = $warning
    }

    It 'stands out in the table and in the list: <Text> of <Type>' -ForEach @(
        @{ Type = 'Subscription'; Property = @{ Status = 'Expired' }; Text = 'Expired' }
        @{ Type = 'Subscription'; Property = @{ Status = 'Disabled' }; Text = 'Disabled'; Fault = $true }
        @{ Type = 'LicenseSummary'; Property = @{ TotalLicenses = 7; AssignedLicenses = 9 }; Text = '-2'; Fault = $true }
        @{ Type = 'LicensedUser'; Property = @{ AccountEnabled = $false }; Text = 'False' }
        @{ Type = 'LicenseRequest'; Property = @{ Status = 'Pending'; RequestedAt = [datetimeoffset]::UtcNow.AddDays(-31) }; Text = 'Pending'; Fault = $true }
        @{ Type = 'ProductPolicy'; Property = @{ PolicyValue = 'Enabled'; IsExplicit = $false }; Text = 'Enabled' }
        @{ Type = 'PolicyChange'; Property = @{}; Text = 'False'; Fault = $true }
        @{ Type = 'PolicyDrift'; Property = @{ Actual = 'Enabled'; Expected = 'Disabled' }; Text = 'Enabled'; Fault = $true }
        @{ Type = 'MoveResult'; Property = @{}; Text = 'False'; Fault = $true }
        @{ Type = 'CancellationNotice'; Property = @{ UsersNotCovered = 3 }; Text = '3' }
        @{ Type = 'Invoice'; Property = @{ Status = 'Open'; LastError = 'The card was declined.' }; Text = 'Open'; Fault = $true }
        @{ Type = 'PaymentMethod'; Property = @{ IsExpired = $true; ExpiryYear = 2020 }; Text = 'True'; Fault = $true }
        @{ Type = 'BillingProfile'; Property = @{ OpenInvoices = 2 }; Text = '2' }
        @{ Type = 'Notice'; Property = @{ Status = 'Failed' }; Text = 'Failed' }
        @{ Type = 'NoticeDelivery'; Property = @{ Status = 'Undeliverable' }; Text = 'Undeliverable'; Fault = $true }
        @{ Type = 'TenantLogin'; Property = @{ Access = 'None' }; Text = 'None' }
        @{ Type = 'StoreCheck'; Property = @{ Passed = $false }; Text = 'False'; Fault = $true }
        @{ Type = 'ReportResult'; Property = @{ Drift = 5 }; Text = '5' }
    ) {
        $row = New-Model "MSCommerce.$Type" $Property
        $marked = [regex]::Escape("$($Fault ? $faultColor : $warning)$Text$reset")
        (Get-Table $row 120 Ansi)[-1] | Should -Match $marked
        Get-List $row Ansi | Should -Match $marked
    }

    It 'stands out where the cell is more than the value' {
        $ending = New-Model MSCommerce.Subscription @{ Status = 'Active'; AutoRenew = $false; ExpiresAt = $now.AddDays(9); Channel = 'Central'; TotalLicenses = 5; AssignedLicenses = 5 }
        $shown = (Get-Table $ending 120 Ansi)[-1]
        $shown | Should -Match ([regex]::Escape("$warning$($ending.ExpiresAt.LocalDateTime.ToString('d'))$reset"))
        $shown | Should -Match ([regex]::Escape("${warning}5 of 5$reset"))
        (Get-Table (New-Model MSCommerce.PaymentMethod @{ ExpiryMonth = 3; ExpiryYear = 2020 }) 120 Ansi)[-1] | Should -Match ([regex]::Escape("${faultColor}03/2020$reset"))
        (Get-Table (New-Model MSCommerce.AuditEntry @{ Outcome = 'Refused'; Target = 'me' }) 120 Ansi)[-1] | Should -Match ([regex]::Escape("${warning}Refused: me: Enabled -> Disabled$reset"))
        (Get-Table (New-Model MSCommerce.LicenseResult) 120 Ansi)[-1] | Should -Match ([regex]::Escape("${faultColor}1$reset"))
    }

    It 'is not what is well' {
        foreach ($row in @(
                New-Model MSCommerce.Subscription @{ Status = 'Active'; AutoRenew = $true; ExpiresAt = $now.AddDays(9); Channel = 'SelfService'; TotalLicenses = 5; AssignedLicenses = 5; IsControlledByOrganization = $false }
                New-Model MSCommerce.StoreCheck @{ Passed = $true }
                New-Model MSCommerce.ProductPolicy @{ PolicyValue = 'Disabled' }
                New-Model MSCommerce.Notice @{ Status = 'Sent' }
                New-Model MSCommerce.AuditEntry @{ Outcome = 'Succeeded' })) {
            (Get-Table $row 120 Ansi)[-1] | Should -Not -Match '\x1b'
        }
    }

    It 'has the colours that the user chose' {
        $PSStyle.Formatting.Warning = "`e[35;4m"
        (Get-Table (New-Model MSCommerce.Notice @{ Status = 'Failed' }) 120 Ansi)[-1] | Should -Match '\x1b\[35;4mFailed\x1b\[0m'
    }

    It 'leaves the value as it is for scripts and files' {
        $notice = New-Model MSCommerce.Notice @{ Status = 'Failed' }
        "$($notice.Status)" | Should -BeExactly Failed
        $notice | ConvertTo-Csv | Should -Not -Match '\x1b'
        $notice.PSObject.Properties.Name | Should -Not -Contain Attention
    }

    It 'is plain in a file, and where NO_COLOR is set' {
        Get-MSCommerceProductPolicy > shown.txt
        Get-MSCommerceProductPolicy | Format-List | Out-File shown.txt -Append
        Get-Content shown.txt -Raw | Should -Match 'Clipchamp Premium +CFQ7TTC0N8SS +False +Enabled'
        Get-Content shown.txt -Raw | Should -Not -Match '\x1b'

        $script = "Import-Module '$manifest'; Connect-MSCommerce -Store sqlite:t.db; Get-MSCommerceProductPolicy; Get-MSCommerceProductPolicy | Format-List"
        $colored = pwsh -NoProfile -NonInteractive -Command "`$PSStyle.OutputRendering = 'Ansi'; $script" | Out-String
        $colored | Should -Match '\x1b\[[\d;]+mEnabled\x1b\[0m'

        $former = $env:NO_COLOR
        $env:NO_COLOR = '1'
        try { pwsh -NoProfile -NonInteractive -Command $script | Out-String | Should -Not -Match '\x1b' } finally { $env:NO_COLOR = $former }
    }

    It 'is plain for what came from another process' {
        $there = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((New-Model MSCommerce.Notice @{ Status = 'Failed' })))
        (Get-Table $there 80 Ansi)[-1] | Should -Match 'Failed +1234 SubscriptionCancelled'
    }
}
