BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/Double.ps1
    $folder = Join-Path $PSScriptRoot '../../samples/runbooks' -Resolve
    $block, $export, $sweep = 'Block-NewProduct.ps1', 'Export-LicensedUser.ps1', 'Invoke-Sweep.ps1' | ForEach-Object { Join-Path $folder $_ }

    # A runbook in a process of its own, as a scheduler runs it; the script before it is what a session says to redirect it.
    function Invoke-Scheduled([string] $Before, [string] $Call) {
        $wrapper = Join-Path (Get-PSDrive TestDrive).Root "$([guid]::NewGuid()).ps1"
        "Import-Module '$manifest'; $Before; & $Call" | Set-Content $wrapper
        $output = pwsh -NoProfile -NonInteractive -File $wrapper 2>&1 | ForEach-Object { "$_" }
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Text = $output -join "`n"; Results = @($output.Where({ $_ -like '{*' }) | ConvertFrom-Json) }
    }

    # What signs a runbook in to a double with its bare -ManagedIdentity.
    function Enter-Double {
        $script:double = Start-Double
        $env:IDENTITY_ENDPOINT, $env:IDENTITY_HEADER = "$($double.Uri)/msi/token", 'a-header-that-is-a-secret'
        $global:PSDefaultParameterValues['Connect-MSCommerce:LicensingEndpoint'] = $global:PSDefaultParameterValues['Connect-MSCommerce:GraphEndpoint'] = $double.Uri
        Push-Location (New-Item -ItemType Directory -Path (Join-Path (Get-PSDrive TestDrive).Root ([guid]::NewGuid())))
    }

    function Exit-Double {
        Pop-Location
        $global:PSDefaultParameterValues.Clear()
        $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
        Stop-Double $double
    }

    function Enter-Rehearsal {
        Enter-Sample
        $global:PSDefaultParameterValues['Connect-MSCommerce:Store'] = "sqlite:$(Join-Path (Get-Location) t.db)"
    }

    function Exit-Rehearsal {
        $global:PSDefaultParameterValues.Clear()
        Exit-Sample
    }

    # The objects of a runbook, and how it failed.
    function Invoke-Here([scriptblock] $Script) {
        $results, $failure = [System.Collections.Generic.List[object]]::new(), $null
        try { & $Script | ForEach-Object { $results.Add($_) } } catch { $failure = "$_" }
        [pscustomobject]@{ Results = $results; Outcomes = @($results | ForEach-Object Outcome); Failure = $failure }
    }

    function Set-Approval([string] $Path, [scriptblock] $Which, [string] $Word = 'yes') {
        $rows = Import-Csv $Path
        $rows.Where($Which).ForEach({ $_.Approved = $Word })
        $rows | Export-Csv $Path
    }
}

Describe 'The runbooks' -Tag X1 {
    It 'are clean for PSScriptAnalyzer, have help and sign in alike' {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed; Install-PSResource PSScriptAnalyzer gets it'
        }
        Invoke-ScriptAnalyzer $folder -Recurse | Out-String | Should -BeNullOrEmpty
        foreach ($script in Get-ChildItem $folder -Filter *.ps1) {
            $help, $command = (Get-Help $script.FullName -Full), (Get-Command $script.FullName)
            @($help.Examples.example).Count | Should -BeGreaterThan 1
            $command.Parameters.Keys | Should -Contain WhatIf
            foreach ($name in 'ManagedIdentity', 'TenantId', 'ClientId', 'CertificateThumbprint', 'CertificatePath', 'FederatedTokenPath', 'Json') {
                $command.Parameters.Keys | Should -Contain $name
                ($help.parameters.parameter | Where-Object Name -EQ $name).description.Text | Should -Not -BeNullOrEmpty -Because "$($script.Name) -$name"
            }
        }
    }

    It 'fail in a scheduler with exit code 1, and say why' {
        Push-Location (Get-PSDrive TestDrive).Root
        'ProductId,PolicyValue', 'Power BI Pro,Enabled' | Set-Content baseline.csv
        $nowhere = "`$PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:$(Get-Location)/nowhere.db'"
        foreach ($call in "'$block' -BaselinePath baseline.csv", "'$export' -Folder out", "'$sweep' -Plan sweep.csv") {
            $run = Invoke-Scheduled $nowhere $call
            $run.ExitCode | Should -Be 1 -Because $call
            $run.Text | Should -BeLike '*nowhere.db*'
        }

        Get-ChildItem out, sweep* -ErrorAction Ignore | Should -BeNullOrEmpty
        Pop-Location
    }
}

