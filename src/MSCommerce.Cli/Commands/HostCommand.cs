using System.CommandLine;

namespace MSCommerce.Cli.Commands;

/// <summary>A command that is no operation of the client: it makes stores, or shows how all of this is used.</summary>
internal abstract class HostCommand
{
    public abstract string Description { get; }

    public abstract IEnumerable<Option> Options { get; }

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public abstract Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken);
}

/// <summary>Gives a place in the tree its command.</summary>
internal static class HostCommandExtensions
{
    public static void Become(this Command place, HostCommand command)
    {
        place.Description = command.Description;
        foreach (var option in command.Options)
            place.Options.Add(option);
        place.SetAction(command.RunAsync);
    }
}
