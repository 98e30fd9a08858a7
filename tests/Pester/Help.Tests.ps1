BeforeDiscovery {
    . $PSScriptRoot/Sample.ps1
    $commands = Get-Command -Module MSCommerce -CommandType Cmdlet | ForEach-Object { @{ Command = $_.Name } }
    $examples = foreach ($command in $commands.Command) {
        $number = 0
        foreach ($example in (Get-Help $command).examples.example) {
            @{ Command = $command; Number = ++$number; Code = $example.code }
        }
    }
    $topics = 'about_MSCommerce', 'about_MSCommerce_Authentication', 'about_MSCommerce_Stores' | ForEach-Object { @{ Topic = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Sample.ps1
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
        foreach ($link in $help.relatedLinks.navigationLink.linkText.Where({ $_ -notlike 'about_*' })) {
            Get-Command $link -Module MSCommerce | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'Example <Number> of <Command>' -ForEach $examples {
    It 'runs as printed on a sample tenant' {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$Command-$Number")
        try {
            $null = New-Sample
            Connect-MSCommerce -Local -Sample -Path t.db
            $ErrorActionPreference = 'Stop'
            $null = & ([scriptblock]::Create($Code)) 3>&1 | Out-String
        }
        finally {
            Disconnect-MSCommerce
            Pop-Location
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
