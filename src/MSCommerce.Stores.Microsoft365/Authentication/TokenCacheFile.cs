using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensions.Msal;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>Keeps a person's sign-in on disk: under Windows' data protection, in macOS's key chain, in Linux's key ring.</summary>
internal static class TokenCacheFile
{
    private const string FileName = "sign-in.cache";
    private const string Label = "MSCommerce sign-in";

    /// <summary>The folder of the file.</summary>
    public static string Folder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "MSCommerce");

    /// <summary>Makes a cache keep what it holds.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="warn">Told where the platform cannot protect the file but by its permissions.</param>
    public static async Task AttachAsync(ITokenCache cache, Action<string>? warn)
    {
        var helper = await MsalCacheHelper.CreateAsync(Properties().WithMacKeyChain("MSCommerce", Label).WithLinuxKeyring(
            "com.mscommerce.signin", MsalCacheHelper.LinuxKeyRingDefaultCollection, Label, new("Module", "MSCommerce"), new("Kind", "SignIn")).Build());
        try
        {
            helper.VerifyPersistence();
        }
        catch (MsalCachePersistenceException)
        {
            // No key ring: a server. The file is then the owner's alone to read, as an SSH key is.
            helper = await MsalCacheHelper.CreateAsync(Properties().WithUnprotectedFile().Build());
            warn?.Invoke($"This system offers no protected place for the sign-in: it is kept in {Path.Combine(Folder, FileName)}, readable for you alone and not encrypted. Leave -PersistTokenCache out if that is not enough.");
        }

        helper.RegisterCache(cache);
    }

    // A file without protection and a key chain or key ring are refused together, on every system.
    private static StorageCreationPropertiesBuilder Properties() => new(FileName, Folder);
}
