using System.Collections;

namespace MSCommerce.PowerShell;

/// <summary>
/// Takes names of users as text, or object ids, and nothing else: PowerShell would make text of any object that is piped, and ask the store for a user of that name. What is refused here
/// is tried by its properties, and is then no input at all.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PrincipalNamesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var given = Bare(inputData);
        var isName = given is IEnumerable many and not string ? many.Cast<object?>().All(one => IsName(Bare(one))) : IsName(given);
        if (isName)
            return inputData;

        const string Message = "That is no user's principal name or object id. Name users as text, or pipe objects that have UserPrincipalName.";
        // The inner exception is what tells PowerShell to go on and try the object's properties.
        throw new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message, innerException: null));
    }

    // Null is refused by the parameter itself, with PowerShell's own words.
    private static bool IsName(object? value) => value is null or string or Guid;

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
