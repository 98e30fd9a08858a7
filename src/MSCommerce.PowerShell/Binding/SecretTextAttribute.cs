using System.Security;

namespace MSCommerce.PowerShell;

/// <summary>
/// Takes a secret. One that lives long must come as a SecureString: text stays in the history and in transcripts. A token that another command wrote a moment ago may come as
/// text. PowerShell's own conversion fails with a message that repeats what was given; this one never does.
/// </summary>
/// <param name="acceptsText">Whether text will do.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTextAttribute(bool acceptsText) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        switch (inputData is PSObject wrapped ? wrapped.BaseObject : inputData)
        {
            case null:
                return null;
            case SecureString secret:
                return secret;
            case string text when acceptsText:
                return Secure(text.Trim());
            default:
                throw new ArgumentTransformationMetadataException(
                    $"It takes a SecureString{(acceptsText ? " or text" : "")}: Get-Secret and Read-Host -AsSecureString give one. What was given is not repeated here.");
        }
    }

    /// <summary>A text as a secret.</summary>
    public static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (var letter in text)
            secret.AppendChar(letter);
        secret.MakeReadOnly();
        return secret;
    }
}
