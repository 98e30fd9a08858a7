using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using MSCommerce.Stores;
using MSCommerce.Stores.PlugIns;

namespace MSCommerce.Client.Tests.Stores;

/// <summary>Loading a store that somebody else made.</summary>
[Trait("Requirement", "X7")]
public sealed class StoreAssemblyTests : IDisposable
{
    private static readonly Version Here = typeof(ICommerceStore).Assembly.GetName().Version!;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_is_loaded_once_into_a_context_of_its_own_and_shares_the_contract()
    {
        var path = StoreFile.Write(_folder.File("Mine.dll"), "mine", "ours");

        var loaded = StoreAssembly.Load(path);

        Assert.Equal(["mine", "ours"], loaded.Factories.Select(factory => factory.Scheme).Order(StringComparer.Ordinal));
        Assert.Same(loaded, StoreAssembly.Load(path));
        Assert.All(loaded.Factories, factory => Assert.Equal("MSCommerce store Mine", AssemblyLoadContext.GetLoadContext(factory.GetType().Assembly)!.Name));
    }

    [Fact]
    public void What_is_no_store_is_refused()
    {
        File.WriteAllText(_folder.File("text.dll"), "no assembly");

        Refused("StoreAssemblyMissing", CommerceError.NotFound, _folder.File("gone.dll"));
        Refused("StoreAssemblyMissing", CommerceError.NotFound, _folder.Path);
        Refused("StoreAssemblyInvalid", CommerceError.InvalidFile, _folder.File("text.dll"));
        Refused("StoreFactoryMissing", CommerceError.InvalidFile, StoreFile.Write(_folder.File("none.dll")));
        Refused("StoreFactoryMissing", CommerceError.InvalidFile, typeof(FactAttribute).Assembly.Location);
        Assert.Contains("Factory0, Factory1", Refused("StoreSchemeTwice", CommerceError.InvalidFile, StoreFile.Write(_folder.File("twice.dll"), "same", "same")).Message, StringComparison.Ordinal);
        Assert.Contains("no licence key", Refused("StoreAssemblyFailed", CommerceError.InvalidFile, StoreFile.Write(_folder.File("fails.dll"), "throws")).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("c"), InlineData("Mine"), InlineData("my store"), InlineData("mine:"), InlineData("1st")]
    public void A_scheme_that_no_address_can_have_is_refused(string scheme) =>
        Refused("StoreSchemeInvalid", CommerceError.InvalidFile, StoreFile.Write(_folder.File("scheme.dll"), scheme));

    [Fact]
    public void One_for_another_processor_is_refused_and_names_both()
    {
        var path = StoreFile.Write(_folder.File("Foreign.dll"), "foreign");
        StoreFile.SayMachine(path, RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Machine.Amd64 : Machine.Arm64);

        var refusal = Refused("StoreAssemblyArchitecture", CommerceError.InvalidFile, path);

        Assert.Contains($"this process is {RuntimeInformation.ProcessArchitecture}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_for_another_major_version_of_the_contract_is_refused_and_so_is_one_for_a_later_minor()
    {
        var path = StoreFile.Write(_folder.File("Versions.dll"), "versions");

        foreach (var (major, minor) in new[] { (Here.Major + 1, 0), (Here.Major - 1, 9), (Here.Major, Here.Minor + 1) })
        {
            StoreFile.SayContract(path, (ushort)major, (ushort)minor);
            var refusal = Refused("StoreAssemblyVersion", CommerceError.StoreVersion, path);
            Assert.Contains(major == Here.Major ? $"{major}.{minor}" : $"major version {major} ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(Here.ToString(2), refusal.Message, StringComparison.Ordinal);
        }

        StoreFile.SayContract(path, (ushort)Here.Major, (ushort)Here.Minor);
        Assert.Single(StoreAssembly.Load(path).Factories);
    }

    [Fact]
    public void Within_a_major_version_the_later_serves_what_was_built_against_the_earlier()
    {
        Assert.True(StoreAssemblyFile.Serves(new(4, 2, 0, 0), new(4, 2, 7, 0)));
        Assert.True(StoreAssemblyFile.Serves(new(4, 2, 0, 0), new(4, 0, 0, 0)));
        Assert.False(StoreAssemblyFile.Serves(new(4, 2, 0, 0), new(4, 3, 0, 0)));
        Assert.False(StoreAssemblyFile.Serves(new(5, 0, 0, 0), new(4, 0, 0, 0)));
    }

    [Fact]
    public async Task A_registry_opens_its_schemes_and_gives_it_none_that_another_store_has()
    {
        var first = StoreAssembly.Load(StoreFile.Write(_folder.File("First.dll"), "first"));
        var both = StoreAssembly.Load(StoreFile.Write(_folder.File("Both.dll"), "second", "first"));
        var registry = new StoreRegistry(new BuiltIn("built-in")) { Reserved = ["cloud"] };

        var unknown = await Assert.ThrowsAsync<CommerceException>(() => registry.OpenAsync("first:here", new(), TestContext.Current.CancellationToken));
        Assert.Equal("StoreAddressInvalid", unknown.ErrorId);
        Assert.Contains("Write built-in:… or cloud:…", unknown.Message, StringComparison.Ordinal);
        registry.Add(first);
        registry.Add(first);
        Assert.Null(registry.OpenAsync("first:here", new(), TestContext.Current.CancellationToken));

        Assert.Contains(first.Path, Taken(both), StringComparison.Ordinal);
        Assert.Equal(["built-in", "first"], registry.Schemes.Order(StringComparer.Ordinal));
        Assert.Contains("built-in store", Taken(StoreAssembly.Load(StoreFile.Write(_folder.File("BuiltIn.dll"), "built-in"))), StringComparison.Ordinal);
        Assert.Contains("built-in store", Taken(StoreAssembly.Load(StoreFile.Write(_folder.File("Cloud.dll"), "cloud"))), StringComparison.Ordinal);

        string Taken(StoreAssembly assembly)
        {
            var refusal = Assert.Throws<CommerceException>(() => registry.Add(assembly));
            Assert.Equal(("StoreSchemeTaken", CommerceError.Conflict), (refusal.ErrorId, refusal.Error));
            return refusal.Message;
        }
    }

    [Fact]
    public void An_address_is_a_path_where_its_store_says_so()
    {
        var registry = new StoreRegistry(new BuiltIn("file", takesPath: true), new BuiltIn("host"));

        Assert.True(registry.IsPath(new("file", "t.db")));
        Assert.False(registry.IsPath(new("host", "t.db")));
        Assert.False(registry.IsPath(new("nobody", "t.db")));
    }

    /// <summary>What is shared with a store is the contract alone: it names no type that another assembly than the framework's brings.</summary>
    [Fact]
    public void The_contract_shows_nothing_but_itself_and_the_framework()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var foreign = typeof(ICommerceStore).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(IsSeen).SelectMany(TypesOf).Append(type.BaseType).Concat(type.GetInterfaces()))
            .OfType<Type>().Select(type => type.Assembly).Distinct()
            .Where(assembly => assembly != typeof(ICommerceStore).Assembly && Path.GetDirectoryName(assembly.Location) != framework);

        Assert.Empty(foreign);
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsSeen(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    private static IEnumerable<Type> TypesOf(MemberInfo member) => (member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    }).SelectMany(Parts);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static CommerceException Refused(string errorId, CommerceError error, string path)
    {
        var refusal = Assert.Throws<CommerceException>(() => StoreAssembly.Load(path));
        Assert.Equal((errorId, error), (refusal.ErrorId, refusal.Error));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    private sealed class BuiltIn(string scheme, bool takesPath = false) : IStoreFactory
    {
        public string Scheme => scheme;

        public bool TakesPath => takesPath;

        public Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
