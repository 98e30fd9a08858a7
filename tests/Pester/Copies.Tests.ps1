BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/PostgreSql.ps1
}

Describe 'Copying a tenant into a file' -Tag X4 {
    BeforeEach { Enter-Sample }
    AfterEach { Exit-Sample }

    It 'makes the same tenant, verified, and says what it is a copy of' {
        $before = Get-TenantText
        $copied = Copy-MSCommerceStore -Path copy.db

        $copied.IsVerified | Sort-Object -Unique | Should -BeTrue
        $copied.Where({ $_.Section -eq 'Users' }).Count | Should -BeGreaterThan 0
        $copied[0].Checksum | Should -Match '^[0-9a-f]{32}$'
        Connect-MSCommerce -Local -Path copy.db
        Get-TenantText | Should -Be $before
        (Test-MSCommerceStore).Passed | Should -Not -Contain $false
        $entry = Get-MSCommerceAuditLog -First 1
        $entry.Action | Should -Be StoreCopied
        $entry.Before | Should -Match 't\.db$'
        (Copy-MSCommerceStore -Path again.db).Where({ $_.Section -ne 'AuditLog' }).Checksum | Should -Be $copied.Where({ $_.Section -ne 'AuditLog' }).Checksum
    }

    It 'shows with -WhatIf how much there is, and makes nothing' {
        $planned = Copy-MSCommerceStore -Path copy.db -WhatIf
        ($planned | Measure-Object Count -Sum).Sum | Should -BeGreaterThan 100
        $planned.IsVerified | Should -Not -Contain $true
        'copy.db' | Should -Not -Exist
        (Copy-MSCommerceStore -Path copy.db).Checksum | Should -Be $planned.Checksum
    }

    It 'replaces a file with -Force alone' {
        $null = Copy-MSCommerceStore -Path copy.db
        $failure = Get-ErrorOf { Copy-MSCommerceStore -Path copy.db }
        $failure.Id | Should -Be FileExists
        (Get-ErrorOf { Copy-MSCommerceStore -Path copy.db -WhatIf }).Id | Should -Be FileExists
        Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled | Out-Null
        $null = Copy-MSCommerceStore -Path copy.db -Force
        Connect-MSCommerce -Local -Path copy.db
        (Get-MSCommerceProductPolicy -ProductId 'Power BI Pro').PolicyValue | Should -Be Disabled
    }

    It 'holds e-mails that wait, unless the tenant moves for good' {
        $null = Get-SelfServiceSubscription -SelfService -Status Active | Select-Object -First 1 | Request-SelfServiceCancellation -Confirm:$false
        $null = Copy-MSCommerceStore -Path held.db
        $null = Copy-MSCommerceStore -Destination sqlite:kept.db -KeepUnsentNotices
        (Get-MSCommerceNotice).Status | Should -Be Pending
        Connect-MSCommerce -Local -Path held.db
        (Get-MSCommerceNotice).Status | Should -Be Undeliverable
        (Get-MSCommerceNotice).LastError | Should -Match 'copy sends nothing by itself'
        Connect-MSCommerce -Local -Path kept.db
        (Get-MSCommerceNotice).Status | Should -Be Pending
    }

    It 'has a table and a list of what was copied' {
        $copied = Copy-MSCommerceStore -Path copy.db
        $copied | Format-Table | Out-String | Should -Match 'Section\s+Count\s+IsVerified\s+Checksum'
        $copied[0] | Format-List | Out-String | Should -Match 'Destination\s*: sqlite:.*copy\.db'
    }

    It 'is an error where the place takes no copy' {
        (Get-ErrorOf { Copy-MSCommerceStore -Destination m365:contoso.onmicrosoft.com }).Id | Should -Be StoreAddressInvalid
        'text' | Set-Content notes.txt
        (Get-ErrorOf { Copy-MSCommerceStore -Path notes.txt -Force }).Id | Should -Be StoreCorrupt
        Get-Content notes.txt | Should -Be text
    }
}

Describe 'Copying a tenant into a database' -Tag X4 {
    It 'makes it there and brings it back' {
        if ($postgresMissing) { Set-ItResult -Skipped -Because $postgresMissing; return }
        New-PostgreSqlDatabase -Name copies -Login copies_ada
        Enter-Sample
        try {
            $there = Copy-MSCommerceStore -Destination (Get-PostgreSqlStore copies) -Credential ([pscredential]::new('copies_owner', (ConvertTo-SecureString 'owner-s3cret' -AsPlainText -Force))) -Login copies_ada
            $null = Invoke-Sql 'GRANT mscommerce_writer TO copies_ada'
            Connect-MSCommerce -Store (Get-PostgreSqlStore copies) -Credential (New-Credential copies_ada)
            (Get-MSCommerceContext).TenantName | Should -Be 'Fabrikam (sample)'
            $back = Copy-MSCommerceStore -Path back.db
            $back.Where({ $_.Section -ne 'AuditLog' }).Checksum | Should -Be $there.Where({ $_.Section -ne 'AuditLog' }).Checksum
        }
        finally {
            Exit-Sample
        }
    }
}
