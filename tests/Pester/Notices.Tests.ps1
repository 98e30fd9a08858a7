BeforeAll {
    . $PSScriptRoot/Sample.ps1

    # A mail server that is ended with the test, which is skipped where it cannot run.
    function Start-Server([string[]] $Option = @()) {
        $server = Start-MailServer $Option
        if (-not $server) { Set-ItResult -Skipped -Because $noMailServer }
        $servers.Add($server)
        $server
    }

    function Get-Taken($Server) {
        Get-Content $Server.Log | ConvertFrom-Json
    }

    function Get-MessageId($Server) {
        Get-Taken $Server | ForEach-Object { @($_.Headers).Where({ $_[0] -eq 'Message-ID' }).ForEach({ $_[1] }) }
    }

    function Get-ExpectedId($Notice, [string] $Domain = 'fabrikam.example') {
        $Notice | ForEach-Object { "<$($_.NoticeId)@$Domain>" }
    }
}

Describe 'Send-MSCommerceNotice' -Tag N1 {
    BeforeEach {
        $servers = [System.Collections.Generic.List[object]]::new()
        Enter-Sample
        Get-SelfServiceSubscription -SelfService -Status Active | Request-SelfServiceCancellation -WarningAction Ignore
        $waiting = Get-MSCommerceNotice
        $waiting.Count | Should -BeGreaterThan 4
    }

    AfterEach {
        foreach ($server in $servers) { Stop-MailServer $server }
        Exit-Sample
    }

    It 'sends what waits, records it as sent, and sends nothing twice' {
        $server = Start-Server
        $deliveries = Send-MSCommerceNotice localhost -Port $server.Port -From 'Licences <licences@contoso.example>'

        $deliveries.Status | Select-Object -Unique | Should -Be Sent
        $notices = Get-MSCommerceNotice
        $notices.Status | Select-Object -Unique | Should -Be Sent
        $notices.Attempts | Select-Object -Unique | Should -Be 1
        Get-MessageId $server | Sort-Object | Should -Be (Get-ExpectedId $waiting contoso.example | Sort-Object)
        (Get-Taken $server).From | Select-Object -Unique | Should -Be licences@contoso.example
        (Get-MSCommerceAuditLog -Action NoticeSent).Target | Sort-Object | Should -Be ($waiting.NoticeId.Guid | Sort-Object)

        Send-MSCommerceNotice localhost -Port $server.Port | Should -BeNullOrEmpty
        Get-Taken $server | Should -HaveCount $waiting.Count
        $failure = Get-ErrorOf { $notices[0] | Send-MSCommerceNotice -SmtpServer localhost -Port $server.Port }
        $failure.Id | Should -Be NoticeIsSent
        $failure.Category | Should -Be InvalidOperation
    }

    It 'sends over TLS with a password, from a PowerShell that trusts the server' {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'Only on Linux can one program be told to trust a certificate (SSL_CERT_FILE). Run this test there.' }
        $key = [System.Security.Cryptography.ECDsa]::Create()
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256')
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName('localhost')
        $request.CertificateExtensions.Add($names.Build())
        $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
        $certificate = $request.CreateSelfSigned([datetime]::UtcNow.AddDays(-1), [datetime]::UtcNow.AddDays(1))
        $certificate.ExportCertificatePem() | Set-Content trusted.pem
        $certificate.ExportCertificatePem(), $key.ExportPkcs8PrivateKeyPem() | Set-Content server.pem
        $server = Start-Server --certificate, (Get-Item server.pem).FullName, --require-tls, --user, licences, --password, 'right horse'

        $script = @"
            Import-Module '$manifest'
            Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)'
            `$credential = [pscredential]::new('licences', (ConvertTo-SecureString 'right horse' -AsPlainText -Force))
            Send-MSCommerceNotice localhost -Port $($server.Port) -UseTls -Credential `$credential -Verbose 4>&1 | Out-String -Width 200
