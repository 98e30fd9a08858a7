using System.Collections;
using System.Globalization;
using System.Reflection;

namespace System.Management.Automation;

/// <summary>The conversions that binding a parameter needs, a small part of PowerShell's.</summary>
public static class LanguagePrimitives
{
    public static T ConvertTo<T>(object? valueToConvert) => (T)ConvertTo(valueToConvert, typeof(T))!;

    public static bool IsTrue(object? obj) => (obj is PSObject wrapped ? wrapped.BaseObject : obj) switch
    {
        null => false,
        bool value => value,
        SwitchParameter value => value.IsPresent,
        string value => value.Length > 0,
        IConvertible value => value.ToDouble(CultureInfo.InvariantCulture) != 0,
        _ => true,
    };

    public static bool TryConvertTo<T>(object? valueToConvert, out T? result)
    {
        var converted = TryConvertTo(valueToConvert, typeof(T), out var value);
        result = converted ? (T?)value : default;
        return converted;
    }

    public static bool TryConvertTo(object? valueToConvert, Type resultType, out object? result)
    {
        try
        {
            result = ConvertTo(valueToConvert, resultType);
            return true;
        }
        catch (PSInvalidCastException)
        {
            result = null;
            return false;
        }
    }

    public static object? ConvertTo(object? valueToConvert, Type resultType)
    {
        ArgumentNullException.ThrowIfNull(resultType);
        if (resultType == typeof(PSObject))
            return valueToConvert is null ? null : PSObject.AsPSObject(valueToConvert);

        var value = valueToConvert is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : valueToConvert;
        var type = Nullable.GetUnderlyingType(resultType);
        if (value is null)
        {
            return resultType.IsValueType && type is null && resultType != typeof(SwitchParameter)
                ? throw Refused(value, resultType)
                : resultType == typeof(SwitchParameter) ? default(SwitchParameter) : null;
        }

        type ??= resultType;
        if (type.IsInstanceOfType(value))
            return value;

        try
        {
            return type.IsArray ? ToArray(value, type.GetElementType()!) : ToScalar(value, type) ?? throw Refused(value, resultType);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or ArgumentException or InvalidCastException and not PSInvalidCastException)
        {
            throw Refused(value, resultType, failure);
        }
    }

    private static Array ToArray(object value, Type elementType)
    {
        object?[] elements = value is IEnumerable many and not string ? [.. many] : [value];
        var array = Array.CreateInstance(elementType, elements.Length);
        for (var i = 0; i < elements.Length; i++)
            array.SetValue(ConvertTo(elements[i], elementType), i);
        return array;
    }

    private static object? ToScalar(object value, Type type)
    {
        if (type == typeof(string))
            return value is IEnumerable ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

        // The binder takes no string for a Boolean: -Enabled "False" would otherwise be true.
        if (type == typeof(bool) || type == typeof(SwitchParameter))
        {
            bool? flag = value switch
            {
                bool one => one,
                SwitchParameter one => one.IsPresent,
                int or long or double => Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
                _ => null,
            };
            return flag is null ? null : type == typeof(bool) ? flag.Value : new SwitchParameter(flag.Value);
        }

        if (type.IsEnum)
            return value is string name ? Enum.Parse(type, name, ignoreCase: true) : Enum.ToObject(type, value);
        if (value is IConvertible && typeof(IConvertible).IsAssignableFrom(type))
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        return value is string text && Parse(text, type) is { } parsed ? parsed : Construct(value, type);
    }

    private static object? Parse(string text, Type type)
    {
        const BindingFlags parsers = BindingFlags.Public | BindingFlags.Static | BindingFlags.DoNotWrapExceptions;
        return type.GetMethod("Parse", parsers, [typeof(string), typeof(IFormatProvider)]) is { } withCulture
            ? withCulture.Invoke(obj: null, parsers, binder: null, [text, CultureInfo.InvariantCulture], culture: null)
            : type.GetMethod("Parse", parsers, [typeof(string)])?.Invoke(obj: null, parsers, binder: null, [text], culture: null);
    }

    private static object? Construct(object value, Type type)
    {
        var constructor = type.GetConstructors()
            .FirstOrDefault(one => one.GetParameters() is [var only] && only.ParameterType.IsInstanceOfType(value));
        if (constructor is not null)
            return constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, [value], culture: null);

        var conversion = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(one => one.Name is "op_Implicit" or "op_Explicit" && one.ReturnType == type
                && one.GetParameters()[0].ParameterType.IsInstanceOfType(value));
        return conversion?.Invoke(obj: null, BindingFlags.DoNotWrapExceptions, binder: null, [value], culture: null);
    }

    private static PSInvalidCastException Refused(object? value, Type type, Exception? inner = null) =>
        new($"Cannot convert \"{value}\" of type {value?.GetType().Name ?? "null"} to {type.Name}. {inner?.Message}".TrimEnd(), inner);
}
