BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'Connecting' {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
    }

    AfterEach {
        $PSDefaultParameterValues.Remove('Connect-MSCommerce:Store')
        Disconnect-MSCommerce
        Pop-Location
    }

    It 'makes a sample tenant on first use, readable by its owner alone' -Tag X8 {
        Connect-MSCommerce -Local -Sample -Path t.db | Should -BeNullOrEmpty

        (Get-MSCommerceContext).IsSample | Should -BeTrue
        Get-SelfServiceSubscription | Should -Not -BeNullOrEmpty
        if (-not $IsWindows) { (Get-Item t.db).UnixMode | Should -Be '-rw-------' }
    }

    It 'opens a sample that exists as it is' {
        Connect-MSCommerce -Local -Sample -Path t.db
        $null = Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled
        Connect-MSCommerce -Local -Sample -Path t.db

        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Disabled
    }

    It 'leaves a store that is no sample alone' {
        Connect-MSCommerce -Local -Path own.db -TenantName Contoso -As me@contoso.example
        $before = (Get-MSCommerceContext).TenantId

        $failure = Get-ErrorOf { Connect-MSCommerce -Local -Sample -Path own.db }
        $failure.Id | Should -Be NotASample
        $failure.Category | Should -Be InvalidOperation
        # A script that goes on after this goes on in no tenant, and not in the one before.
        Get-MSCommerceContext | Should -BeNullOrEmpty
        Connect-MSCommerce -Local -Path own.db
        (Get-MSCommerceContext).TenantId | Should -Be $before
    }

    It 'leaves no file behind where a sample could not be made' {
        (Get-ErrorOf { New-MSCommerceSampleTenant -Path few.db -Users 5 }).Id | Should -Be SampleTooSmall
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'makes a tenant of the administrator''s own' {
        Connect-MSCommerce -Local -Path own.db -TenantName Contoso -As me@contoso.example

        $context = Get-MSCommerceContext
        $context.TenantName | Should -Be Contoso
        $context.Actor | Should -Be me@contoso.example
        $context.Roles | Should -Be GlobalAdministrator
        $context.IsSample | Should -BeFalse
        (Get-MSCommerceProductPolicies).PolicyValue | Select-Object -Unique | Should -Be Enabled
    }

    It 'acts as whom -As names' -Tag A {
        $null = New-Sample
        Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example
        (Get-MSCommerceContext).Roles | Should -Be GlobalReader
    }

    It 'refuses to act as somebody whom the tenant does not have' {
        $null = New-Sample
        $failure = Get-ErrorOf { Connect-MSCommerce -Store sqlite:t.db -As nobody@fabrikam.example }
        $failure.Id | Should -Be ActorRefused
        $failure.Category | Should -Be AuthenticationError
        $failure.Target | Should -Be nobody@fabrikam.example
    }

    It 'rehearses a script whose connect is bare' -Tag X3 {
        $path = New-Sample
        $PSDefaultParameterValues['Connect-MSCommerce:Store'] = 'sqlite:t.db'

        Connect-MSCommerce
        (Get-MSCommerceContext).Store | Should -Be "sqlite:$path"
        Disconnect-MSCommerce
        Connect-MSCommerce -ClientId a -RedirectUri b -Resource c
        (Get-MSCommerceContext).Store | Should -Be "sqlite:$path"
    }

    It 'resolves paths against PowerShell''s location, not the process''s' {
        $path = New-Sample
        [Environment]::CurrentDirectory | Should -Not -Be (Get-Location).ProviderPath

        Connect-MSCommerce -Local -Path ./t.db
        (Get-MSCommerceContext).Store | Should -Be "sqlite:$path"
        Connect-MSCommerce -Store sqlite:./t.db
        (Get-MSCommerceContext).Store | Should -Be "sqlite:$path"
    }

    It 'refuses a path outside the file system' {
        (Get-ErrorOf { Connect-MSCommerce -Local -Path Env:/t.db }).Id | Should -Be PathNotFileSystem
    }

    It 'warns of a module of the same name' {
        $folder = New-Item -ItemType Directory -Path modules/MSCommerce/2.3
        New-ModuleManifest -Path $folder/MSCommerce.psd1 -Guid 11111111-2222-3333-4444-555555555555
        $null = New-Sample
        $former = $env:PSModulePath
        try {
            $env:PSModulePath = "$((Get-Item modules).FullName)$([IO.Path]::PathSeparator)$former"
            Connect-MSCommerce -Store sqlite:t.db -WarningVariable warnings -WarningAction SilentlyContinue
        }
        finally {
            $env:PSModulePath = $former
        }

        "$warnings" | Should -Match '2\.3'
        Connect-MSCommerce -Store sqlite:t.db -WarningVariable none
        $none | Should -BeNullOrEmpty
    }
}

