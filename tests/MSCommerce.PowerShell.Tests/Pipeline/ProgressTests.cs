using System.Management.Automation;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Pipeline;

public sealed class ProgressTests : IDisposable
{
    private readonly CmdletRunner _powershell = new();

    public void Dispose() => _powershell.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Progress_is_completed_at_the_end_even_of_what_fails(bool fails)
    {
        var run = _powershell.Cmdlet<TestSlowCommand>().With("Fails", fails).Invoke();

        Assert.Equal(fails, run.TerminatingError is not null);
        Assert.True(run.Progress.Count >= 2);
        Assert.Equal(ProgressRecordType.Completed, run.Progress[^1].RecordType);
        Assert.Equal("Counting", run.Progress[^1].Activity);
    }

    /// <summary>Lasts long enough to show how far it is.</summary>
    [Cmdlet("Test", "Slow")]
    internal sealed class TestSlowCommand : CommerceCommand
    {
        [Parameter]
        public SwitchParameter Fails { get; set; }

        private protected override async Task RunAsync(CancellationToken stop)
        {
            for (var number = 0; number < 14; number++)
            {
                Progress.Report(new("Counting", number, 14));
                await Task.Delay(100, stop);
            }

            if (Fails)
                throw CommerceErrors.NothingNamed("number");
        }
    }
}
