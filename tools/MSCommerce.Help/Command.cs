using System.Management.Automation;
using System.Reflection;

namespace MSCommerce.Help;

/// <summary>A cmdlet as its attributes describe it.</summary>
internal sealed class Command
{
    private readonly CmdletAttribute _attribute;

    /// <summary>Looks at a cmdlet.</summary>
    public Command(Type type)
    {
        Type = type;
        _attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        OwnParameters = [.. type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))).OrderBy(Rank).ThenBy(property => property.Name, StringComparer.Ordinal)];
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The verb.</summary>
    public string Verb => _attribute.VerbName;

    /// <summary>The noun.</summary>
    public string Noun => _attribute.NounName;

    /// <summary>Verb and noun.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>Whether it has -WhatIf and -Confirm.</summary>
    public bool SupportsShouldProcess => _attribute.SupportsShouldProcess;

    /// <summary>Whether it has -First, -Skip and -IncludeTotalCount.</summary>
    public bool SupportsPaging => _attribute.SupportsPaging;

    /// <summary>The parameters that the class declares; those that must be given come first.</summary>
    public IReadOnlyList<PropertyInfo> OwnParameters { get; }

    /// <summary>The types that it writes.</summary>
    public IReadOnlyList<Type> Outputs => [.. Type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Type!)];

    /// <summary>The parameter sets, the default one first.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            var sets = OwnParameters.SelectMany(Declarations).Select(one => one.ParameterSetName).Where(set => set != ParameterAttribute.AllParameterSets).Distinct(StringComparer.Ordinal).ToList();
            return sets.Count == 0 ? [ParameterAttribute.AllParameterSets] : [.. sets.OrderByDescending(set => set == _attribute.DefaultParameterSetName).ThenBy(set => set, StringComparer.Ordinal)];
        }
    }

    /// <summary>All cmdlets of an assembly, by name.</summary>
    public static IReadOnlyList<Command> All(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsDefined(typeof(CmdletAttribute))).Select(type => new Command(type)).OrderBy(command => command.Name, StringComparer.Ordinal)];

    /// <summary>How a parameter is declared in a set; null where it does not belong to it.</summary>
    public static ParameterAttribute? In(PropertyInfo parameter, string set) =>
        Declarations(parameter).FirstOrDefault(one => one.ParameterSetName == set || one.ParameterSetName == ParameterAttribute.AllParameterSets);

    /// <summary>How a parameter is declared in each of its sets.</summary>
    public static IEnumerable<ParameterAttribute> Declarations(PropertyInfo parameter) => parameter.GetCustomAttributes<ParameterAttribute>();

    private static int Rank(PropertyInfo parameter) => Declarations(parameter).Any(one => one.Mandatory) ? 0 : parameter.Name is "PassThru" or "Session" or "Token" ? 2 : 1;
}
