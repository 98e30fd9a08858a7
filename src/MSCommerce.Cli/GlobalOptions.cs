using System.CommandLine;
using MSCommerce.Cli.Output;
using MSCommerce.Cli.SignIn;

namespace MSCommerce.Cli;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public const string StoreVariable = "MSCOMMERCE_STORE";
    public const string StoreAssemblyVariable = "MSCOMMERCE_STORE_ASSEMBLY";

    public Option<string?> Store { get; } = new("--store")
    {
        Description = $"The store, for instance sqlite:tenant.db or postgresql://login@host/database, or m365:<tenant> for Microsoft 365 itself. Default: the environment variable {StoreVariable}, else the embedded store of this user, made when it is first used.",
        HelpName = "uri",
        Recursive = true,
    };

    public Option<string?> StoreAssembly { get; } = new("--store-assembly")
    {
        Description = $"The assembly (.dll) of a store that somebody else made, which brings the scheme that --store names. Its code runs with all your rights: name what you trust. Default: the environment variable {StoreAssemblyVariable}, else none.",
        HelpName = "file",
        Recursive = true,
    };

    public Option<string?> Actor { get; } = new("--as")
    {
        Description = "Who acts: the user principal name of a user of the tenant. Default: the store's first administrator.",
        HelpName = "upn",
        Recursive = true,
    };

    public Option<OutputFormat> Output { get; } = new("--output", "-o")
    {
        Description = "How results are written: table (default), json or csv.",
        HelpName = "table|json|csv",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Say on the error stream what is done where, as whom, and how errors are called.",
        Recursive = true,
    };

    /// <summary>On commands that change something.</summary>
    public Option<bool> Yes { get; } = new("--yes", "-y")
    {
        Description = "Do not ask before licences or money are taken away, or purchasing is opened for several products at once.",
    };

    /// <summary>How to sign in to Microsoft 365.</summary>
    public SignInOptions SignIn { get; } = new();

    public IEnumerable<Option> Everywhere => [Store, StoreAssembly, Actor, Output, Verbose];
}
