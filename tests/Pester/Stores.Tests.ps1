BeforeAll {
    . $PSScriptRoot/Sample.ps1
}

Describe 'A store file' {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        $path = New-Sample
    }

    AfterEach {
        Disconnect-MSCommerce
        Pop-Location
    }

    It 'that is missing is an error' {
        $failure = Get-ErrorOf { Connect-MSCommerce -Store sqlite:gone.db }
        $failure.Id | Should -Be StoreMissing
        $failure.Category | Should -Be ResourceUnavailable
        $failure.Target | Should -BeLike '*gone.db'
        'gone.db' | Should -Not -Exist
    }

    It 'that is no database is an error, and stays as it is' {
        'nothing of the kind ' * 500 | Set-Content text.db
        $before = Get-FileHash text.db
        foreach ($attempt in { Connect-MSCommerce -Store sqlite:text.db }, { Connect-MSCommerce -Local -Path text.db }) {
            $failure = Get-ErrorOf $attempt
            $failure.Id | Should -Be StoreCorrupt
            $failure.Category | Should -Be InvalidData
        }

        (Get-FileHash text.db).Hash | Should -Be $before.Hash
    }

    It 'that is a folder is an error' {
        $null = New-Item -ItemType Directory folder.db
        (Get-ErrorOf { Connect-MSCommerce -Local -Path folder.db }).Category | Should -Be ResourceUnavailable
    }

    It 'from a newer version is an error' {
        # SQLite keeps the version in bytes 60 to 63.
        $bytes = [System.IO.File]::ReadAllBytes($path)
        $bytes[60] = 0x7F
        [System.IO.File]::WriteAllBytes($path, $bytes)
        $failure = Get-ErrorOf { Connect-MSCommerce -Store sqlite:t.db }
        $failure.Id | Should -Be StoreNewer
        $failure.Category | Should -Be InvalidData
        $failure.Message | Should -Match 'Update the module'
    }

    It 'that is read-only can be read, and not changed' {
        Set-ItemProperty t.db -Name IsReadOnly -Value $true
        Connect-MSCommerce -Store sqlite:t.db
        Get-SelfServiceSubscription | Should -Not -BeNullOrEmpty
        $failure = Get-ErrorOf { Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled }
        $failure.Id | Should -Be StoreReadOnly
        $failure.Category | Should -Be ResourceUnavailable
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Enabled
        Set-ItemProperty t.db -Name IsReadOnly -Value $false
    }

    It 'that is full is an error, and as it was before' {
        Connect-MSCommerce -Store 'sqlite:t.db?max_page_count=1'
        'UserPrincipalName' | Set-Content users.csv
        1..5000 | ForEach-Object { "user$_@fabrikam.example" } | Add-Content users.csv
        $failure = Get-ErrorOf { Import-MSCommerceUser -Path users.csv }
        $failure.Id | Should -Be StoreFull
        $failure.Category | Should -Be ResourceUnavailable
        Get-MSCommerceUser -User user* | Should -BeNullOrEmpty
        (Test-MSCommerceStore).Passed | Select-Object -Unique | Should -Be $true
    }

    It 'that another program has locked is an error after a while' {
        Connect-MSCommerce -Store 'sqlite:t.db?lock_timeout=200'
        # The library that the module itself brought.
        $provider = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'MSCommerce' })[0].LoadFromAssemblyName([System.Reflection.AssemblyName]::new('Microsoft.Data.Sqlite'))
        $connection = $provider.GetType('Microsoft.Data.Sqlite.SqliteConnection')::new("Data Source=$path")
        $connection.Open()
        try {
            $command = $connection.CreateCommand()
            $command.CommandText = 'BEGIN EXCLUSIVE'
            $null = $command.ExecuteNonQuery()
            $failure = Get-ErrorOf { Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled }
        }
        finally {
            $connection.Dispose()
        }

        $failure.Id | Should -Be StoreLocked
        $failure.Category | Should -Be ResourceUnavailable
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Enabled
    }

    It 'under an address that nobody knows is an error' {
        $failure = Get-ErrorOf { Connect-MSCommerce -Store 'nonsense:secret' }
        $failure.Id | Should -Be StoreAddressInvalid
        $failure.Message | Should -Not -Match 'secret'
        "$($failure.Target)" | Should -Not -Match 'secret'
        (Get-ErrorOf { Connect-MSCommerce -Store t.db }).Id | Should -Be StoreAddressInvalid
    }
}
