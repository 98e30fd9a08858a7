BeforeDiscovery {
    . $PSScriptRoot/Sample.ps1
    $commands = Get-Command -Module MSCommerce -CommandType Cmdlet | ForEach-Object { @{ Command = $_.Name } }
    $signIns = @()
    $examples = foreach ($command in $commands.Command) {
        $number = 0
        foreach ($example in (Get-Help $command).examples.example) {
            # Some are of a store that is no file; what stands for it is in PostgreSql.ps1.
            $case = @{ Command = $command; Number = ++$number; Code = $example.code; NeedsServer = $example.code -match 'postgresql:|MSCommerceLogin' }
            # Others sign in to Microsoft 365, which cannot be done here: that they can be called as they are written is seen all the same.
            if ($example.code -match 'Connect-MSCommerce(?! -(Local|Store)\b)(?=\s|$)' -and $example.code -notmatch 'Connect-MSCommerce:Store') { $signIns += $case } else { $case }
        }
    }
    $ofServer = @{ Mine = @($examples.Where({ $_.NeedsServer })) }
    $topics = 'about_MSCommerce', 'about_MSCommerce_Authentication', 'about_MSCommerce_Stores' | ForEach-Object { @{ Topic = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/PostgreSql.ps1
    . $PSScriptRoot/ExampleStore.ps1
}

Describe 'The help of <Command>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Command -Full
    }

    It 'says what it does' {
        $help.Synopsis.Trim() | Should -Match '\.$'
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$Command "))
        ($help.description.Text -join ' ').Length | Should -BeGreaterThan 40
    }

    It 'describes every parameter' {
        $described = @{}
        $help.parameters.parameter.ForEach({ $described[$_.name] = ($_.description.Text -join ' ').Trim() })
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($name in (Get-Command $Command).Parameters.Keys.Where({ $_ -notin $common })) {
            $described[$name] | Should -Not -BeNullOrEmpty -Because "-$name"
        }
    }

    It 'has two examples or more, and says what each does' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        $help.examples.example.ForEach({ $_.remarks.Text -join '' | Should -Match '\.' })
    }

    It 'says what it writes, which role it needs, and where there is more' {
        $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty
        $help.alertSet.alert.Text -join ' ' | Should -Match 'role|Open to'
        $online, $near = $help.relatedLinks.navigationLink.Where({ $_.uri }, 'Split')
        $online[0].uri | Should -Match '^https://'
        foreach ($link in @($near).linkText.Where({ $_ -notlike 'about_*' })) {
            Get-Command $link -Module MSCommerce | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'Example <Number> of <Command>' -ForEach $examples {
    It 'runs as printed on a sample tenant' {
        if ($NeedsServer) {
            if ($postgresMissing) { Set-ItResult -Skipped -Because $postgresMissing }
            return
        }

        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$Command-$Number")
        try {
            $null = New-Sample
            Connect-MSCommerce -Local -Sample -Path t.db
            if ($Code -match 'JsonFile.dll') {
                Copy-Item (Join-Path (Split-Path (Get-ExampleStore)) *) -Destination . -Recurse
                New-PolicyFile
            }

            $ErrorActionPreference = 'Stop'
            $null = & ([scriptblock]::Create($Code)) 3>&1 | Out-String
        }
        finally {
            Disconnect-MSCommerce
            Pop-Location
        }
    }
}

Describe 'The examples of a PostgreSQL store' -ForEach $ofServer {
    It 'run on a tenant in a database' {
        if ($postgresMissing) { Set-ItResult -Skipped -Because $postgresMissing; return }
        New-PostgreSqlDatabase -Name examples -Login contoso_ada, contoso_reports, fabrikam_eve
        $null = Invoke-Sql "CREATE ROLE store_owner LOGIN PASSWORD 'store_owner-s3cret' IN ROLE examples_owner"
        $null = Invoke-Sql 'ALTER ROLE store_owner CREATEROLE'
        $null = Invoke-Sql 'CREATE DATABASE archive OWNER store_owner'
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        $ErrorActionPreference = 'Stop'
        $run = {
            param($Code)
            # Its server is this one, and nobody is there to be asked for a password.
            $here = $Code -replace 'db\.contoso\.example/commerce', "127.0.0.1:$env:MSCOMMERCE_POSTGRESQL/examples" -replace 'db\.contoso\.example/archive', "127.0.0.1:$env:MSCOMMERCE_POSTGRESQL/archive" -replace '\?sslmode=verify-full' -replace '-Credential (\w+)', '-Credential (New-Credential $1)'
            & ([scriptblock]::Create($here)) 3>&1 | Out-String
        }
        foreach ($one in $Mine.Where({ $_.Command -eq 'New-MSCommerceTenant' })) { $null = & $run $one.Code }
        $null = Invoke-Sql 'GRANT mscommerce_writer TO contoso_ada; GRANT mscommerce_reader TO contoso_reports'
        Connect-MSCommerce -Store (Get-PostgreSqlStore examples) -Credential (New-Credential contoso_ada)
        "UserPrincipalName`nrita@contoso.example`nbob@contoso.example" | Set-Content TestDrive:/people.csv
        Import-MSCommerceUser -Path TestDrive:/people.csv
        foreach ($command in 'Connect-MSCommerce', 'Set-MSCommerceLogin', 'Get-MSCommerceLogin', 'Remove-MSCommerceLogin', 'Update-MSCommerceStore', 'Copy-MSCommerceStore') {
            foreach ($one in $Mine.Where({ $_.Command -eq $command })) { $null = & $run $one.Code }
        }

        $Mine.Command | Sort-Object -Unique | Should -Be ('Connect-MSCommerce', 'Copy-MSCommerceStore', 'Get-MSCommerceLogin', 'New-MSCommerceTenant', 'Remove-MSCommerceLogin', 'Set-MSCommerceLogin', 'Update-MSCommerceStore')
        (Get-MSCommerceLogin).Login | Should -Be contoso_ada
        Disconnect-MSCommerce
        Pop-Location
    }
}

Describe 'Example <Number> of <Command>, which signs in' -ForEach $signIns {
    It 'names parameters that go together' {
        $syntax = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null)
        $calls = $syntax.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-MSCommerce*' }, $true)
        foreach ($call in $calls) {
            $given = $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] }).ParameterName
            $sets = (Get-Command $call.GetCommandName()).ParameterSets.Where({ $set = $_; -not $given.Where({ $_ -notin $set.Parameters.Name }) -and -not $set.Parameters.Where({ $_.IsMandatory -and $_.Name -notin $given }) })
            $sets | Should -Not -BeNullOrEmpty -Because "$call"
        }
    }
}

Describe '<Topic>' -ForEach $topics {
    It 'is found' {
        Get-Help $Topic | Out-String | Should -Match "^TOPIC\s+$Topic\s+SHORT DESCRIPTION"
    }

    It 'names commands and topics that exist' {
        $text = Get-Help $Topic | Out-String
        foreach ($name in ([regex]'\b[A-Z][a-z]+-(MSCommerce|SelfService)\w*').Matches($text).Value | Sort-Object -Unique) {
            Get-Command $name -Module MSCommerce -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $name
        }
    }
}
