using System.CommandLine;

namespace MSCommerce.Cli.Operations;

/// <summary>How secrets come in: arguments are no way, for everybody on the machine can read them and the shell keeps them.</summary>
internal static class SecretOptions
{
    /// <summary>The switch that reads the secret from standard input.</summary>
    public static Option<bool> FromStandardInput(RequestProperty property) => new($"--{property.OptionName}-stdin");

    /// <summary>The environment variable that may hold the secret.</summary>
    public static string Variable(RequestProperty property) => Variable(property.OptionName);

    /// <summary>The environment variable that may hold a secret of this name.</summary>
    public static string Variable(string name) => $"MSCOMMERCE_{name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>Takes the argument that people would write, to refuse it without repeating its value.</summary>
    public static Option<string?> Refusing(RequestProperty property)
    {
        var option = new Option<string?>($"--{property.OptionName}") { Hidden = true, Arity = ArgumentArity.ZeroOrOne };
        option.Validators.Add(result => result.AddError(
            $"--{property.OptionName} is a secret and is never taken from the command line, which others can read. Use --{property.OptionName}-stdin, or set {Variable(property)}."));
        return option;
    }
}

/// <summary>Where secrets are read from.</summary>
internal sealed class SecretSource(TextReader input, Func<string, string?> environment)
{
    private bool _inputTaken;

    /// <summary>Reads a secret; null where there is none and none is needed.</summary>
    /// <exception cref="UsageException">It is needed and not there, or standard input is taken.</exception>
    public string? Read(RequestProperty property, bool fromStandardInput)
    {
        if (Read(property.OptionName, fromStandardInput) is { } value)
            return value;
        return property.IsRequired
            ? throw new UsageException($"A secret is missing. Use --{property.OptionName}-stdin, or set {SecretOptions.Variable(property)}.")
            : null;
    }

    /// <summary>Reads a secret; null where there is none.</summary>
    /// <exception cref="UsageException">Standard input is taken, or empty.</exception>
    public string? Read(string name, bool fromStandardInput)
    {
        if (fromStandardInput)
        {
            if (_inputTaken)
                throw new UsageException("Only one secret can come from standard input. Put the other into its environment variable.");
            _inputTaken = true;
            var text = input.ReadToEnd().TrimEnd('\r', '\n');
            return text.Length > 0 ? text : throw new UsageException($"Standard input is empty; --{name}-stdin expects the secret there.");
        }

        return environment(SecretOptions.Variable(name)) is { Length: > 0 } value ? value : null;
    }
}