Describe 'Block-NewProduct' -Tag P7, P9 {
    Context 'in a Microsoft 365 tenant' {
        BeforeEach { Enter-Double }
        AfterEach { Exit-Double }

        It 'blocks what the baseline does not name, night after night, as a scheduler runs it' {
            $null = Set-Double $double 'products?count=30'
            'ProductId,PolicyValue', 'Visio Plan 1,OnlyTrialsWithoutPaymentMethod', 'CFQ7TTC0H9MP,Enabled' | Set-Content baseline.csv
            $session = "`$PSDefaultParameterValues['Connect-MSCommerce:LicensingEndpoint'] = '$($double.Uri)'"
            $run = Invoke-Scheduled $session "'$block' -BaselinePath baseline.csv -ManagedIdentity -Json"
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $run.Results[-1].Outcome | Should -Be Done
            $values = Get-FromDouble $double products
            $values.CFQ7TTC0H9MP, $values.CFQ7TTC0HD33 | Should -Be @('Enabled', 'OnlyTrialsWithoutPaymentMethod')
            @($values.PSObject.Properties.Where({ $_.Value -eq 'Disabled' })).Count | Should -Be 28
            $run.Results.Where({ $_.ProductId -eq 'CFQ7TTC0ZZ02' })[0].Was | Should -Be ''

            $null = Set-Double $double 'forget'
            $again = Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity }
            $again.Failure | Should -BeNullOrEmpty
            $again.Outcomes | Should -Be @('Done')
            (Get-FromDouble $double requests) -match '^PUT' | Should -BeNullOrEmpty

            $null = Set-Double $double 'products?count=31'
            (Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity }).Outcomes | Should -Be @('Set', 'Done')
        }

        It 'sets all that can be set, names what cannot, and fails' {
            # Project Plan 3 has no such trial.
            'ProductId,PolicyValue', 'Project Plan 3,OnlyTrialsWithoutPaymentMethod', 'Visio Plan 2,OnlyTrialsWithoutPaymentMethod', 'A misspelt one,Enabled' | Set-Content baseline.csv
            $run = Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity }
            $run.Failure | Should -BeLike '*Project Plan 3*A misspelt one*'
            $run.Results.Where({ $_.Outcome -eq 'Failed' }).Product | Should -Be 'Project Plan 3'
            $run.Results.Where({ $_.Outcome -eq 'Failed' })[0].Message | Should -BeLike '*Correlation id*'
            $run.Outcomes[-2, -1] | Should -Be @('NotInTenant', 'Incomplete')
            $values = Get-FromDouble $double products
            $values.CFQ7TTC0HDB0, $values.CFQ7TTC0HD32, $values.CFQ7TTC0LH2H | Should -Be @('Enabled', 'OnlyTrialsWithoutPaymentMethod', 'Disabled')
        }

        It 'reports nothing as set that did not take' {
            'ProductId,PolicyValue', 'Power BI Pro,Disabled' | Set-Content baseline.csv
            $null = Set-Double $double 'roles?read=true&change=false'
            $run = Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity }
            $run.Outcomes | Sort-Object -Unique | Should -Be @('Failed', 'Incomplete')
            $run.Failure | Should -Not -BeNullOrEmpty
        }
    }

    Context 'rehearsed' {
        BeforeEach { Enter-Rehearsal }
        AfterEach { Exit-Rehearsal }

        It 'does the same in a file, twice, and nothing with -WhatIf' {
            'ProductId,PolicyValue', 'Power BI Pro,Enabled', '*,Disabled' | Set-Content baseline.csv
            $before = Get-TenantText
            $shown = Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity -WhatIf }
            $shown.Outcomes.Where({ $_ -eq 'WouldSet' }).Count | Should -BeGreaterThan 5
            Connect-MSCommerce -Store sqlite:t.db
            Get-TenantText | Should -Be $before

            Export-MSCommercePolicyBaseline -Path full.json
            (Invoke-Here { & $block -BaselinePath full.json -ManagedIdentity }).Outcomes | Should -Be @('Done')
            (Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity }).Outcomes | Should -Contain Set
            (Invoke-Here { & $block -BaselinePath baseline.csv -ManagedIdentity }).Outcomes | Should -Be @('Done')
            Connect-MSCommerce -Store sqlite:t.db
            (Get-MSCommerceProductPolicy).Where({ $_.PolicyValue -ne 'Disabled' }).ProductName | Should -Be 'Power BI Pro'
        }

        It 'refuses a baseline that would not block' -ForEach @(
            @{ Lines = 'ProductId,PolicyValue', 'Power BI Pro,Enabled', '*,Enabled' }
            @{ Lines = , 'ProductId,PolicyValue' }
            @{ Lines = @() }
            @{ Lines = 'Scope,ProductId,PolicyValue', 'Product,Power BI Pro,Enabled', 'OfferType,*,Enabled' }
            @{ Lines = 'Scope,ProductId,PolicyValue', 'OfferType,SaaS,Disabled' }
            @{ Lines = 'ProductId;PolicyValue', 'Power BI Pro;Enabled', '*;OnlyTrialsWithoutPaymentMethod' }
        ) {
            Set-Content baseline.csv $Lines
            $before = Get-TenantText
            $run = Invoke-Here { & $block -BaselinePath baseline.csv }
            $run.Failure | Should -BeLike '*Nothing was changed*'
            Connect-MSCommerce -Store sqlite:t.db
            Get-TenantText | Should -Be $before
        }
    }
}

