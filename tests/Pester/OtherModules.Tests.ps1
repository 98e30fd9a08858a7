BeforeDiscovery {
    $packages = $env:NUGET_PACKAGES ?? (Join-Path $HOME .nuget packages)
    $msal = Get-ChildItem (Join-Path $packages 'microsoft.identity.client/*/lib/net8.0/Microsoft.Identity.Client.dll') -ErrorAction Ignore | Select-Object -Last 1
    $abstractions = Get-ChildItem (Join-Path $packages 'microsoft.identitymodel.abstractions/*/lib/net8.0/Microsoft.IdentityModel.Abstractions.dll') -ErrorAction Ignore | Select-Object -Last 1
    $libraries = @($msal, $abstractions).Where({ $_ }).FullName
}

Describe 'Beside a module that brings its own MSAL' -ForEach @(@{ Libraries = $libraries }) {
    BeforeAll {
        if ($Libraries.Count -lt 2) { return }

        # Another module, as Az and Microsoft.Graph are made: its libraries beside it, loaded into the default context.
        $other = New-Item -ItemType Directory -Path TestDrive:/Other
        $Libraries | Copy-Item -Destination $other
        'Add-Type -Path $PSScriptRoot/Microsoft.IdentityModel.Abstractions.dll, $PSScriptRoot/Microsoft.Identity.Client.dll' | Set-Content "$other/Other.psm1"
        'function Get-OtherToken { [Microsoft.Identity.Client.PublicClientApplicationBuilder]::Create([guid]::Empty).Build().AppConfig.ClientId }' | Add-Content "$other/Other.psm1"

        # This module, with a version of MSAL that is certainly another: the compiler is asked itself for it.
        $manifest = $env:MSCOMMERCE_MODULE ?? (Join-Path $PSScriptRoot '../../out/MSCommerce/MSCommerce.psd1' -Resolve)
        $own = Join-Path (Get-PSDrive TestDrive).Root MSCommerce
        Copy-Item (Split-Path $manifest) -Destination $own -Recurse
        Add-Type 'public class LoadsTheCompiler { }'
        $source = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText('[assembly: System.Reflection.AssemblyVersion("1.2.3.0")]')
        $framework = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
        $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary')
        $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create('Microsoft.Identity.Client').WithOptions($options)
        $compiled = [System.IO.File]::Create("$own/bin/Microsoft.Identity.Client.dll")
        $compilation.AddReferences($framework).AddSyntaxTrees($source).Emit($compiled).Success | Should -BeTrue
        $compiled.Dispose()
        $database = Join-Path (Get-PSDrive TestDrive).Root t.db
    }

    BeforeEach {
        if ($Libraries.Count -lt 2) {
            Set-ItResult -Skipped -Because 'the packages Microsoft.Identity.Client and Microsoft.IdentityModel.Abstractions are not in the NuGet cache; dotnet restore brings them'
        }
    }

    AfterAll {
        Remove-Module MSCommerce, Other -ErrorAction Ignore
    }

    It 'both work, whichever came first, each with its own version' {
        Import-Module "$other/Other.psm1"
        Import-Module "$own/MSCommerce.psd1"
        Connect-MSCommerce -Local -Sample -Path $database
        Get-SelfServiceSubscription | Should -Not -BeNullOrEmpty
        Get-OtherToken | Should -Be ([guid]::Empty)

        $context = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Assemblies.Where({ $_.Location -eq (Join-Path $own bin MSCommerce.PowerShell.dll) }) })
        $name = [System.Reflection.AssemblyName]::new('Microsoft.Identity.Client')
        $context[0].LoadFromAssemblyName($name).GetName().Version | Should -Be '1.2.3.0'
        [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyName($name).GetName().Version | Should -BeGreaterThan '4.0'
        Get-OtherToken | Should -Be ([guid]::Empty)

        Remove-Module Other
        Get-SelfServiceSubscription | Should -Not -BeNullOrEmpty
        Disconnect-MSCommerce
    }

    It 'both work where this one came first' {
        $script = "Import-Module '$own/MSCommerce.psd1'; Connect-MSCommerce -Local -Path '$database'; Import-Module '$other/Other.psm1'; Get-OtherToken; (Get-SelfServiceSubscription -First 1).ProductName"
        $output = pwsh -NoProfile -NonInteractive -Command $script
        $LASTEXITCODE | Should -Be 0
        $output[0] | Should -Be ([guid]::Empty)
        $output[1] | Should -Not -BeNullOrEmpty
    }
}
