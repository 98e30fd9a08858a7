using System.Runtime.InteropServices;
using System.Security;

namespace MSCommerce.PowerShell;

/// <summary>Reads what PowerShell keeps as a secret, just where it is used.</summary>
internal static class Secrets
{
    /// <summary>The text of a secret; null where there is none.</summary>
    public static string? Reveal(SecureString? secret)
    {
        if (secret is null)
            return null;
        var copy = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(copy, secret.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }
}
