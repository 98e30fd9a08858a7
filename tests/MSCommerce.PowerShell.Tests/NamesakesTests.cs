namespace MSCommerce.PowerShell.Tests;

public sealed class NamesakesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mscommerce-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_module_of_the_same_name_and_another_guid_is_found_with_and_without_version_folder()
    {
        var plain = Write("a", "MSCommerce", "11111111-2222-3333-4444-555555555555");
        var versioned = Write("b", "MSCommerce/2.3", "11111111-2222-3333-4444-555555555555");

        Assert.Equal([plain, versioned], Namesakes.Find(Paths("a", "b", "missing")));
    }

    [Fact]
    public void This_module_itself_and_what_is_no_module_is_none()
    {
        Write("a", "MSCommerce/4.0.0", Namesakes.OwnGuid.ToUpperInvariant());
        _root.CreateSubdirectory("b/MSCommerce/empty");
        Write("c", "MSCommerceTools", "11111111-2222-3333-4444-555555555555");

        Assert.Empty(Namesakes.Find(Paths("a", "b", "c")));
        Assert.Empty(Namesakes.Find(null));
    }

    private string Paths(params string[] roots) => string.Join(Path.PathSeparator, roots.Select(root => Path.Combine(_root.FullName, root)));

    private string Write(string root, string folder, string guid)
    {
        var target = Directory.CreateDirectory(Path.Combine(_root.FullName, root, folder));
        File.WriteAllText(Path.Combine(target.FullName, "MSCommerce.psd1"), $"@{{\n    GUID = '{guid}'\n}}\n");
        return target.FullName;
    }
}
