using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace MSCommerce.Pester.Tests;

/// <summary>What the build laid at out/MSCommerce, looked at without PowerShell.</summary>
public sealed class ModuleFolderTests
{
    private static readonly string Folder = Path.GetDirectoryName(Repository.Module)!;

    // This assembly's too, as everything's here: the manifest is the only place that holds it.
    private static readonly string Version = typeof(ModuleFolderTests).Assembly.GetName().Version!.ToString(3);

    [Fact]
    public void It_holds_what_PowerShell_loads() => Assert.All(
        ["MSCommerce.psd1", "MSCommerce.Format.ps1xml", $"MSCommerce.PowerShell.{Version}.dll.psm1", $"bin/MSCommerce.Loader.{Version}.dll", "bin/MSCommerce.PowerShell.dll"],
        file => Assert.True(File.Exists(Path.Combine(Folder, file)), file));

    [Fact]
    public void It_holds_nothing_else() => Assert.All(
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')),
        file => Assert.Matches(@"^(MSCommerce\.(psd1|PowerShell\.[\d.]+\.dll\.psm1|Format\.ps1xml)|LICENSE|en-US/[\w.-]+\.(help\.txt|dll-Help\.xml)|bin/[\w.-]+\.dll|bin/runtimes/[\w-]+/native/[\w.-]+)$", file));

    [Fact]
    public void PowerShell_itself_is_not_shipped() =>
        Assert.Empty(Directory.EnumerateFiles(Folder, "System.Management.Automation*", SearchOption.AllDirectories));

    [Theory]
    [InlineData("win-x64")]
    [InlineData("win-arm64")]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("osx-x64")]
    [InlineData("osx-arm64")]
    public void The_database_engine_is_there_for_every_system(string runtime) =>
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Folder, "bin", "runtimes", runtime, "native"), "*e_sqlite3.*"));

    [Fact]
    public void Every_assembly_that_one_in_bin_refers_to_is_in_bin_or_in_the_framework()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.All(Directory.EnumerateFiles(Path.Combine(Folder, "bin"), "*.dll"), file => Assert.All(References(file), reference =>
            Assert.True(
                reference is "System.Management.Automation"
                || File.Exists(Path.Combine(Folder, "bin", reference + ".dll"))
                || File.Exists(Path.Combine(framework, reference + ".dll")),
                reference)));
    }

    [Fact]
    public void The_assemblies_have_the_manifests_version()
    {
        var version = Regex.Match(File.ReadAllText(Repository.Module), @"(?<=ModuleVersion\s*=\s*')[^']+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        Assert.All(Directory.EnumerateFiles(Path.Combine(Folder, "bin"), "MSCommerce.*.dll"), file =>
            Assert.Equal(version, AssemblyName.GetAssemblyName(file).Version?.ToString(fieldCount: 3)));
    }

    private static List<string> References(string file)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
