using MSCommerce.Cli.Output;
using MSCommerce.Rules;
using Spectre.Console;

namespace MSCommerce.Cli.Operations;

/// <summary>Asks before licences or money are taken away, and before purchasing is opened for several products at once.</summary>
internal sealed class Confirmation(Operation operation, Terminal terminal)
{
    private string Command => $"mscommerce {string.Join(' ', operation.Words)}";

    /// <summary>Refuses an operation that always asks where nobody can answer.</summary>
    /// <exception cref="UsageException">It names <c>--yes</c>.</exception>
    public void DemandAnswerer()
    {
        if (operation.TakesAway && !terminal.CanAsk)
            throw Unanswerable("takes licences or money away");
    }

    /// <summary>Shows a plan and asks, where it is one to ask about.</summary>
    /// <exception cref="UsageException">Nobody can answer.</exception>
    /// <exception cref="OperationCanceledException">The answer was no.</exception>
    public async Task AskAsync(object client, object? request, object plan, RequestOptions options, CancellationToken cancellationToken)
    {
        var changes = (plan as IEnumerable<object> ?? []).OfType<PolicyChange>().Where(change => change.IsChange).ToList();
        var opens = changes.Count(PolicyRules.Opens) > 1;
        if (!operation.TakesAway && !opens)
            return;
        if (!terminal.CanAsk)
            throw Unanswerable("opens purchasing for several products at once");

        var rows = changes.Count > 0 ? changes.ToAsyncEnumerable<object>() : operation.RunAsync(client, options.AsDryRun(request), null, cancellationToken);
        await new TableResultWriter(terminal.Error, terminal.ErrorScreen.Profile.Width, terminal.ErrorInk)
            .WriteAsync(operation.RowType, operation.IsList, rows, cancellationToken);
        if (!await new ConfirmationPrompt("Go on?") { DefaultValue = false }.ShowAsync(terminal.ErrorScreen, cancellationToken))
            throw new OperationCanceledException("The answer was no.");
    }

    private UsageException Unanswerable(string what) =>
        new($"'{Command}' {what} and would ask first, but nobody can answer here. Add --yes to go on, or --what-if to see what it would do.");
}
