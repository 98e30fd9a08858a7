using System.Globalization;
using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests.Binding;

public sealed class ArgumentTextTests
{
    private static readonly EngineIntrinsics Engine = new(new SessionState());

    public static TheoryData<string> Cultures => ["en-US", "de-DE", "ar-SA", "tr-TR"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void An_amount_is_the_same_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = new(culture);

        Assert.Equal(1234.5m, new AmountAttribute().Transform(Engine, "1234.50"));
        Assert.Equal(-1m, new AmountAttribute().Transform(Engine, PSObject.AsPSObject("-1")));
        // What is a number already is left to PowerShell.
        Assert.Equal(12.5, new AmountAttribute().Transform(Engine, 12.5));
    }

    [Theory]
    [InlineData("9,90")]
    [InlineData("1,234.50")]
    [InlineData("1.234,50")]
    [InlineData("9.90 EUR")]
    [InlineData("1e3")]
    [InlineData("")]
    public void An_amount_that_could_mean_another_is_refused(string text) =>
        Assert.Contains("1234.50", Assert.Throws<ArgumentTransformationMetadataException>(() => new AmountAttribute().Transform(Engine, text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.000")]
    [InlineData("1,000")]
    [InlineData("2.5")]
    [InlineData("ten")]
    public void A_whole_number_that_could_mean_another_is_refused(string text) =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => new WholeNumberAttribute().Transform(Engine, text));

    [Fact]
    public void A_number_with_a_fraction_is_refused_and_not_rounded() => Assert.All(
        new object[] { 2.5, 2.5f, 2.5m, -0.1, double.NaN, PSObject.AsPSObject(2.5) },
        number => Assert.Contains("not a whole number", Assert.Throws<ArgumentTransformationMetadataException>(() => new WholeNumberAttribute().Transform(Engine, number)).Message, StringComparison.Ordinal));

    [Fact]
    public void A_whole_number_is_read()
    {
        Assert.Equal(1200, new WholeNumberAttribute().Transform(Engine, "1200"));
        // What is a number already is left to PowerShell.
        Assert.All(new object[] { 1200, 1200L, 1200.0, 1200m }, number => Assert.Equal(number, new WholeNumberAttribute().Transform(Engine, number)));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void An_ISO_date_is_the_same_day_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = new(culture);

        Assert.Equal(new DateTimeOffset(new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Local)), new IsoDateAttribute().Transform(Engine, "2026-01-31"));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 30, 0, TimeSpan.Zero), new IsoDateAttribute().Transform(Engine, "2026-01-31T12:30:00Z"));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 30, 0, TimeSpan.FromHours(3)), new IsoDateAttribute().Transform(Engine, "2026-01-31T12:30:00+03:00"));
    }

    [Fact]
    public void Any_other_date_is_left_to_PowerShell()
    {
        var now = DateTime.UtcNow;

        Assert.Equal("31.1.2026", new IsoDateAttribute().Transform(Engine, "31.1.2026"));
        Assert.Equal(now, new IsoDateAttribute().Transform(Engine, now));
    }
}
