using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests.Harness;

internal sealed record Fruit(string Id, string Color);

/// <summary>A cmdlet as the module's are: it collects, asks, changes in one go, and writes.</summary>
[Cmdlet("Set", "Fruit", SupportsShouldProcess = true, DefaultParameterSetName = "Id")]
[OutputType(typeof(Fruit))]
internal sealed class SetFruitCommand : PSCmdlet
{
    private readonly List<string> _wanted = [];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true), Alias("FruitId")]
    public string[] Id { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Kind", ValueFromPipelineByPropertyName = true)]
    public string? Kind { get; set; }

    [Parameter(Mandatory = true), ValidateSet("Red", "Green")]
    public string Color { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        WriteVerbose($"{ParameterSetName}: {string.Join(',', Id)}{Kind}");
        _wanted.AddRange(Kind is null ? Id : [Kind]);
    }

    protected override void EndProcessing()
    {
        foreach (var id in _wanted)
        {
            if (id is "Stone")
                WriteError(new(new KeyNotFoundException($"There is no fruit '{id}'."), "FruitNotFound", ErrorCategory.ObjectNotFound, id));
            else if (id is "Bomb")
                ThrowTerminatingError(new(new InvalidOperationException("It exploded."), "Exploded", ErrorCategory.InvalidOperation, id));
            else if (ShouldProcess(id, $"Paint {Color}") && PassThru)
                WriteObject(new Fruit(id, Color));
        }
    }
}

/// <summary>Waits until it is stopped.</summary>
[Cmdlet("Wait", "Fruit")]
internal sealed class WaitFruitCommand : Cmdlet, IDisposable
{
    private readonly ManualResetEventSlim _stop = new();

    [Parameter(ValueFromPipeline = true)]
    public int Number { get; set; }

    public void Dispose() => _stop.Dispose();

    protected override void ProcessRecord()
    {
        WriteProgress(new(1, "Ripening", $"Number {Number}"));
        _stop.Wait();
        WriteObject("too late");
    }

    protected override void StopProcessing() => _stop.Set();
}

/// <summary>Writes from a thread that is not the pipeline's, which the engine refuses.</summary>
[Cmdlet("Get", "FruitElsewhere")]
internal sealed class GetFruitElsewhereCommand : Cmdlet
{
    protected override void ProcessRecord() => Task.Run(() => WriteObject("fruit")).GetAwaiter().GetResult();
}
