BeforeAll {
    $manifest = $env:MSCOMMERCE_MODULE ?? (Join-Path $PSScriptRoot '../../out/MSCommerce/MSCommerce.psd1' -Resolve)
    $module = Split-Path $manifest
    $declared = Import-PowerShellDataFile $manifest

    function Get-LoadContext([string] $Name) {
        @([System.Runtime.Loader.AssemblyLoadContext]::All).Where({ $_.Assemblies.Where({ $_.GetName().Name -eq $Name }) })
    }

    function Get-ExportedName {
        @((Get-Module MSCommerce).ExportedCommands.Keys | Sort-Object)
    }
    $expected = @($declared.CmdletsToExport + $declared.AliasesToExport | Sort-Object)
}

Describe 'The module folder' {
    It 'has a valid manifest' {
        Test-ModuleManifest $manifest -ErrorAction Stop -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'keeps every assembly in bin' {
        $assemblies = Get-ChildItem $module -Recurse -Filter *.dll
        $assemblies.Name | Should -Contain 'MSCommerce.PowerShell.dll'
        $assemblies.FullName | Should -BeLike "$(Join-Path $module bin)*"
    }

    It 'does not bring PowerShell itself' {
        Get-ChildItem $module -Recurse -Filter System.Management.Automation* | Should -BeNullOrEmpty
    }

    It 'names its nested modules by its version, so that another one can follow in the same process' {
        $declared.NestedModules | Should -Be "bin/MSCommerce.Loader.$($declared.ModuleVersion).dll", "MSCommerce.PowerShell.$($declared.ModuleVersion).dll"
    }

    It 'is clean for PSScriptAnalyzer' {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed; Install-PSResource PSScriptAnalyzer gets it'
        }
        Invoke-ScriptAnalyzer $module -Recurse | Out-String | Should -BeNullOrEmpty
    }
}

Describe 'Importing the module' {
    BeforeAll {
        # Another module came first, with its own version of a library that this one uses too. The compiler is asked
        # itself, because Add-Type gives assemblies names of chance.
        Add-Type 'public class LoadsTheCompiler { }'
        $source = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText('[assembly: System.Reflection.AssemblyVersion("1.0.0.0")]')
        $framework = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
        $library = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary')
        $compiled = [System.IO.MemoryStream]::new()
        $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create('Dapper').WithOptions($library)
        $compilation.AddReferences($framework).AddSyntaxTrees($source).Emit($compiled).Success | Should -BeTrue
        $compiled.Position = 0
        $foreign = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromStream($compiled)

        Import-Module $manifest -ErrorAction Stop -WarningVariable importWarnings
        $context = Get-LoadContext MSCommerce.PowerShell
    }

    AfterAll {
        Remove-Module MSCommerce -ErrorAction Ignore
    }

    It 'warns of nothing' {
        $importWarnings | Should -BeNullOrEmpty
    }

    It 'brings the commands that the manifest names' {
        Get-ExportedName | Should -Be $expected
    }

    It 'has verbs that PowerShell approves of' {
        (Get-Command -Module MSCommerce -CommandType Cmdlet).Verb | Sort-Object -Unique | Should -BeIn (Get-Verb).Verb
    }

    It 'loads everything but the loader into a context of its own' {
        $context.Name | Should -Be MSCommerce
        foreach ($file in Get-ChildItem (Join-Path $module bin) -Filter *.dll -Exclude MSCommerce.Loader.*) {
            $assembly = $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new($file.BaseName))
            $assembly.Location | Should -Be $file.FullName
            [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly) | Should -Be $context
        }

        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Where({ $_.Location -like "$module*" }).ForEach({ $_.GetName().Name }) |
            Should -Be "MSCommerce.Loader.$($declared.ModuleVersion)"
    }

    It 'uses its own version of a library, and leaves the other module its' {
        $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new('Dapper')).GetName().Version | Should -BeGreaterThan '2.0'
        [System.Reflection.Assembly]::Load('Dapper') | Should -Be $foreign
    }

    It 'shares the engine with PowerShell' {
        $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new('System.Management.Automation')) |
            Should -Be ([psobject].Assembly)
    }

    It 'finds the native library for this system' {
        $provider = $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new('SQLitePCLRaw.provider.e_sqlite3'))
        [System.Runtime.InteropServices.NativeLibrary]::Load('e_sqlite3', $provider, $null) | Should -Not -Be ([IntPtr]::Zero)

        (Get-Process -Id $PID).Modules.FileName -match 'e_sqlite3' | Should -BeLike "$(Join-Path $module bin runtimes)*"
    }
}

Describe 'Importing the module again' {
    BeforeEach {
        Import-Module $manifest
    }

    AfterEach {
        Remove-Module MSCommerce -ErrorAction Ignore
    }

    It 'brings the commands with -Force' {
        Import-Module $manifest -Force
        Import-Module $manifest -Force
        Get-ExportedName | Should -Be $expected
    }

    It 'brings the commands after Remove-Module, which had taken them away' {
        Remove-Module MSCommerce
        Get-ExportedName | Should -BeNullOrEmpty

        Import-Module $manifest
        Get-ExportedName | Should -Be $expected
    }

    It 'brings the commands into another runspace' {
        $names = [powershell]::Create().AddScript({ param($manifest) Import-Module $manifest; (Get-Module MSCommerce).ExportedCommands.Keys }).AddArgument($manifest).Invoke()
        @($names | Sort-Object) | Should -Be $expected
    }

    It 'keeps to the assemblies that are loaded' {
        Import-Module $manifest -Force
        Get-LoadContext MSCommerce.PowerShell | Should -HaveCount 1
    }
}
