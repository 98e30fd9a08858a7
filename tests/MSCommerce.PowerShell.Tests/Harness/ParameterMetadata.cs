using System.Management.Automation;
using System.Reflection;

namespace MSCommerce.PowerShell.Tests.Harness;

/// <summary>What a cmdlet's attributes say of its parameters.</summary>
internal sealed class ParameterMetadata
{
    internal required CmdletInfo Command { get; init; }

    internal required bool SupportsShouldProcess { get; init; }

    internal required bool SupportsPaging { get; init; }

    internal required string? DefaultParameterSet { get; init; }

    internal required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>Every set that a parameter names; the nameless one where none does.</summary>
    internal IReadOnlySet<string> ParameterSets { get; private init; } = new HashSet<string>(StringComparer.Ordinal);

    internal static ParameterMetadata Of(Type cmdlet)
    {
        var attribute = cmdlet.GetCustomAttribute<CmdletAttribute>()
            ?? throw new ArgumentException($"{cmdlet} has no [Cmdlet].", nameof(cmdlet));
        Parameter[] parameters = [.. cmdlet.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))).Select(property => new Parameter(property))];
        var sets = parameters.SelectMany(parameter => parameter.Declarations.Keys)
            .Append(attribute.DefaultParameterSetName ?? ParameterAttribute.AllParameterSets).ToHashSet(StringComparer.Ordinal);
        if (sets.Count > 1)
            sets.Remove(ParameterAttribute.AllParameterSets);
        return new()
        {
            Command = new($"{attribute.VerbName}-{attribute.NounName}", cmdlet),
            SupportsShouldProcess = attribute.SupportsShouldProcess,
            SupportsPaging = attribute.SupportsPaging,
            DefaultParameterSet = attribute.DefaultParameterSetName,
            Parameters = parameters,
            ParameterSets = sets,
        };
    }

    internal sealed class Parameter(PropertyInfo property)
    {
        internal PropertyInfo Property { get; } = property;

        /// <summary>What it is in each parameter set.</summary>
        internal IReadOnlyDictionary<string, ParameterAttribute> Declarations { get; } =
            property.GetCustomAttributes<ParameterAttribute>().ToDictionary(one => one.ParameterSetName, StringComparer.Ordinal);

        internal IReadOnlyList<string> Names { get; } =
            [property.Name, .. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];

        internal ParameterAttribute? In(string set) =>
            Declarations.GetValueOrDefault(set) ?? Declarations.GetValueOrDefault(ParameterAttribute.AllParameterSets);
    }
}
