using System.Globalization;
using MSCommerce.Stores.Sql;

namespace MSCommerce.Stores.Tests;

public sealed class UtcTimeTests
{
    [Theory]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("2024-02-29T23:59:59.999Z")]
    [InlineData("2026-11-21T18:41:28.007Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void A_moment_is_read_as_it_was_written(string text)
    {
        var moment = UtcTime.Parse(text);

        Assert.Equal(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), moment.Value);
        Assert.Equal(TimeSpan.Zero, moment.Value.Offset);
        Assert.Equal(text, moment.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T18:41:28.007")]
    [InlineData("2026-11-21 18:41:28.007Z")]
    [InlineData("2026-02-29T18:41:28.007Z")]
    [InlineData("2026-13-01T18:41:28.007Z")]
    [InlineData("0000-01-01T18:41:28.007Z")]
    [InlineData("2026-11-21T24:00:00.000Z")]
    [InlineData("2026-11-21T18:60:28.007Z")]
    [InlineData("2026-11-21T18:41:60.007Z")]
    [InlineData("2026-11-21T18:41:28.+07Z")]
    [InlineData("２026-11-21T18:41:28.007Z")]
    public void What_is_no_moment_is_refused(string text) => Assert.Throws<FormatException>(() => UtcTime.Parse(text));
}
