BeforeDiscovery {
    $packages = $env:NUGET_PACKAGES ?? (Join-Path $HOME .nuget packages)
    $libraries = @(
        Get-Item (Join-Path $packages 'microsoft.identity.client/4.61.3/lib/net6.0/Microsoft.Identity.Client.dll') -ErrorAction Ignore
        Get-Item (Join-Path $packages 'microsoft.identitymodel.abstractions/6.35.0/lib/net6.0/Microsoft.IdentityModel.Abstractions.dll') -ErrorAction Ignore
    ).FullName
}

BeforeAll {
    . $PSScriptRoot/Sample.ps1
    . $PSScriptRoot/ExampleStore.ps1
    $example = Get-ExampleStore
    $contract = Join-Path (Split-Path $manifest) bin/MSCommerce.Client.dll

    # What a session of its own says: what is loaded stays loaded, and its files in use.
    function Invoke-Session([string] $Script) {
        $output = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; $Script" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        , @($output)
    }

    # An assembly of somebody's, made of some C#.
    function New-Assembly([string] $Path, [string] $Source, [string[]] $Reference = @()) {
        Add-Type -TypeDefinition "using System; using System.Threading; using System.Threading.Tasks; using MSCommerce; using MSCommerce.Stores; $Source" `
            -OutputAssembly $Path -ReferencedAssemblies (@($contract) + $Reference + @('System.Runtime', 'System.Net.Primitives', 'System.Linq.Expressions', 'netstandard')) -CompilerOptions '-nowarn:1701,1702' -WarningAction Ignore
    }

    function Get-Factory([string] $Name, [string] $Scheme) {
        "public class $Name : IStoreFactory { public string Scheme => `"$Scheme`"; public Task<ICommerceStore> OpenAsync(StoreAddress a, StoreOptions o, CancellationToken c) => throw new NotImplementedException(); }"
    }
}

Describe 'A store that somebody else made' -Tag X7 {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        New-PolicyFile
    }

    AfterEach {
        Disconnect-MSCommerce
        Pop-Location
    }

    It 'is unknown before its assembly is loaded, and then for the rest of the process' {
        $output = Invoke-Session @"
Set-Location '$PWD'
try { Connect-MSCommerce -Store json:policies.json } catch { `$_.FullyQualifiedErrorId.Split(',')[0] }
Connect-MSCommerce -Store json:policies.json -StoreAssembly '$example'
Connect-MSCommerce -Store json:policies.json
(Get-MSCommerceContext).TenantName
"@
        $output | Should -Be 'StoreAddressInvalid', 'Tailspin'
    }

    It 'has its policies listed and changed, with paths relative to the location' {
        # The process's own folder is another.
        [System.Environment]::CurrentDirectory | Should -Not -Be "$PWD"
        Connect-MSCommerce -Store json:./policies.json -StoreAssembly $example
        (Get-MSCommerceContext).Store | Should -Be "json:$(Convert-Path policies.json)"
        Get-MSCommerceProductPolicy | Should -HaveCount (Get-Content $PSScriptRoot/../../src/MSCommerce.Client/Catalog/products.csv | ConvertFrom-Csv).Count

        Update-MSCommerceProductPolicy -ProductId 'Visio*' -Value Disabled -WhatIf
        (Get-Content policies.json -Raw | ConvertFrom-Json).decisions.PSObject.Properties | Should -BeNullOrEmpty
        Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value Disabled
        (Get-MSCommerceProductPolicy | Where-Object PolicyValue -EQ Disabled).ProductName | Should -Be 'Power BI Pro'
        (Get-Content policies.json -Raw | ConvertFrom-Json).decisions.CFQ7TTC0H9MP | Should -Be Disabled
        (Get-ErrorOf { Update-MSCommerceProductPolicy -ProductId 'Power BI Pro' -Value OnlyTrialsWithoutPaymentMethod }).Id | Should -Be PolicyValueNotAllowed
    }

    It 'says of what it does not offer that it does not' {
        Connect-MSCommerce -Store json:policies.json -StoreAssembly $example
        foreach ($command in { Get-SelfServiceSubscription }, { Get-MSCommerceUser }, { Get-MSCommerceAuditLog }, { Test-MSCommerceStore }, { Get-SelfServiceInvoice }) {
            $failure = Get-ErrorOf $command
            $failure.Id | Should -Be NotSupportedByStore
            $failure.Category | Should -Be NotImplemented
            $failure.Message | Should -BeLike 'A store in a JSON file cannot *'
        }
    }

    It 'leaves the built-in stores as they are' {
        $null = New-Sample
        Connect-MSCommerce -Store sqlite:t.db -StoreAssembly $example
        Get-SelfServiceSubscription | Should -Not -BeNullOrEmpty
        $contexts = [System.Runtime.Loader.AssemblyLoadContext]::All
        $contexts.Where({ $_.Name -eq 'MSCommerce store MSCommerce.Stores.JsonFile' })[0].Assemblies.GetName().Name | Should -Be MSCommerce.Stores.JsonFile
        $contexts.Assemblies.Where({ $_.GetName().Name -eq 'MSCommerce.Client' }) | Should -HaveCount 1
    }

    It 'is not connected where the assembly cannot be loaded, nor is what was connected before' {
        $null = New-Sample
        Connect-MSCommerce -Store sqlite:t.db
        (Get-ErrorOf { Connect-MSCommerce -Store json:policies.json -StoreAssembly ./gone.dll }).Id | Should -Be StoreAssemblyMissing
        (Get-ErrorOf { Get-MSCommercePolicy }).Id | Should -Be NotConnected
    }
}

Describe 'An assembly that is no store' -Tag X7 {
    BeforeAll {
        Push-Location (New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())")
        'no assembly' | Set-Content text.dll
        New-Assembly "$PWD/none.dll" 'public class Nothing { public StoreAddress Address; }'
        New-Assembly "$PWD/builtin.dll" (Get-Factory Mine sqlite)
        New-Assembly "$PWD/cloud.dll" (Get-Factory Mine m365)
        New-Assembly "$PWD/twice.dll" "$(Get-Factory One two) $(Get-Factory Two two)"
        New-Assembly "$PWD/first.dll" (Get-Factory One same)
        New-Assembly "$PWD/second.dll" (Get-Factory Two same)
        $refused = Invoke-Session @"
Set-Location '$PWD'
'gone', 'text', 'none', 'builtin', 'cloud', 'twice', 'first', 'second' | ForEach-Object {
    try { Connect-MSCommerce -Store same:place?password=hunter2 -StoreAssembly "./`$_.dll" } catch { "`$(`$_.FullyQualifiedErrorId.Split(',')[0])|`$(`$_.CategoryInfo.Category)|`$_" }
}
"@
        Pop-Location
    }

    It 'is refused as <Id>, where it is <What>' -ForEach @(
        @{ Index = 0; Id = 'StoreAssemblyMissing'; Category = 'ObjectNotFound'; What = 'missing' }
        @{ Index = 1; Id = 'StoreAssemblyInvalid'; Category = 'InvalidData'; What = 'no assembly' }
        @{ Index = 2; Id = 'StoreFactoryMissing'; Category = 'InvalidData'; What = 'without a factory' }
        @{ Index = 3; Id = 'StoreSchemeTaken'; Category = 'ResourceExists'; What = 'for the scheme of a built-in store' }
        @{ Index = 4; Id = 'StoreSchemeTaken'; Category = 'ResourceExists'; What = 'for the scheme of Microsoft 365' }
        @{ Index = 5; Id = 'StoreSchemeTwice'; Category = 'InvalidData'; What = 'of two minds' }
        @{ Index = 7; Id = 'StoreSchemeTaken'; Category = 'ResourceExists'; What = 'for the scheme of one that is loaded' }
    ) {
        $id, $category, $message = $refused[$Index] -split '\|'
        $id | Should -Be $Id
        $category | Should -Be $Category
        $message | Should -Match '\.dll'
    }

    It 'shows no password of the address' {
        $refused | Should -HaveCount 8
        $refused -join "`n" | Should -Not -Match hunter2
    }
}

