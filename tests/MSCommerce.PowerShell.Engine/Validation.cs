using System.Collections;
using System.Globalization;
using System.Management.Automation.Internal;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValidateArgumentsAttribute : CmdletMetadataAttribute
{
    // Internal in PowerShell; the binder here is another assembly.
    public void InternalValidate(object? arguments, EngineIntrinsics engineIntrinsics) => Validate(arguments, engineIntrinsics);

    protected abstract void Validate(object? arguments, EngineIntrinsics engineIntrinsics);
}

public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is IEnumerable many and not string)
        {
            foreach (var element in many)
                ValidateElement(element);
        }
        else
        {
            ValidateElement(arguments);
        }
    }

    protected abstract void ValidateElement(object? element);

    private protected static string Text(object? element) => Convert.ToString(element, CultureInfo.InvariantCulture) ?? "";
}

public sealed class ValidateSetAttribute(params string[] validValues) : ValidateEnumeratedArgumentsAttribute
{
    public IList<string> ValidValues { get; } = validValues;

    public bool IgnoreCase { get; set; } = true;

    protected override void ValidateElement(object? element)
    {
        if (!ValidValues.Contains(Text(element), IgnoreCase ? StringComparer.InvariantCultureIgnoreCase : StringComparer.InvariantCulture))
            throw new ValidationMetadataException($"The argument \"{element}\" does not belong to the set \"{string.Join(',', ValidValues)}\".");
    }
}

public sealed class ValidateRangeAttribute(object minRange, object maxRange) : ValidateEnumeratedArgumentsAttribute
{
    public object MinRange { get; } = minRange;

    public object MaxRange { get; } = maxRange;

    protected override void ValidateElement(object? element)
    {
        var value = LanguagePrimitives.ConvertTo(element, MinRange.GetType());
        if (((IComparable)MinRange).CompareTo(value) > 0 || ((IComparable)MaxRange).CompareTo(value) < 0)
            throw new ValidationMetadataException($"The argument {element} is outside {MinRange} to {MaxRange}.");
    }
}

public sealed class ValidatePatternAttribute(string regexPattern) : ValidateEnumeratedArgumentsAttribute
{
    public string RegexPattern { get; } = regexPattern;

    public RegexOptions Options { get; set; } = RegexOptions.IgnoreCase;

    protected override void ValidateElement(object? element)
    {
        if (!Regex.IsMatch(Text(element), RegexPattern, Options))
            throw new ValidationMetadataException($"The argument \"{element}\" does not match the pattern \"{RegexPattern}\".");
    }
}

public sealed class ValidateLengthAttribute(int minLength, int maxLength) : ValidateEnumeratedArgumentsAttribute
{
    public int MinLength { get; } = minLength;

    public int MaxLength { get; } = maxLength;

    protected override void ValidateElement(object? element)
    {
        if (Text(element).Length is var length && (length < MinLength || length > MaxLength))
            throw new ValidationMetadataException($"The argument has {length} characters; {MinLength} to {MaxLength} are allowed.");
    }
}

public sealed class ValidateCountAttribute(int minLength, int maxLength) : ValidateArgumentsAttribute
{
    public int MinLength { get; } = minLength;

    public int MaxLength { get; } = maxLength;

    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is ICollection { Count: var count } && (count < MinLength || count > MaxLength))
            throw new ValidationMetadataException($"{count} arguments were given; {MinLength} to {MaxLength} are allowed.");
    }
}

public abstract class NullValidationAttributeBase : ValidateArgumentsAttribute
{
    private protected static void Refuse(object? arguments, Func<object?, bool> refused)
    {
        if (refused(arguments) || (arguments is IEnumerable many and not string && many.Cast<object?>().Any(refused)))
            throw new ValidationMetadataException("The argument is null or empty.");
    }
}

public sealed class ValidateNotNullAttribute : NullValidationAttributeBase
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics) => Refuse(arguments, one => one is null);
}

public sealed class ValidateNotNullOrEmptyAttribute : NullValidationAttributeBase
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics) =>
        Refuse(arguments, one => one is null or "" or ICollection { Count: 0 });
}
