using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;
using MSCommerce.Stores.Sql.Imports;

namespace MSCommerce.Stores.Sql;

/// <summary>The parameters of a statement: each a name, a value and, as far as it is known where there is no value, a type.</summary>
internal sealed class SqlParameters
{
    private static readonly ConcurrentDictionary<Type, Property[]> Properties = [];

    private readonly List<(string Name, object? Value, DbType? Type)> _all = [];

    /// <summary>Whether every text among them is one: what is none, a driver refuses.</summary>
    public bool AreTexts => _all.TrueForAll(parameter => parameter.Value is not string text || ImportValues.IsText(text));

    /// <summary>Takes over the properties of an object, or other parameters.</summary>
    public static SqlParameters Of(object? values)
    {
        var parameters = new SqlParameters();
        parameters.AddAll(values);
        return parameters;
    }

    /// <summary>Adds the properties of an object, or other parameters.</summary>
    public void AddAll(object? values)
    {
        if (values is SqlParameters others)
        {
            _all.AddRange(others._all);
            return;
        }

        if (values is null)
            return;
        foreach (var property in Properties.GetOrAdd(values.GetType(), static type => [.. type.GetProperties().Select(property => new Property(property, Prefixed(property.Name), TypeOf(property.PropertyType)))]))
            _all.Add((property.Name, property.Info.GetValue(values), property.Type));
    }

    public void Add<T>(string name, T value) => Add(name, value, TypeOf(typeof(T)));

    public void Add(string name, object? value, DbType? type) => _all.Add((Prefixed(name), value, type));

    /// <summary>Adds each value as a parameter of its own.</summary>
    /// <returns>SQL: the list of them, after <c>IN</c>.</returns>
    public string AddList<T>(string name, IReadOnlyList<T> values)
    {
        for (var index = 0; index < values.Count; index++)
            Add(Place(name, index), values[index]);
        return $"({string.Join(", ", values.Select((_, index) => $"@{Place(name, index)}"))})";
    }

    /// <summary>Hands the parameters to a command.</summary>
    /// <param name="parameters">Those of the command.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="ofTime">A moment as the database takes it.</param>
    public void CopyTo(DbParameterCollection parameters, Func<DbParameter> make, Func<UtcTime, object> ofTime)
    {
        foreach (var (name, value, type) in _all)
        {
            var parameter = make();
            parameter.ParameterName = name;
            if (type is { } known)
                parameter.DbType = known;
            parameter.Value = value is UtcTime time ? ofTime(time) : value ?? DBNull.Value;
            parameters.Add(parameter);
        }
    }

    private static string Place(string name, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{index}");

    /// <summary>As statements have it: SQLite's driver tries one prefix after the other with a name that has none.</summary>
    private static string Prefixed(string name) => "@" + name;

    private static DbType? TypeOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.String => DbType.String,
        TypeCode.Int64 => DbType.Int64,
        TypeCode.Int32 => DbType.Int32,
        TypeCode.Boolean => DbType.Boolean,
        _ => null,
    };

    private sealed record Property(PropertyInfo Info, string Name, DbType? Type);
}
