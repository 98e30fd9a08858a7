using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using MSCommerce.Cli.Output;

namespace MSCommerce.Cli.Operations;

/// <summary>Runs one operation as its command line says: opens the store, asks where it must, writes the answer.</summary>
internal sealed class OperationRunner(Operation operation, RequestOptions options, GlobalOptions global, StoreOpener stores, SecretSource secrets, Terminal terminal)
{
    private readonly Confirmation _confirmation = new(operation, terminal);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = options.Bind(parsed, secrets);
        var isDryRun = options.IsDryRun(parsed);
        var asks = operation.Changes && !isDryRun && !parsed.GetValue(global.Yes);
        if (asks)
            _confirmation.DemandAnswerer();

        await using var client = await stores.OpenAsync(parsed, cancellationToken);
        var rows = await StartAsync(client, request, asks, isDryRun, cancellationToken);
        if (await operation.RemarkAsync(client, cancellationToken) is { } remark)
            await terminal.Error.WriteLineAsync(Column.OneLine(remark));
        var (rowType, isList) = IsApplied(isDryRun) ? operation.Applied : (operation.RowType, operation.IsList);
        var exitCode = ExitCodes.Done;
        var isEmpty = true;
        await ResultWriter.For(parsed.GetValue(global.Output), terminal).WriteAsync(rowType, isList, Watch(rows, cancellationToken), cancellationToken);
        if (isEmpty && terminal.OutIsTerminal)
            await terminal.Error.WriteLineAsync("Nothing to show.");
        if (isDryRun)
            await terminal.Error.WriteLineAsync("What if: nothing was written.");
        return exitCode;

        async IAsyncEnumerable<object> Watch(IAsyncEnumerable<object> watched, [EnumeratorCancellation] CancellationToken stop)
        {
            await foreach (var row in watched.WithCancellation(stop))
            {
                isEmpty = false;
                if (ExitCodes.IsFinding(row, operation.Changes && !isDryRun))
                    exitCode = ExitCodes.Found;
                yield return row;
                foreach (var said in RowRemarks.Of(row))
                    await terminal.Error.WriteLineAsync(Column.OneLine(said));
            }
        }
    }

    private bool IsApplied(bool isDryRun) => operation.Changes && operation.HasPlan && !isDryRun;

    private async Task<IAsyncEnumerable<object>> StartAsync(object client, object? request, bool asks, bool isDryRun, CancellationToken cancellationToken)
    {
        if (!operation.Changes && !operation.ReportsProgress)
            return operation.RunAsync(client, request, null, cancellationToken);
        if (!IsApplied(isDryRun))
            return await CollectAsync(progress => operation.RunAsync(client, request, progress, cancellationToken));

        // What was shown and confirmed is what is applied: the store refuses a plan that no longer holds.
        var plan = await operation.PlanAsync(client, request, cancellationToken);
        if (asks)
            await _confirmation.AskAsync(client, request, plan, options, cancellationToken);
        return await CollectAsync(progress => operation.ApplyAsync(client, plan, progress, cancellationToken));
    }

    private async Task<IAsyncEnumerable<object>> CollectAsync(Func<IProgress<OperationProgress>?, IAsyncEnumerable<object>> run)
    {
        var rows = new List<object>();
        var failure = await ProgressDisplay.RunAsync(terminal, async progress =>
        {
            try
            {
                await foreach (var row in run(progress))
                    rows.Add(row);
                return null;
            }
            catch (Exception failed)
            {
                return ExceptionDispatchInfo.Capture(failed);
            }
        });
        return RowsThen(failure);

        // What was done before a failure was done, and is shown: e-mails that were sent, say.
        async IAsyncEnumerable<object> RowsThen(ExceptionDispatchInfo? ended)
        {
            foreach (var row in rows)
                yield return row;
            await Task.CompletedTask;
            ended?.Throw();
        }
    }
}