Describe 'Export-LicensedUser' -Tag S3 {
    Context 'of a Microsoft 365 tenant' {
        BeforeEach { Enter-Double }
        AfterEach { Exit-Double }

        It 'writes the file of the day, keeps the newest, and leaves other files alone' {
            $null = New-Item -ItemType Directory out
            '2020-01-01', '2020-01-08', '2020-01-15' | ForEach-Object { 'old' | Set-Content "out/licensed-users-$_.csv" }
            'mine' | Set-Content out/licensed-users-notes.csv
            $session = "`$PSDefaultParameterValues['Connect-MSCommerce:GraphEndpoint'] = `$PSDefaultParameterValues['Connect-MSCommerce:LicensingEndpoint'] = '$($double.Uri)'"
            $run = Invoke-Scheduled $session "'$export' -Folder out -Keep 2 -ManagedIdentity -Json"
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $run.Results.Outcome | Should -Be @('Exported', 'Deleted', 'Deleted')
            $run.Results[0].Rows | Should -Be 11
            (Get-ChildItem out).Name | Sort-Object | Should -Be @('licensed-users-2020-01-15.csv', (Split-Path $run.Results[0].Path -Leaf), 'licensed-users-notes.csv' | Sort-Object)
            $first = Get-Content $run.Results[0].Path -Raw

            (Invoke-Here { & $export -Folder out -Keep 2 -ManagedIdentity }).Outcomes | Should -Be @('Exported')
            Get-Content $run.Results[0].Path -Raw | Should -Be $first
        }

        It 'leaves everything as it was where the export fails, or has too few rows' {
            $good = (Invoke-Here { & $export -Folder out -ManagedIdentity }).Results[0].Path
            $before = Get-Content $good -Raw
            '2020-01-01', '2020-01-08' | ForEach-Object { 'old' | Set-Content "out/licensed-users-$_.csv" }
            $null = Set-Double $double 'roles?read=false&change=false'
            (Invoke-Here { & $export -Folder out -Keep 1 -ManagedIdentity }).Failure | Should -BeLike '*Microsoft Graph*'
            $null = Set-Double $double 'roles?read=true&change=true'
            (Invoke-Here { & $export -Folder out -Keep 1 -MinimumRow 12 -ManagedIdentity }).Failure | Should -BeLike '*11 rows, fewer than*'
            Get-Content $good -Raw | Should -Be $before
            (Get-ChildItem out -Force).Count | Should -Be 3
        }
    }

    Context 'rehearsed' {
        BeforeEach { Enter-Rehearsal }
        AfterEach { Exit-Rehearsal }

        It 'does the same from a file, and nothing with -WhatIf' {
            $shown = Invoke-Here { & $export -Folder out -ManagedIdentity -WhatIf }
            $shown.Outcomes | Should -Be @('WouldExport')
            'out' | Should -Not -Exist
            foreach ($format in 'csv', 'jsonl') {
                $run = Invoke-Here { & $export -Folder out -Format $format -SelfService -ManagedIdentity }
                $run.Failure | Should -BeNullOrEmpty
                Connect-MSCommerce -Store sqlite:t.db
                $run.Results[0].Rows | Should -Be (Get-SelfServiceUser -SelfService).Count
            }
        }
    }
}

