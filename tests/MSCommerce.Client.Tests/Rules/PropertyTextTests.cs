using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public class PropertyTextTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    public void Values_are_written_and_read_the_same_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new(culture);
        try
        {
            Assert.Equal("1234.5", PropertyText.Of(1234.50m));
            Assert.Equal(1234.5m, PropertyText.ToAmount(Wanted("1234.5")));
            Assert.Equal("-5", PropertyText.Of(-5));
            Assert.Equal(-5, PropertyText.ToNumber(Wanted("-5")));
            Assert.Equal("ValueInvalid", Assert.Throws<CommerceException>(() => PropertyText.ToAmount(Wanted("1,5"))).ErrorId);
            Assert.Equal(TenantSector.Education, PropertyText.ToName<TenantSector>(Wanted("education")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Lists_are_joined_by_semicolons_and_an_empty_one_is_none()
    {
        Assert.Equal("A;B", PropertyText.Of(new[] { "A", "B" }));
        Assert.Null(PropertyText.Of(Array.Empty<string>()));
        Assert.Equal(["A", "B"], PropertyText.ToList(Wanted("A;B")));
        Assert.Empty(PropertyText.ToList(Wanted(null)));
        Assert.Equal("GlobalAdministrator;Partner", PropertyText.Of([Role.Partner, Role.GlobalAdministrator, Role.Partner]));
        Assert.Equal([Role.GlobalAdministrator, Role.Partner], PropertyText.ToRoles(Wanted("partner;GlobalAdministrator")));
        Assert.Empty(PropertyText.ToRoles(Wanted(null)));
        Assert.Null(PropertyText.Of((decimal?)null));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("King")]
    [InlineData(null)]
    public void A_name_that_is_not_in_the_list_is_refused(string? name) =>
        Assert.Equal("ValueInvalid", Assert.Throws<CommerceException>(() => PropertyText.ToName<TenantSector>(Wanted(name))).ErrorId);

    private static PropertyChange Wanted(string? value) => new() { Target = "t", Name = "t", Property = "P", Wanted = value };
}