"@
        $distrusted = pwsh -NoProfile -NonInteractive -Command $script 2>&1 | Out-String
        $distrusted | Should -Match 'TLS failed'
        $distrusted | Should -Not -Match 'right horse'
        Get-Taken $server | Should -BeNullOrEmpty
        (Get-MSCommerceNotice).Status | Select-Object -Unique | Should -Be Pending

        $env:SSL_CERT_FILE = (Get-Item trusted.pem).FullName
        try { $trusted = pwsh -NoProfile -NonInteractive -Command $script 2>&1 | Out-String } finally { $env:SSL_CERT_FILE = $null }
        $trusted | Should -Match "Sending $($waiting.Count) e-mails over localhost"
        $trusted | Should -Not -Match 'right horse'
        Get-MessageId $server | Sort-Object | Should -Be (Get-ExpectedId $waiting | Sort-Object)
        (Get-Taken $server).IsEncrypted | Select-Object -Unique | Should -BeTrue
        (Get-Taken $server).User | Select-Object -Unique | Should -Be licences
        (Get-MSCommerceNotice).Status | Select-Object -Unique | Should -Be Sent
    }

    It 'tries all others before it says which were refused, -ErrorAction Stop or not' {
        $refused = @($waiting).Where({ $_.Recipient -like 'sven*' })
        $server = Start-Server --refuse, 'sven*=550 5.1.1 No such user'
        $failure = Get-ErrorOf { Send-MSCommerceNotice localhost -Port $server.Port }

        $failure.Id | Should -Be NoticeNotSent
        $failure.Category | Should -Be InvalidArgument
        $failure.Target | Should -BeIn $refused.NoticeId.Guid
        $failure.Message | Should -Match 'No such user.*-NoticeId'
        Get-Taken $server | Should -HaveCount ($waiting.Count - $refused.Count)
        $given = Get-MSCommerceNotice -Status Undeliverable
        $given.NoticeId | Sort-Object | Should -Be ($refused.NoticeId | Sort-Object)
        $given[0].LastError | Should -Match 'No such user'
        Send-MSCommerceNotice localhost -Port $server.Port | Should -BeNullOrEmpty

        $mended = Start-Server
        $again = $given | Send-MSCommerceNotice -SmtpServer localhost -Port $mended.Port
        $again.Status | Select-Object -Unique | Should -Be Sent
        $again.Attempts | Select-Object -Unique | Should -Be 2
        (Get-MessageId $server) + (Get-MessageId $mended) | Sort-Object | Should -Be (Get-ExpectedId $waiting | Sort-Object)
    }

    It 'loses nothing and records nothing that was not sent where the server <Case>' -ForEach @(
        @{ Case = 'dies after it took the third and before it said so'; Option = '--die'; Taken = 3; Ends = 'MailServerUnavailable' }
        @{ Case = 'drops the connection in the middle of the third'; Option = '--drop'; Taken = { $waiting.Count - 1 }; Ends = '' }
    ) {
        $server = Start-Server $Option, 3
        $ended = $null
        try { $null = Send-MSCommerceNotice localhost -Port $server.Port -ErrorVariable told -ErrorAction SilentlyContinue } catch { $ended = $_ }
        ($ended.FullyQualifiedErrorId -split ',')[0] | Should -Be $Ends
        ($told.FullyQualifiedErrorId -split ',') | Should -Contain NoticeNotSent

        $notices = Get-MSCommerceNotice
        $failed = @($notices).Where({ $_.Status -eq 'Failed' })
        $failed | Should -HaveCount 1
        $failed.NextAttemptAt | Should -BeGreaterThan ([datetime]::UtcNow)
        # Whatever is recorded as sent was taken.
        Get-ExpectedId @($notices).Where({ $_.Status -eq 'Sent' }) | ForEach-Object { $_ | Should -BeIn (Get-MessageId $server) }
        $notices.Status | Should -Not -Contain Undeliverable
        Get-Taken $server | Should -HaveCount ($Taken -is [scriptblock] ? (& $Taken) : $Taken)

        $next = Start-Server
        $null = Send-MSCommerceNotice localhost -Port $next.Port
        # The one in question is not due yet; named, it is tried.
        (Get-MSCommerceNotice -Status Failed).NoticeId | Should -Be $failed.NoticeId
        $null = $failed | Send-MSCommerceNotice -SmtpServer localhost -Port $next.Port
        (Get-MSCommerceNotice).Status | Select-Object -Unique | Should -Be Sent
        $arrived = (Get-MessageId $server) + (Get-MessageId $next)
        $arrived | Sort-Object -Unique | Should -Be (Get-ExpectedId $waiting | Sort-Object)
        # At most the one in question arrived twice, under one id.
        $arrived | Group-Object | Where-Object Count -GT 1 | ForEach-Object { $_.Name | Should -Be (Get-ExpectedId $failed) }
        (Get-MSCommerceAuditLog -Action NoticeSent) | Should -HaveCount $waiting.Count
        Assert-StoreWhole
    }

    It 'ends where the server is out of reach, and leaves everything as it was' {
        $server = Start-Server
        Stop-MailServer $server
        $failure = Get-ErrorOf { Send-MSCommerceNotice localhost -Port $server.Port }

        $failure.Id | Should -Be MailServerUnavailable
        $failure.Category | Should -Be ResourceUnavailable
        Get-MSCommerceNotice | ConvertTo-Json | Should -Be ($waiting | ConvertTo-Json)
    }

    It 'shows each e-mail with -WhatIf, and sends none' {
        $server = Start-Server
        $script = "Import-Module '$manifest'; Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)'; Send-MSCommerceNotice localhost -Port $($server.Port) -WhatIf"
        $shown = pwsh -NoProfile -NonInteractive -Command $script | Out-String
        foreach ($notice in $waiting) { $shown | Should -Match ([regex]::Escape("Send '$($notice.Subject)'")) }
        Get-Taken $server | Should -BeNullOrEmpty
        Get-MSCommerceNotice | ConvertTo-Json | Should -Be ($waiting | ConvertTo-Json)
    }

    It 'sends some: by recipient, by kind, the first, those that are piped' {
        $server = Start-Server
        $to = @{ SmtpServer = 'localhost'; Port = $server.Port }
        Send-MSCommerceNotice @to -Kind ControlTaken | Should -BeNullOrEmpty
        $one = Send-MSCommerceNotice @to -First 1
        $one.NoticeId | Should -Be ($waiting | Sort-Object CreatedAt | Select-Object -Last $waiting.Count | Where-Object NoticeId -EQ $one.NoticeId).NoticeId
        (Send-MSCommerceNotice @to -Recipient 'sven*').Recipient | Select-Object -Unique | Should -BeLike 'sven*'
        $piped = Get-MSCommerceNotice -Status Pending | Select-Object -First 2
        ($piped | Send-MSCommerceNotice @to).NoticeId | Sort-Object | Should -Be ($piped.NoticeId | Sort-Object)
        Get-MSCommerceNotice -Status Undeliverable | Send-MSCommerceNotice @to -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warned" | Should -Match 'Nothing came from the pipeline'
    }

    It 'writes the organisation''s own words, from a folder beside' {
        $server = Start-Server
        $null = New-Item -ItemType Directory templates
        'Kündigen: {{ProductName}}' | Set-Content templates/CancellationRequested.de.subject.hbs
        'Guten Tag {{RecipientName}}, {{#if UsersNotCovered}}bitte warten{{/if}}' | Set-Content templates/CancellationRequested.de.txt.hbs
        $delivery = Send-MSCommerceNotice localhost -Port $server.Port -TemplatePath templates -Language de-AT -First 1

        $delivery.Subject | Should -Match '^Kündigen: '
        $taken = Get-Taken $server
        @($taken.Headers).Where({ $_[0] -eq 'Subject' })[0][1] | Should -Be $delivery.Subject
        $taken.Parts[0][1] | Should -Match '^Guten Tag .*, bitte warten'
        $taken.Parts[1][1] | Should -Match '<html lang="de">'
    }

    It 'finds a mistake in a template before it sends anything' {
        $server = Start-Server
        $null = New-Item -ItemType Directory templates
        'Hello {{Recipient}}' | Set-Content templates/LicenseGranted.txt.hbs
        $failure = Get-ErrorOf { Send-MSCommerceNotice localhost -Port $server.Port -TemplatePath templates }

        $failure.Id | Should -Be TemplateInvalid
        $failure.Category | Should -Be InvalidData
        $failure.Target | Should -BeLike '*LicenseGranted.txt.hbs'
        $failure.Message | Should -Match "no place 'Recipient'"
        Get-Taken $server | Should -BeNullOrEmpty
    }

    It 'refuses <Because>, and sends nothing' -ForEach @(
        @{ Because = 'a password without TLS'; Id = 'CredentialUnprotected'; Category = 'InvalidArgument'
            With = @{ SmtpServer = 'smtp.contoso.example'; Credential = [pscredential]::new('a', (ConvertTo-SecureString b -AsPlainText -Force)) } }
        @{ Because = 'a sender that is no address'; Id = 'SenderInvalid'; Category = 'InvalidArgument'; With = @{ SmtpServer = 'localhost'; From = 'nobody' } }
        @{ Because = 'a folder that is not there'; Id = 'FileUnreadable'; Category = 'ObjectNotFound'; With = @{ SmtpServer = 'localhost'; TemplatePath = 'gone' } }
        @{ Because = 'an unknown notice'; Id = 'NoticeNotFound'; Category = 'ObjectNotFound'; With = @{ SmtpServer = 'localhost'; NoticeId = [guid]::NewGuid() } }
    ) {
        $failure = Get-ErrorOf { Send-MSCommerceNotice @With }
        $failure.Id | Should -Be $Id
        $failure.Category | Should -Be $Category
        Get-MSCommerceNotice | ConvertTo-Json | Should -Be ($waiting | ConvertTo-Json)
    }

    It 'is for global and billing administrators' -Tag A {
        Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example
        (Get-ErrorOf { Send-MSCommerceNotice localhost }).Id | Should -Be RoleMissing
        Connect-MSCommerce -Store sqlite:t.db -As billing@fabrikam.example
        $server = Start-Server
        (Send-MSCommerceNotice localhost -Port $server.Port -First 1).Status | Should -Be Sent
    }
}

Describe 'The library of the templates' {
    It 'is loaded when the first notice is written, into the module''s own load context' {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        $null = New-Sample
        $script = @"
            function Get-Library { [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'Handlebars' }).ForEach({ [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }) }
            Import-Module '$manifest'
            Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)'
            Get-SelfServiceSubscription -SelfService -Status Active | Request-SelfServiceCancellation -WarningAction Ignore
            "before: `$(Get-Library)"
            `$null = Get-MSCommerceNotice
            "after: `$(Get-Library)"
"@
        try { pwsh -NoProfile -NonInteractive -Command $script | Should -Be 'before: ', 'after: MSCommerce' } finally { Pop-Location }
    }
}