Describe 'Invoke-Sweep' -Tag T1, T2 {
    Context 'in a Microsoft 365 tenant' {
        BeforeEach {
            Enter-Double
            'Product,Target', 'Visio*,VISIOCLIENT' | Set-Content targets.csv
        }
        AfterEach { Exit-Double }

        It 'plans, waits for approval, swaps the licences, and says what remains' {
            $session = "`$PSDefaultParameterValues['Connect-MSCommerce:GraphEndpoint'] = `$PSDefaultParameterValues['Connect-MSCommerce:LicensingEndpoint'] = '$($double.Uri)'"
            $before = Get-FromDouble $double licenses | ConvertTo-Json
            $run = Invoke-Scheduled $session "'$sweep' -Plan sweep.csv -TargetPath targets.csv -ManagedIdentity -Json"
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $plan = @(Import-Csv sweep.csv)
            $plan.Product, $plan.Users, $plan.SeatsNeeded, $plan.SeatsAvailable, $plan.Approved | Should -Be @('Visio Plan 2', '3', '2', '5', '')
            $plan.Note | Should -BeLike '*group*egon@*'
            (Import-Csv sweep.users.csv).Count | Should -Be 3

            (Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }).Outcomes | Should -Be @('NotApproved')
            Set-Approval sweep.csv { $true }
            (Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity -WhatIf }).Outcomes | Should -Be @('WouldMove')
            Get-FromDouble $double licenses | ConvertTo-Json | Should -Be $before

            $run = Invoke-Scheduled $session "'$sweep' -Apply sweep.csv -ManagedIdentity -Json"
            $run.ExitCode | Should -Be 0 -Because $run.Text
            $run.Results[0].Outcome, $run.Results[0].Users | Should -Be @('Moved', 3)
            $run.Results[0].Message | Should -BeLike '*remains*Cancel it in*'
            $licenses = Get-FromDouble $double licenses
            $licenses.'cleo@contoso.onmicrosoft.com' | Should -Be @('POWER_BI_PRO', 'VISIOCLIENT')
            $licenses.'egon@contoso.onmicrosoft.com' | Should -Be VISIO_PLAN2_DEPT

            $again = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $again.Outcomes | Should -Be @('NothingToMove')
            $again.Failure | Should -BeNullOrEmpty
        }

        It 'leaves alone what is not as it was approved' {
            $null = Invoke-Here { & $sweep -Plan sweep.csv -TargetPath targets.csv -ManagedIdentity }
            Set-Approval sweep.csv { $true }
            $null = Set-Double $double 'users?count=1&sku=VISIO_PLAN2_DEPT'
            $before = Get-FromDouble $double licenses | ConvertTo-Json
            $run = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $run.Outcomes | Should -Be @('Changed')
            $run.Results[0].Message | Should -BeLike 'New users: user*Plan again*'
            $run.Failure | Should -BeLike '*Visio Plan 2*'
            Get-FromDouble $double licenses | ConvertTo-Json | Should -Be $before
            # Planned again, what no longer holds is not approved any more.
            $null = Invoke-Here { & $sweep -Plan sweep.csv -TargetPath targets.csv -ManagedIdentity }
            (Import-Csv sweep.csv).Approved | Should -Be ''
        }

        It 'goes on where a user could not be moved' {
            $null = Invoke-Here { & $sweep -Plan sweep.csv -TargetPath targets.csv -ManagedIdentity }
            Set-Approval sweep.csv { $true } x
            $null = Set-Double $double 'roles?read=true&change=false'
            $run = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $run.Outcomes | Should -Be @('Incomplete')
            $run.Results[0].Message | Should -BeLike '*bela@*'
            $run.Failure | Should -BeLike '*Visio Plan 2 of bela@*'
            $null = Set-Double $double 'roles?read=true&change=true'
            $run = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $run.Outcomes | Should -Be @('Moved')
        }

        It 'moves subscriptions that share their users together, or not at all' {
            'Product,Target', 'Project*,POWER_BI_PRO' | Set-Content targets.csv
            $null = Invoke-Here { & $sweep -Plan sweep.csv -TargetPath targets.csv -ManagedIdentity }
            $plan = Import-Csv sweep.csv
            $plan.Count | Should -Be 2
            $plan.Note | Should -BeLike '*share its users*'
            $id = $plan[0].SubscriptionId
            Set-Approval sweep.csv { $_.SubscriptionId -eq $id }
            $run = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $run.Outcomes | Sort-Object | Should -Be @('Failed', 'NotApproved')
            Set-Approval sweep.csv { $true }
            $run = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            (Get-FromDouble $double licenses).'bela@contoso.onmicrosoft.com' | Should -Contain POWER_BI_PRO
        }
    }

    Context 'rehearsed' {
        BeforeEach { Enter-Rehearsal }
        AfterEach { Exit-Rehearsal }

        It 'moves what was approved and cancels it, and goes on with the rest' {
            $null = Invoke-Here { & $sweep -Plan sweep.csv -ManagedIdentity }
            $plan = Import-Csv sweep.csv
            $able = @($plan.Where({ $_.TargetId -and [int] $_.SeatsNeeded -le [int] $_.SeatsAvailable }) | Sort-Object { [int] $_.Users } | Select-Object -First 2)
            $able.Count | Should -Be 2
            Set-Approval sweep.csv { $_.SubscriptionId -eq $able[0].SubscriptionId }
            Connect-MSCommerce -Store sqlite:t.db
            $before = Get-TenantText
            $null = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity -WhatIf }
            Connect-MSCommerce -Store sqlite:t.db
            Get-TenantText | Should -Be $before

            $run = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $run.Failure | Should -BeNullOrEmpty
            $run.Outcomes.Where({ $_ -ne 'NotApproved' }) | Should -Be @('Moved')
            Set-Approval sweep.csv { $_.SubscriptionId -eq $able[1].SubscriptionId }
            $again = Invoke-Here { & $sweep -Apply sweep.csv -ManagedIdentity }
            $again.Outcomes.Where({ $_ -ne 'NotApproved' }) | Sort-Object | Should -Be @('Moved', 'NothingToMove')
            Connect-MSCommerce -Store sqlite:t.db
            (Get-SelfServiceSubscription -SubscriptionId $able.SubscriptionId).Status | Sort-Object -Unique | Should -Be Deleted
            Assert-StoreWhole
        }

        It 'keeps approvals that still hold when it plans again, and is read after a spreadsheet wrote it' {
            $null = Invoke-Here { & $sweep -Plan sweep.csv }
            $rows = Import-Csv sweep.csv
            $rows[0].Approved = 'Yes'
            $rows | ConvertTo-Csv -Delimiter ';' | Set-Content sweep.csv -Encoding utf8BOM
            $null = Invoke-Here { & $sweep -Plan sweep.csv }
            (Import-Csv sweep.csv)[0].Approved | Should -Be Yes
            Get-ChildItem *.partial | Should -BeNullOrEmpty
        }

        It 'changes nothing where the plan is not whole' {
            $null = Invoke-Here { & $sweep -Plan sweep.csv }
            Set-Approval sweep.csv { $true }
            Remove-Item sweep.users.csv
            Connect-MSCommerce -Store sqlite:t.db
            $before = Get-TenantText
            (Invoke-Here { & $sweep -Apply sweep.csv }).Failure | Should -BeLike '*sweep.users.csv*'
            Connect-MSCommerce -Store sqlite:t.db
            Get-TenantText | Should -Be $before
            (Invoke-Here { & $sweep -Plan sweep.csv }).Failure | Should -BeNullOrEmpty
            (Import-Csv sweep.csv).Approved | Sort-Object -Unique | Should -BeNullOrEmpty
        }
    }
}
