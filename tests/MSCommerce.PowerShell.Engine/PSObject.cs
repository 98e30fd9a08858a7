using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;

namespace System.Management.Automation;

/// <summary>An object with its .NET properties and whatever note properties were added.</summary>
public class PSObject
{
    public PSObject() : this(PSCustomObject.Instance)
    {
    }

    public PSObject(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        ImmediateBaseObject = obj;
        Properties = new PropertyCollection(obj);
        for (var type = BaseObject.GetType(); type is not null; type = type.BaseType)
            TypeNames.Add(type.FullName!);
    }

    public object ImmediateBaseObject { get; }

    public object BaseObject => ImmediateBaseObject is PSObject inner ? inner.BaseObject : ImmediateBaseObject;

    public PSMemberInfoCollection<PSPropertyInfo> Properties { get; }

    public Collection<string> TypeNames { get; } = [];

    public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);

    public override string ToString() => BaseObject is PSCustomObject
        ? "@{" + string.Join("; ", Properties.Select(property => $"{property.Name}={property.Value}")) + "}"
        : Convert.ToString(BaseObject, CultureInfo.InvariantCulture) ?? "";

    private sealed class PropertyCollection : PSMemberInfoCollection<PSPropertyInfo>
    {
        private readonly List<PSPropertyInfo> _properties;

        internal PropertyCollection(object obj) => _properties = obj switch
        {
            PSCustomObject => [],
            PSObject inner => [.. inner.Properties],
            _ => [.. obj.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
                .Select(property => new NetProperty(obj, property))],
        };

        public override PSPropertyInfo? this[string name] =>
            _properties.Find(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));

        public override void Add(PSPropertyInfo member) => _properties.Add(member);

        public override void Remove(string name) => _properties.Remove(this[name]!);

        public override IEnumerator<PSPropertyInfo> GetEnumerator() => _properties.GetEnumerator();
    }

    private sealed class NetProperty(object owner, PropertyInfo property) : PSPropertyInfo(property.Name)
    {
        public override object? Value
        {
            get => property.GetValue(owner);
            set => property.SetValue(owner, value);
        }
    }
}

public class PSCustomObject
{
    internal static readonly PSCustomObject Instance = new();

    private PSCustomObject()
    {
    }
}

public abstract class PSMemberInfo(string name)
{
    public string Name { get; } = name;

    public abstract object? Value { get; set; }
}

public abstract class PSPropertyInfo(string name) : PSMemberInfo(name);

public class PSNoteProperty(string name, object? value) : PSPropertyInfo(name)
{
    public override object? Value { get; set; } = value;
}

public abstract class PSMemberInfoCollection<T> : IEnumerable<T>
    where T : PSMemberInfo
{
    public abstract T? this[string name] { get; }

    public abstract void Add(T member);

    public abstract void Remove(string name);

    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
