using System.Reflection;
using System.Runtime.CompilerServices;

namespace MSCommerce.Cli.Operations;

/// <summary>How the command line takes a property of a request.</summary>
internal enum PropertyKind
{
    /// <summary>An option with one value.</summary>
    Value,

    /// <summary>An option with several values, which may be repeated.</summary>
    List,

    /// <summary>An option without a value.</summary>
    Switch,

    /// <summary>Standard input or the environment, never an argument.</summary>
    Secret,
}

/// <summary>A property of a request that the command line can fill.</summary>
internal sealed class RequestProperty
{
    private const string DryRun = "DryRun";

    private readonly PropertyInfo _property;

    private RequestProperty(PropertyInfo property, PropertyKind kind, Type valueType)
    {
        _property = property;
        Kind = kind;
        ValueType = valueType;
    }

    public string Name => _property.Name;

    public PropertyKind Kind { get; }

    /// <summary>The type of the value, or of one value of a list.</summary>
    public Type ValueType { get; }

    public bool IsDryRun => Name == DryRun;

    public bool IsRequired => _property.IsDefined(typeof(RequiredMemberAttribute));

    /// <summary>The option's name without dashes.</summary>
    public string OptionName => IsDryRun ? "what-if" : KebabCase.Of(Name);

    /// <summary>Where the XML documentation has it.</summary>
    public string DocumentationId => $"P:{_property.DeclaringType!.FullName}.{Name}";

    /// <summary>The value that a new request has; null where it has none worth telling.</summary>
    public object? DefaultIn(object request) =>
        Kind == PropertyKind.Value && _property.GetValue(request) is { } value && !value.Equals(0L) && !value.Equals(0) ? value : null;

    /// <summary>The properties of a request, in the order of their declaration. Lists of objects are left out: files and pipelines carry those.</summary>
    public static IReadOnlyList<RequestProperty> Of(Type request) =>
        [.. request.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(Describe).OfType<RequestProperty>()];

    /// <summary>Sets the property; its type is <see cref="ValueType"/>, for a list an array of it.</summary>
    public void Set(object request, object value) => _property.SetValue(request, value);

    private static RequestProperty? Describe(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (property.IsDefined(typeof(SecretAttribute)))
            return new(property, PropertyKind.Secret, typeof(string));
        if (type == typeof(bool))
            return new(property, PropertyKind.Switch, type);
        if (ElementOf(type) is { } element)
            return ValueText.CanParse(element) ? new(property, PropertyKind.List, element) : LeaveOut(property);

        var value = Nullable.GetUnderlyingType(type) ?? type;
        return ValueText.CanParse(value) ? new(property, PropertyKind.Value, value) : LeaveOut(property);
    }

    private static RequestProperty? LeaveOut(PropertyInfo property) =>
        property.IsDefined(typeof(RequiredMemberAttribute))
            ? throw new NotSupportedException($"{property.DeclaringType!.Name}.{property.Name} is required, and a command line cannot give a {property.PropertyType.Name}.")
            : null;

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