Describe 'A store with another version of what the module brings' -Tag X7 -ForEach @(@{ Libraries = $libraries }) {
    It 'uses its own, and the module the other' {
        if ($Libraries.Count -lt 2) {
            Set-ItResult -Skipped -Because 'the packages Microsoft.Identity.Client 4.61.3 and Microsoft.IdentityModel.Abstractions 6.35.0 are not in the NuGet cache; dotnet restore brings them'
            return
        }
        $folder = New-Item -ItemType Directory -Path "TestDrive:/$([guid]::NewGuid())"
        $Libraries | Copy-Item -Destination $folder
        New-Assembly "$folder/Stranger.dll" -Reference "$folder/Microsoft.Identity.Client.dll" @'
public class Stranger : IStoreFactory
{
    public string Scheme => "stranger";
    public Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken stop) => Task.FromResult<ICommerceStore>(new Store(options.Clock));
}
public class Store : PartialStore
{
    public Store(TimeProvider clock) : base("A stranger", clock) { }
    public override IPolicyStore Policies => Without<IPolicyStore>("read policies");
    public override Task<StoreContext> GetContextAsync(CancellationToken stop) => Task.FromResult(new StoreContext
    {
        Store = "stranger:here", TenantId = "1", IsSample = false, Actor = "somebody", Roles = Array.Empty<Role>(),
        TenantName = typeof(Microsoft.Identity.Client.PublicClientApplicationBuilder).Assembly.GetName().Version.ToString(),
    });
}
'@
        $output = Invoke-Session @"
Connect-MSCommerce -Store stranger:here -StoreAssembly '$folder/Stranger.dll'
(Get-MSCommerceContext).TenantName
try { Connect-MSCommerce -TenantId contoso.example -ClientId aaaaaaaa-1111-4000-8000-000000000001 -ClientSecret (ConvertTo-SecureString x -AsPlainText -Force) -AuthorityEndpoint http://127.0.0.1:9 -LicensingEndpoint http://127.0.0.1:9; Get-MSCommercePolicy } catch { 'unreachable' }
[System.Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { `$context = `$_; `$_.Assemblies.Where({ `$_.GetName().Name -eq 'Microsoft.Identity.Client' }).ForEach({ "`$(`$context.Name) `$(`$_.GetName().Version)" }) } | Sort-Object
"@
        $output | Should -Be '4.61.3.0', 'unreachable', 'MSCommerce 4.92.0.0', 'MSCommerce store Stranger 4.61.3.0'
    }
}
