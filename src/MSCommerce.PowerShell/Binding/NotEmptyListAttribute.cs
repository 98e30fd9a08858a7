using System.Collections;

namespace MSCommerce.PowerShell;

/// <summary>
/// Refuses a list without anything in it, where null is an answer: a piped user whose subscription the store does not know. A query that found nothing must not be taken for that.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotEmptyListAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is ICollection { Count: 0 })
            throw new ValidationMetadataException("The list is empty, and an empty list names nothing. Give at least one value.");
    }
}
