using System.Text;

namespace MSCommerce.Cli.Operations;

/// <summary>Names as a command line spells them.</summary>
internal static class KebabCase
{
    /// <summary><c>TargetSubscriptionId</c> becomes <c>target-subscription-id</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]))
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
