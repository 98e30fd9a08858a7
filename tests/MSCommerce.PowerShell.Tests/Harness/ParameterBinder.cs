using System.Management.Automation;
using System.Reflection;
using static MSCommerce.PowerShell.Tests.Harness.ParameterMetadata;

namespace MSCommerce.PowerShell.Tests.Harness;

/// <summary>
/// Binds as PowerShell does, for what tests need: names and aliases, then the pipeline by value and by property name;
/// every bound parameter narrows the parameter sets, and of those left one whose mandatory parameters are there is taken.
/// </summary>
internal sealed class ParameterBinder(Cmdlet cmdlet, ParameterMetadata metadata, RecordingRuntime runtime)
{
    private readonly HashSet<Parameter> _named = [];
    private readonly Dictionary<Parameter, object?> _defaults = [];
    private HashSet<string> _sets = new(metadata.ParameterSets, StringComparer.Ordinal);

    internal void BindArguments(IReadOnlyDictionary<string, object?> arguments)
    {
        foreach (var (name, value) in arguments)
        {
            if (metadata.SupportsShouldProcess && name is "WhatIf" or "Confirm")
            {
                runtime.MyInvocation.BoundParameters[name] = new SwitchParameter(LanguagePrimitives.ConvertTo<bool>(value));
                continue;
            }

            if (runtime.PagingParameters is { } paging && typeof(PagingParameters).GetProperty(name) is { } property)
            {
                property.SetValue(paging, LanguagePrimitives.ConvertTo(value, property.PropertyType));
                continue;
            }

            var parameter = metadata.Parameters.FirstOrDefault(one => one.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                ?? throw Refused("NamedParameterNotFound", name, $"{metadata.Command.Name} has no parameter '{name}'.");
            Narrow(_sets, parameter);
            Set(parameter, value);
            _named.Add(parameter);
        }

        // With input to come the set may still change with each object.
        ChooseSet(_sets, _named, inputToCome: runtime.MyInvocation.ExpectingInput);
    }

    /// <summary>Binds one piped object; one that fits no parameter is a non-terminating error, as in PowerShell.</summary>
    internal bool BindInput(object? item)
    {
        foreach (var (parameter, value) in _defaults)
        {
            parameter.Property.SetValue(cmdlet, value);
            runtime.MyInvocation.BoundParameters.Remove(parameter.Property.Name);
        }

        _defaults.Clear();
        // A set that lacks what no input gives is out of the question.
        var sets = _sets.Where(set => !Missing(set, _named, inputToCome: true).Any()).ToHashSet(StringComparer.Ordinal);
        try
        {
            var bound = new HashSet<Parameter>(_named);

            // The default set is tried first: where two fit, it wins.
            foreach (var set in metadata.ParameterSets.OrderByDescending(one => string.Equals(one, metadata.DefaultParameterSet, StringComparison.Ordinal)))
            {
                foreach (var parameter in metadata.Parameters)
                {
                    if (sets.Contains(set) && !bound.Contains(parameter) && parameter.In(set) is { } declaration && TryFind(declaration, parameter, item, out var value))
                    {
                        Narrow(sets, parameter);
                        _defaults[parameter] = parameter.Property.GetValue(cmdlet);
                        Set(parameter, value);
                        bound.Add(parameter);
                    }
                }
            }

            if (_defaults.Count == 0)
            {
                throw Refused("InputObjectNotBound", item,
                    "The input object cannot be bound to any parameters for the command.");
            }

            ChooseSet(sets, bound, inputToCome: false);
            return true;
        }
        catch (ParameterBindingException failure)
        {
            runtime.WriteError(failure.ErrorRecord);
            return false;
        }
    }

    /// <summary>By value without a conversion, by property name, by value with one: the order in which PowerShell tries.</summary>
    private bool TryFind(ParameterAttribute declaration, Parameter parameter, object? item, out object? value)
    {
        var type = parameter.Property.PropertyType;
        value = item;
        if (declaration.ValueFromPipeline && (type.IsInstanceOfType(item) || type.GetElementType()?.IsInstanceOfType(item) == true))
            return true;
        if (declaration.ValueFromPipelineByPropertyName && item is not null)
        {
            var properties = PSObject.AsPSObject(item).Properties;
            if (parameter.Names.Select(name => properties[name]).FirstOrDefault(property => property is not null) is { } found)
            {
                value = found.Value;
                return true;
            }
        }

        return declaration.ValueFromPipeline && !IsNoInput(parameter, item) && LanguagePrimitives.TryConvertTo(item, type, out _);
    }

    /// <summary>Whether a transformation refuses the object as PowerShell refuses one that cannot be converted: then it is not bound, and that is no error yet.</summary>
    private bool IsNoInput(Parameter parameter, object? item)
    {
        try
        {
            foreach (var transformation in parameter.Property.GetCustomAttributes<ArgumentTransformationAttribute>())
                item = transformation.Transform(new(runtime.SessionState), item);
            return false;
        }
        catch (ArgumentTransformationMetadataException refused) when (refused.InnerException is PSInvalidCastException)
        {
            return true;
        }
    }

    private static void Narrow(HashSet<string> sets, Parameter parameter)
    {
        sets.RemoveWhere(set => parameter.In(set) is null);
        if (sets.Count == 0)
            throw Refused("AmbiguousParameterSet", parameter.Property.Name, "Parameter set cannot be resolved using the specified named parameters.");
    }

    private IEnumerable<Parameter> Missing(string set, HashSet<Parameter> bound, bool inputToCome) => metadata.Parameters.Where(parameter =>
        parameter.In(set) is { Mandatory: true } declaration && !bound.Contains(parameter)
        && !(inputToCome && (declaration.ValueFromPipeline || declaration.ValueFromPipelineByPropertyName)));

    private void ChooseSet(IReadOnlyCollection<string> sets, HashSet<Parameter> bound, bool inputToCome)
    {
        string[] complete = [.. sets.Where(set => !Missing(set, bound, inputToCome).Any())];
        var fallback = sets.FirstOrDefault(set => string.Equals(set, metadata.DefaultParameterSet, StringComparison.Ordinal)) ?? sets.First();
        if (complete.Length == 0)
        {
            var missing = string.Join(", ", Missing(fallback, bound, inputToCome).Select(parameter => parameter.Property.Name));
            throw Refused("MissingMandatoryParameter", missing, $"Cannot process command because of one or more missing mandatory parameters: {missing}.");
        }

        if (complete.Length > 1 && !complete.Contains(fallback) && !inputToCome)
            throw Refused("AmbiguousParameterSet", targetObject: null, "Parameter set cannot be resolved using the specified named parameters.");
        runtime.ParameterSetName = complete.Contains(fallback) ? fallback : complete[0];
    }

    private void Set(Parameter parameter, object? value)
    {
        var engine = new EngineIntrinsics(runtime.SessionState);
        try
        {
            foreach (var transformation in parameter.Property.GetCustomAttributes<ArgumentTransformationAttribute>())
                value = transformation.Transform(engine, value);
            value = LanguagePrimitives.ConvertTo(value, parameter.Property.PropertyType);
            foreach (var validation in parameter.Property.GetCustomAttributes<ValidateArgumentsAttribute>())
                validation.InternalValidate(value, engine);
        }
        // The argument itself is in no such record, in PowerShell neither.
        catch (PSInvalidCastException failure)
        {
            throw Refused("ParameterArgumentTransformationError", targetObject: null, $"Cannot process argument transformation on parameter '{parameter.Property.Name}'. {failure.Message}");
        }
        catch (ArgumentTransformationMetadataException failure)
        {
            throw Refused("ParameterArgumentTransformationError", targetObject: null, $"Cannot process argument transformation on parameter '{parameter.Property.Name}'. {failure.Message}");
        }
        catch (ValidationMetadataException failure)
        {
            throw Refused("ParameterArgumentValidationError", targetObject: null, $"Cannot validate argument on parameter '{parameter.Property.Name}'. {failure.Message}");
        }

        parameter.Property.SetValue(cmdlet, value);
        runtime.MyInvocation.BoundParameters[parameter.Property.Name] = value;
    }

    private static BindingException Refused(string errorId, object? targetObject, string message) => new(errorId, targetObject, message);

    private sealed class BindingException(string errorId, object? targetObject, string message) : ParameterBindingException(message)
    {
        public override ErrorRecord ErrorRecord => new(this, errorId, ErrorCategory.InvalidArgument, targetObject);
    }
}
