using MSCommerce.Loader;

namespace MSCommerce.PowerShell.Tests;

public sealed class NativeLibraryPathsTests
{
    [Fact]
    public void The_library_of_this_system_is_looked_for_first()
    {
        var first = NativeLibraryPaths.For("bin", "e_sqlite3").First();

        Assert.StartsWith(Path.Combine("bin", "runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native"), first, StringComparison.Ordinal);
        Assert.Equal("e_sqlite3", Path.GetFileNameWithoutExtension(first).Replace("lib", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("linux-x64", new[] { "linux-x64", "linux-musl-x64" })]
    [InlineData("linux-musl-x64", new[] { "linux-musl-x64", "linux-x64" })]
    [InlineData("alpine.3.20-x64", new[] { "alpine.3.20-x64", "linux-musl-x64", "linux-x64" })]
    [InlineData("rhel.9-x64", new[] { "rhel.9-x64", "linux-x64", "linux-musl-x64" })]
    public void A_distributions_own_identifier_falls_back_to_the_portable_ones(string own, string[] expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has distributions that build .NET themselves.");

        Assert.Equal(expected, NativeLibraryPaths.RuntimeIdentifiers(own, "x64"));
    }
}
