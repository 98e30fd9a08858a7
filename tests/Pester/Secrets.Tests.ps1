# No secret and no token in anything that anybody sees: what a session of each way to sign in writes, in a process of its own, is searched for all that was used.
BeforeDiscovery {
    $ways = @(
        @{ Way = 'a secret'; Connect = 'Connect-MSCommerce -TenantId $domain -ClientId $application -ClientSecret (ConvertTo-SecureString $env:TEST_SECRET -AsPlainText -Force) @endpoints' }
        @{ Way = 'a federated token'; Connect = 'Connect-MSCommerce -TenantId $domain -ClientId $application -FederatedToken $env:TEST_SECRET @endpoints' }
        @{ Way = 'a file with a federated token'; Connect = 'Connect-MSCommerce -TenantId $domain -ClientId $application -FederatedTokenPath $env:TEST_FILE @endpoints' }
        @{ Way = 'a certificate in a file'; Connect = 'Connect-MSCommerce -TenantId $domain -ClientId $application -CertificatePath $env:TEST_PFX -CertificatePassword (ConvertTo-SecureString $env:TEST_PASSWORD -AsPlainText -Force) @endpoints' }
        @{ Way = 'a certificate'; Connect = 'Connect-MSCommerce -TenantId $domain -ClientId $application -Certificate ([System.Security.Cryptography.X509Certificates.X509Certificate2]::new($env:TEST_PFX, $env:TEST_PASSWORD)) @endpoints' }
        @{
            Way     = 'a certificate of the store'
            Before  = '$env:HOME = $env:TEST_HOME; $pfx = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($env:TEST_PFX, $env:TEST_PASSWORD, "PersistKeySet"); ($mine = [System.Security.Cryptography.X509Certificates.X509Store]::new("My", "CurrentUser")).Open("ReadWrite"); $mine.Add($pfx)'
            Connect = 'Connect-MSCommerce -TenantId $domain -ClientId $application -CertificateThumbprint $pfx.Thumbprint @endpoints'
            After   = '$mine.Remove($pfx); $mine.Dispose()'
        }
        @{ Way = 'a managed identity'; Connect = 'Connect-MSCommerce -ManagedIdentity -LicensingEndpoint $endpoints.LicensingEndpoint -GraphEndpoint $endpoints.GraphEndpoint' }
        @{ Way = 'an access token'; Connect = 'Connect-MSCommerce -AccessToken $env:TEST_TOKEN -LicensingEndpoint $endpoints.LicensingEndpoint -GraphEndpoint $endpoints.GraphEndpoint' }
        @{ Way = 'a device code'; Connect = 'Connect-MSCommerce -DeviceCode @endpoints' }
    )
}

BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/Double.ps1
    $double = Start-Double
    $application = 'aaaaaaaa-1111-4000-8000-000000000001'
    $env:TEST_SECRET = "s3cret~$([guid]::NewGuid().ToString('N'))"
    $env:TEST_PASSWORD = "p4ss~$([guid]::NewGuid().ToString('N'))"
    $env:TEST_TOKEN = Set-Double $double token
    $root = (Get-PSDrive TestDrive).Root
    $env:TEST_FILE = Join-Path $root token.jwt
    $env:TEST_HOME = (New-Item -ItemType Directory (Join-Path $root home)).FullName
    $env:TEST_PFX = Join-Path $root app.pfx
    [System.IO.File]::WriteAllText($env:TEST_FILE, $env:TEST_SECRET)
    $key = [System.Security.Cryptography.RSA]::Create(2048)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=test', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    [System.IO.File]::WriteAllBytes($env:TEST_PFX, $certificate.Export('Pkcs12', $env:TEST_PASSWORD))
    $null = Set-Double $double "application?id=$application&secret=$env:TEST_SECRET"
    $env:IDENTITY_ENDPOINT = "$($double.Uri)/msi/token"
    $env:IDENTITY_HEADER = 'a-header-that-is-a-secret'
}

AfterAll {
    Stop-Double $double
    'TEST_SECRET', 'TEST_PASSWORD', 'TEST_TOKEN', 'TEST_FILE', 'TEST_PFX', 'TEST_HOME', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER' | ForEach-Object { Remove-Item "env:$_" -ErrorAction Ignore }
}

Describe 'A session that signed in with <Way>' -Tag X1 -ForEach $ways {
    It 'works, and shows no secret: verbose, debug, warnings, errors, transcript, what it connects to' {
        # Reads, changes, is refused, throttled, answered with nonsense and with its own token, and shows all that it has of it.
        $script = @"
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
`$application = '$application'; `$domain = '$($double.Domain)'
`$endpoints = @{ LicensingEndpoint = '$($double.Uri)'; GraphEndpoint = '$($double.Uri)'; AuthorityEndpoint = '$($double.Uri)' }
`$null = Start-Transcript -Path '$root/transcript.txt' -Force
Import-Module '$manifest' -Verbose:`$false
$Before
`$session = $Connect -PassThru
`$session | Format-List * -Force
Get-MSCommerceContext | Format-List *
Get-MSCommercePolicies
Update-MSCommerceProductPolicy -ProductId 'Power Apps per user' -Value Disabled
foreach (`$fault in 'EchoesToken', 'Forbidden', 'Malformed', 'Throttled', 'Unauthorized') {
    `$null = Invoke-RestMethod "$($double.Uri)/double/fault?kind=`$fault" -Method Post -Verbose:`$false -Debug:`$false
    Get-MSCommercePolicies
    `$null = Invoke-RestMethod "$($double.Uri)/double/fault?kind=`$fault" -Method Post -Verbose:`$false -Debug:`$false
    Get-SelfServiceSubscription -First 1
    `$null = Invoke-RestMethod "$($double.Uri)/double/forget-faults" -Method Post -Verbose:`$false -Debug:`$false
}
Update-MSCommerceProductPolicy -ProductId 'Project Plan 3' -Value OnlyTrialsWithoutPaymentMethod
Get-MSCommerceAuditLog
`$Error | ForEach-Object { `$_ | Format-List * -Force; Get-Error -InputObject `$_; `$_.Exception | Format-List * -Force; "`$(`$_.Exception)" }
Disconnect-MSCommerce
$After
`$null = Stop-Transcript
'connected'
"@
        $output = pwsh -NoProfile -NonInteractive -Command $script *>&1 | Out-String
        $shown = $output + (Get-Content "$root/transcript.txt" -Raw)
        $output | Should -BeLike '*connected*'
        $output | Should -BeLike '*AllowSelfServicePurchase*'
        $output | Should -BeLike '*NotSupportedByStore*'
        $output | Should -BeLike '*ServiceRefusedRequest*'
        foreach ($secret in @(Get-FromDouble $double secrets) + $env:TEST_SECRET, $env:TEST_PASSWORD, $env:TEST_TOKEN, $env:IDENTITY_HEADER) {
            $shown.Contains($secret) | Should -BeFalse -Because 'it is a secret'
        }
    }
}
