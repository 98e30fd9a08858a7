BeforeDiscovery {
    $packages = $env:NUGET_PACKAGES ?? (Join-Path $HOME .nuget packages)
    $libraries = @(
        Get-Item (Join-Path $packages 'microsoft.identity.client/4.61.3/lib/net6.0/Microsoft.Identity.Client.dll') -ErrorAction Ignore
        Get-Item (Join-Path $packages 'microsoft.identitymodel.abstractions/6.35.0/lib/net6.0/Microsoft.IdentityModel.Abstractions.dll') -ErrorAction Ignore
    ).FullName
}

Describe 'Beside a module that brings its own MSAL' -ForEach @(@{ Libraries = $libraries }) {
    BeforeAll {
        if ($Libraries.Count -lt 2) { return }
        . $PSScriptRoot/Double.ps1
        $manifest = $env:MSCOMMERCE_MODULE ?? (Join-Path $PSScriptRoot '../../out/MSCommerce/MSCommerce.psd1' -Resolve)
        $double = Start-Double
        $null = Set-Double $double 'application?id=aaaaaaaa-1111-4000-8000-000000000001&secret=of-the-application'
        $folder = (Get-PSDrive TestDrive).Root

        # Another module, as Az and Microsoft.Graph are made: its libraries beside it, loaded into the default context; it gets itself tokens with them.
        $other = New-Item -ItemType Directory -Path TestDrive:/Other
        $Libraries | Copy-Item -Destination $other
        @'
Add-Type -Path $PSScriptRoot/Microsoft.IdentityModel.Abstractions.dll, $PSScriptRoot/Microsoft.Identity.Client.dll
function Get-OtherMsal { [Microsoft.Identity.Client.PublicClientApplicationBuilder].Assembly.GetName().Version.ToString() }
function Get-OtherClient { [Microsoft.Identity.Client.PublicClientApplicationBuilder]::Create([guid]::Empty).Build().AppConfig.ClientId }
'@ | Set-Content "$other/Other.psm1"

        # What a session does with this module, and the versions of MSAL that it then has, each in its own place.
        @"
function Invoke-Own {
    `$secret = ConvertTo-SecureString of-the-application -AsPlainText -Force
    Connect-MSCommerce -TenantId $($double.Domain) -ClientId aaaaaaaa-1111-4000-8000-000000000001 -ClientSecret `$secret -LicensingEndpoint $($double.Uri) -AuthorityEndpoint $($double.Uri)
    (Get-MSCommercePolicies).PolicyId
}
function Get-OwnAssembly(`$Name) {
    `$own = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ `$_.Name -eq 'MSCommerce' })
    `$own.Assemblies.Where({ `$_.GetName().Name -eq `$Name }).ForEach({ `$_.GetName().Version.ToString() })
}
"@ | Set-Content "$folder/session.ps1"

        function Invoke-Session([string] $Script) {
            $output = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; . '$folder/session.ps1'; $Script" 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$output"
            , @($output)
        }
    }

    AfterAll {
        if ($Libraries.Count -eq 2) { Stop-Double $double }
    }

    BeforeEach {
        if ($Libraries.Count -lt 2) {
            Set-ItResult -Skipped -Because 'the packages Microsoft.Identity.Client 4.61.3 and Microsoft.IdentityModel.Abstractions 6.35.0 are not in the NuGet cache; dotnet restore brings them'
        }
    }

    It 'both sign in where the other came first, each with its own version' {
        $output = Invoke-Session "Import-Module '$other/Other.psm1'; Get-OtherClient; Import-Module '$manifest'; Invoke-Own; Get-OtherClient; Get-OtherMsal; Get-OwnAssembly Microsoft.Identity.Client"
        $output | Should -Be @([guid]::Empty, 'AllowSelfServicePurchase', [guid]::Empty, '4.61.3.0', '4.92.0.0')
    }

    It 'both sign in where this one came first, each with its own version' {
        $output = Invoke-Session "Import-Module '$manifest'; Invoke-Own; Import-Module '$other/Other.psm1'; Get-OtherClient; Invoke-Own; Get-OtherMsal; Get-OwnAssembly Microsoft.Identity.Client"
        $output | Should -Be @('AllowSelfServicePurchase', [guid]::Empty, 'AllowSelfServicePurchase', '4.61.3.0', '4.92.0.0')
    }

    It 'is not loaded before a sign-in, nor is what the services are called with' {
        $output = Invoke-Session @"
Import-Module '$manifest'; Connect-MSCommerce -Local -Sample -Path '$folder/t.db'; (Get-MSCommercePolicies).PolicyId
'MSAL:' + (Get-OwnAssembly Microsoft.Identity.Client); 'Polly:' + (Get-OwnAssembly Polly.Core)
Invoke-Own; 'MSAL:' + (Get-OwnAssembly Microsoft.Identity.Client); 'Polly:' + (Get-OwnAssembly Polly.Core).Length
"@
        $output | Should -Be @('AllowSelfServicePurchase', 'MSAL:', 'Polly:', 'AllowSelfServicePurchase', 'MSAL:4.92.0.0', 'Polly:7')
    }
}