Describe 'A session' {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'is needed by the other commands' {
        Disconnect-MSCommerce
        $failure = Get-ErrorOf { Get-MSCommercePolicies }
        $failure.Id | Should -Be NotConnected
        $failure.Category | Should -Be ConnectionError
        Get-MSCommerceContext | Should -BeNullOrEmpty
        { Disconnect-MSCommerce -ErrorAction Stop } | Should -Not -Throw
    }

    It 'can be passed along, and shows no more than it should' {
        $reader = Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example -PassThru
        Connect-MSCommerce -Store sqlite:t.db

        (Get-MSCommerceContext).Actor | Should -Be admin@fabrikam.example
        (Get-MSCommerceContext -Session $reader).Actor | Should -Be reader@fabrikam.example
        "$reader" | Should -BeLike '*reader@fabrikam.example*t.db*'
        Disconnect-MSCommerce -Session $reader
        $failure = Get-ErrorOf { Get-MSCommercePolicies -Session $reader }
        $failure.Id | Should -Be SessionClosed
    }

    It 'belongs to its runspace' {
        $other = [powershell]::Create()
        $other.AddScript({ param($manifest) Import-Module $manifest; $null -eq (Get-MSCommerceContext) }).AddArgument($manifest).Invoke() | Should -BeTrue
        $other.Dispose()
    }

    It 'serves runspaces side by side' {
        $session = Connect-MSCommerce -Store sqlite:t.db -PassThru
        $counts = 1..6 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            @(Get-SelfServiceUser -Session $using:session).Count
        }
        $counts | Select-Object -Unique | Should -Be @(Get-SelfServiceUser).Count
        Disconnect-MSCommerce -Session $session
    }

    It 'ends with the module' {
        Remove-Module MSCommerce
        Import-Module $manifest
        Get-MSCommerceContext | Should -BeNullOrEmpty
    }

    It 'leaves the file free once it is disconnected' {
        Disconnect-MSCommerce
        Remove-Item t.db -ErrorAction Stop
        Get-ChildItem | Should -BeNullOrEmpty
    }
}

Describe 'Test-MSCommerceStore' {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'checks the store of the session, and a file' {
        $checks = Test-MSCommerceStore
        $checks.Passed | Select-Object -Unique | Should -Be $true
        (Test-MSCommerceStore -Path t.db).Name | Should -Be $checks.Name
        (Test-MSCommerceStore -Store sqlite:t.db).Name | Should -Be $checks.Name
    }

    It 'writes the check that failed, and an error besides' {
        $sqlite = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'MSCommerce' })[0].LoadFromAssemblyName([System.Reflection.AssemblyName]::new('Microsoft.Data.Sqlite'))
        $connection = $sqlite.GetType('Microsoft.Data.Sqlite.SqliteConnection')::new("Data Source=$((Get-Item t.db).FullName)")
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = 'UPDATE subscription SET assigned = assigned - 1 WHERE assigned > 3'
        $command.ExecuteNonQuery() | Should -BeGreaterThan 0
        $connection.Dispose()

        $checks = Test-MSCommerceStore -ErrorVariable failures -ErrorAction SilentlyContinue
        $checks.Where({ -not $_.Passed }).Name | Should -Be Seats
        $failures.FullyQualifiedErrorId | Should -BeLike 'StoreCheckFailed,*'
        $failures.CategoryInfo.Category | Should -Be InvalidData
    }

    It 'reports a file that is no store' {
        'This is not a database. ' * 100 | Set-Content -Path text.db
        $failure = Get-ErrorOf { Test-MSCommerceStore -Path text.db }
        $failure.Id | Should -Be StoreCorrupt
        $failure.Category | Should -Be InvalidData
    }
}

Describe 'New-MSCommerceSampleTenant' -Tag X8 {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
    }

    AfterEach {
        Disconnect-MSCommerce
        Pop-Location
    }

    It 'makes the same tenant from the same seed' {
        $null = New-MSCommerceSampleTenant -Path a.db -Users 30 -Seed 7
        $null = New-MSCommerceSampleTenant -Path b.db -Users 30 -Seed 7
        $ids = foreach ($path in 'a.db', 'b.db') {
            Connect-MSCommerce -Local -Path $path
            (Get-SelfServiceSubscription).SubscriptionId -join ' '
        }
        $ids[0] | Should -Be $ids[1]
    }

    It 'replaces a file only with -Force, and writes nothing with -WhatIf' {
        New-MSCommerceSampleTenant -Path a.db -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem | Should -BeNullOrEmpty

        (New-MSCommerceSampleTenant -Path a.db -TenantName One).TenantName | Should -Be One
        $failure = Get-ErrorOf { New-MSCommerceSampleTenant -Path a.db -TenantName Two }
        $failure.Id | Should -Be FileExists
        (New-MSCommerceSampleTenant -Path a.db -TenantName Two -Force).TenantName | Should -Be Two
    }

    It 'clears up after a making of the same file that was killed' {
        'left' | Set-Content a.db.q1w2e3r4.t5y.partial, a.db.q1w2e3r4.t5y.partial-wal, b.db.q1w2e3r4.t5y.partial
        $null = New-MSCommerceSampleTenant -Path a.db
        (Get-ChildItem).Name | Sort-Object | Should -Be a.db, b.db.q1w2e3r4.t5y.partial
    }
}
