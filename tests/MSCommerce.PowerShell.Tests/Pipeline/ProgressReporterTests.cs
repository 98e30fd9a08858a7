using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests.Pipeline;

public sealed class ProgressReporterTests
{
    private readonly Clock _clock = new();
    private readonly List<ProgressRecord> _shown = [];

    [Fact]
    public void What_is_done_soon_shows_no_progress()
    {
        var progress = new ProgressReporter(_shown.Add, _clock);

        progress.Report(new("Reading", 1, 10));
        _clock.Pass(0.9);
        progress.Report(new("Reading", 9, 10));

        Assert.Empty(_shown);
        Assert.Null(progress.Last);
    }

    [Fact]
    public void What_lasts_is_shown_not_more_often_than_one_can_read()
    {
        var progress = new ProgressReporter(_shown.Add, _clock);
        _clock.Pass(2);

        for (var row = 0; row < 1000; row++)
        {
            _clock.Pass(0.001);
            progress.Report(new("Reading", row, 1000));
        }

        Assert.InRange(_shown.Count, 4, 6);
        Assert.All(_shown, record => Assert.Equal("Reading", record.Activity));
        Assert.Equal(_shown[^1], progress.Last);
        Assert.InRange(progress.Last!.PercentComplete, 70, 100);
    }

    [Fact]
    public void Where_nobody_knows_the_total_there_is_no_percentage()
    {
        var progress = new ProgressReporter(_shown.Add, _clock);
        _clock.Pass(2);

        progress.Report(new("Reading", 5));

        Assert.Equal(-1, Assert.Single(_shown).PercentComplete);
        Assert.Equal("5", _shown[0].StatusDescription);
    }

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
