namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that imports files: each is taken whole or not at all, in the order given.</summary>
public abstract class ImportCommand : SessionCommand
{
    private readonly List<string> _files = [];

    /// <summary>The files, with wildcards: .csv, or .jsonl for JSON lines.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty, SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Writes what was done with each file: rows, created, updated, unchanged.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is imported, in the plural: <c>users</c>.</summary>
    private protected abstract string What { get; }

    private protected override string Purpose => $"Import {What}";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
            _files.AddRange(OrFail(() => FilePaths.Expand(SessionState, path)));
    }

    private protected sealed override async Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        foreach (var file in _files)
        {
            try
            {
                await ImportAsync(client, file, stop);
            }
            catch (CommerceException refused) when (refused.Error is CommerceError.NotFound or CommerceError.InvalidFile or CommerceError.InvalidRequest && _files.Count > 1)
            {
                // This file's fault; the others may do.
                Report(refused);
            }
        }
    }

    private protected abstract Task<ImportResult> ImportAsync(
        CommerceClient client, string path, bool dryRun, IProgress<OperationProgress> progress, CancellationToken stop);

    private async Task ImportAsync(CommerceClient client, string file, CancellationToken stop)
    {
        // -WhatIf reads and checks the whole file, and undoes it.
        var checkedFile = IsWhatIf ? await ImportAsync(client, file, dryRun: true, Progress, stop) : null;
        var action = checkedFile is null ? $"Import {What}" : $"Import {What} ({Describe(checkedFile)})";
        var result = await ShouldProcessAsync(file, action, stop) ? await ImportAsync(client, file, dryRun: false, Progress, stop) : checkedFile;
        if (result is null)
            return;

        Tell($"{file}: {Describe(result)}.");
        if (PassThru)
            Write(result);
    }

    private static string Describe(ImportResult result) => $"{result.Rows} rows: {result.Created} new, {result.Updated} changed, {result.Unchanged} as they were";
}
