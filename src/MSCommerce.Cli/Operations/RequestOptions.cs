using System.CommandLine;
using System.CommandLine.Parsing;
using MSCommerce.Rules;

namespace MSCommerce.Cli.Operations;

/// <summary>The options of one operation, and the request that they make.</summary>
internal sealed class RequestOptions
{
    private readonly Operation _operation;
    private readonly List<(RequestProperty Property, Option Option)> _options = [];

    public RequestOptions(Operation operation, Command command)
    {
        _operation = operation;
        foreach (var property in operation.Properties)
        {
            Option option = property.Kind switch
            {
                PropertyKind.Switch => new Option<bool>($"--{property.OptionName}"),
                PropertyKind.List => Many(property),
                PropertyKind.Secret => SecretOptions.FromStandardInput(property),
                _ => One(property),
            };
            _options.Add((property, option));
            command.Options.Add(option);
            if (property.Kind == PropertyKind.Secret)
                command.Options.Add(SecretOptions.Refusing(property));
        }
    }

    public IEnumerable<(RequestProperty Property, Option Option)> All => _options;

    /// <summary>Whether only the plan is asked for.</summary>
    public bool IsDryRun(ParseResult parsed) =>
        _options.Exists(entry => entry.Property.IsDryRun && parsed.GetValue((Option<bool>)entry.Option));

    /// <summary>Turns a request into the one that only plans.</summary>
    public object? AsDryRun(object? request)
    {
        _options.Find(entry => entry.Property.IsDryRun).Property?.Set(request!, true);
        return request;
    }

    /// <summary>Makes the request.</summary>
    /// <exception cref="UsageException">A secret is missing, or two are to come from standard input.</exception>
    public object? Bind(ParseResult parsed, SecretSource secrets)
    {
        var request = _operation.NewRequest();
        foreach (var (property, option) in _options)
        {
            if (Value(property, option, parsed, secrets) is { } value)
                property.Set(request!, value);
        }

        return request;
    }

    private static object? Value(RequestProperty property, Option option, ParseResult parsed, SecretSource secrets)
    {
        switch (property.Kind)
        {
            case PropertyKind.Secret:
                return secrets.Read(property, fromStandardInput: parsed.GetValue((Option<bool>)option));
            case PropertyKind.Switch:
                return parsed.GetValue((Option<bool>)option) ? true : null;
            case PropertyKind.List:
                if (parsed.GetResult(option) is null)
                    return null;
                var texts = parsed.GetValue((Option<string[]>)option)!;
                var list = Array.CreateInstance(property.ValueType, texts.Length);
                for (var i = 0; i < texts.Length; i++)
                    list.SetValue(ValueText.Parse(texts[i], property.ValueType), i);
                return list;
            default:
                return parsed.GetValue((Option<string?>)option) is { } text ? ValueText.Parse(text, property.ValueType) : null;
        }
    }

    private static Option<string?> One(RequestProperty property)
    {
        var option = new Option<string?>($"--{property.OptionName}") { Required = property.IsRequired, HelpName = ValueText.Placeholder(property.ValueType) };
        return Checked(option, property);
    }

    private static Option<string[]> Many(RequestProperty property)
    {
        var option = new Option<string[]>($"--{property.OptionName}")
        {
            Required = property.IsRequired,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            HelpName = $"{ValueText.Placeholder(property.ValueType)} …",
        };
        return Checked(option, property);
    }

    private static T Checked<T>(T option, RequestProperty property) where T : Option
    {
        option.CompletionSources.Add(_ => ValueText.Choices(property.ValueType).Select(choice => new System.CommandLine.Completions.CompletionItem(choice)));
        option.Validators.Add(result => Check(result, property));
        return option;
    }

    private static void Check(OptionResult result, RequestProperty property)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                if (RequestRules.RefuseValue(property.Name, ValueText.Parse(token.Value, property.ValueType)) is { } refusal)
                    result.AddError($"{result.Option.Name}: {refusal.Message}");
            }
            catch (FormatException wrong)
            {
                result.AddError($"{result.Option.Name}: {wrong.Message}.");
            }
        }
    }
}
