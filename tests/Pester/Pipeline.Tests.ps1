BeforeAll {
    . $PSScriptRoot/Sample.ps1
    $original = Join-Path (Get-PSDrive TestDrive).Root many.db
    $null = New-MSCommerceSampleTenant -Path $original -Users 20000
}

Describe 'A pipeline' {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        Copy-Item $original t.db
        Connect-MSCommerce -Store sqlite:t.db
    }

    AfterEach {
        Disconnect-MSCommerce
        Pop-Location
    }

    It 'is answered at once where only the first are wanted' {
        $all = Measure-Command { Get-SelfServiceUser | Out-Null }
        $first = Measure-Command { $script:ten = Get-SelfServiceUser | Select-Object -First 10 }
        $ten.Count | Should -Be 10
        $first.TotalMilliseconds | Should -BeLessThan $all.TotalMilliseconds
        # The store is free again.
        $null = Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled -ErrorAction Stop
    }

    It 'may run other commands in its middle, changes included' {
        $counts = Get-SelfServiceSubscription -First 5 | ForEach-Object { @(Get-SelfServiceUser -SubscriptionId $_.SubscriptionId).Count }
        $counts.Count | Should -Be 5
        Get-SelfServiceSubscription -First 3 -SelfService | ForEach-Object { $null = Update-MSCommerceProductPolicy -ProductId $_.ProductId -Value Disabled -ErrorAction Stop }
        (Get-MSCommerceAuditLog -First 1).Action | Should -Be PolicyChanged
    }

    It 'stops at once, with no error, and leaves the store free' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($manifest, $path)
                Import-Module $manifest
                Connect-MSCommerce -Store "sqlite:$path"
                Get-SelfServiceUser | ForEach-Object { $_; Start-Sleep -Milliseconds 20 }
            }).AddArgument($manifest).AddArgument((Get-Item t.db).FullName)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        while ($output.Count -lt 3 -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 20 }

        $stopping = Measure-Command { $shell.Stop() }
        $stopping.TotalSeconds | Should -BeLessThan 10
        $shell.Streams.Error | Should -BeNullOrEmpty
        $output.Count | Should -BeLessThan 1000
        $null = Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled -ErrorAction Stop
        $shell.Dispose()
    }

    It 'that is stopped in a change leaves the store as before or as after' -Tag T2 {
        $source = Get-SelfServiceSubscription -SelfService -SortBy TotalLicenses -Descending -First 1
        $before = @(Get-SelfServiceUser -SubscriptionId $source.SubscriptionId).Count
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($manifest, $path, $id)
                Import-Module $manifest
                Connect-MSCommerce -Store "sqlite:$path"
                Move-SelfServiceUsers -SubscriptionId $id -TargetProductId 'Power BI Pro' -Confirm:$false
            }).AddArgument($manifest).AddArgument((Get-Item t.db).FullName).AddArgument($source.SubscriptionId)
        $running = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 60
        $shell.Stop()
        $running.IsCompleted | Should -BeTrue
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Dispose()

        $after = Get-SelfServiceSubscription -SubscriptionId $source.SubscriptionId
        if ($after.Status -eq 'Deleted') { @(Get-SelfServiceUser -SubscriptionId $source.SubscriptionId).Count | Should -Be 0 }
        else { @(Get-SelfServiceUser -SubscriptionId $source.SubscriptionId).Count | Should -Be $before }
        (Test-MSCommerceStore).Passed | Select-Object -Unique | Should -Be $true
    }

    It 'leaves no file behind where an export is stopped' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($manifest, $path, $folder)
                Import-Module $manifest
                Connect-MSCommerce -Store "sqlite:$path"
                Set-Location $folder
                Export-SelfServiceUser -Path users.csv
            }).AddArgument($manifest).AddArgument((Get-Item t.db).FullName).AddArgument((Get-Location).ProviderPath)
        $running = $shell.BeginInvoke()
        while (-not (Get-ChildItem *.partial) -and -not $running.IsCompleted) { }
        $shell.Stop()
        $shell.Dispose()
        Get-ChildItem *.partial | Should -BeNullOrEmpty
    }

    It 'counts the rows that it passes on' {
        @(Get-SelfServiceUser).Count | Should -Be (Export-SelfServiceUser -Path users.csv -PassThru).Rows
    }
}

Describe 'Who may buy, and requests' {
    BeforeEach { Enter-Sample -As ada.adler@fabrikam.example }

    AfterEach { Exit-Sample }

    It 'take users from the pipeline, and products' -Tag E6, R1 {
        Disconnect-MSCommerce
        Connect-MSCommerce -Store sqlite:t.db
        $answers = Get-MSCommerceUser -AccountEnabled $true | Test-SelfServiceEligibility -ProductId 'Visio Plan 2'
        $answers.UserPrincipalName | Should -Be (Get-MSCommerceUser -AccountEnabled $true).UserPrincipalName
        $answers.ProductName | Select-Object -Unique | Should -Be 'Visio Plan 2'
        (Get-SelfServiceProduct -ProductId 'Visio*' | Test-SelfServiceEligibility).ProductName | Should -Be 'Visio Plan 1', 'Visio Plan 2'
    }

    It 'become one request a product' -Tag R1 {
        $requests = Get-SelfServiceProduct -ProductId 'Power Automate RPA', 'Microsoft 365 Copilot' | New-SelfServiceLicenseRequest
        $requests.ProductName | Sort-Object | Should -Be 'Microsoft 365 Copilot', 'Power Automate RPA'
        $requests.Users.UserPrincipalName | Select-Object -Unique | Should -Be ada.adler@fabrikam.example
    }

    It 'never take the product that a piped user has for the one wanted' -Tag R1 {
        (Get-ErrorOf { [pscustomobject]@{ UserPrincipalName = 'chen.fischer@fabrikam.example'; ProductId = 'Microsoft 365 Copilot' } | New-SelfServiceLicenseRequest }).Id | Should -Be ProductOfPipedUser
        Get-SelfServiceLicenseRequest | Should -BeNullOrEmpty
    }
}

Describe 'JSON and CSV' {
    BeforeAll { Enter-Sample -As ada.adler@fabrikam.example }

    AfterAll { Exit-Sample }

    It 'have words and days as about_MSCommerce says' {
        $card = Add-SelfServicePaymentMethod -Token tok_visa -ExpiryMonth 4 -ExpiryYear 2031 -CardholderName 'Ada Adler'
        $bought = New-SelfServiceSubscription -ProductId 'Power BI Pro' -Licenses 5 -PaymentMethodId $card.PaymentMethodId -Confirm:$false

        $json = $bought | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json
        $json.Status, $json.Channel, $json.Term | Should -Be 'Active', 'SelfService', 'Month'
        $csv = $bought | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Status, $csv.Channel, $csv.Term | Should -Be 'Active', 'SelfService', 'Month'

        $about = Get-Content (Join-Path $PSScriptRoot '../../module/en-US/about_MSCommerce.help.txt' -Resolve) -Raw
        $about -match '(?s)\n( {8}\(Get-SelfServiceInvoice\)\.Lines \|.*?)\n\n' | Should -BeTrue
        $line = & ([scriptblock]::Create($Matches[1])) | ConvertFrom-Json
        $line.PeriodStart | Should -Match '^\d{4}-\d\d-\d\d$'
    }
}
