using MSCommerce.Stores;

namespace MSCommerce.Client.Tests.Stores;

public class StoreRegistryTests
{
    [Theory]
    [InlineData("postgresql Host=db;Password=secret")]
    [InlineData("postgresql//user;secret@db:5432/commerce")]
    [InlineData("postgresql?secret:x")]
    public async Task An_address_that_is_written_wrong_does_not_give_its_password_away(string address)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => new StoreRegistry().OpenAsync(address, new(), default));

        Assert.Equal("StoreAddressInvalid", error.ErrorId);
        Assert.DoesNotContain("secret", $"{error.Message} {error.Target}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_a_scheme_is_named()
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => new StoreRegistry().OpenAsync("tenant.db", new(), default));

        Assert.Equal("tenant.db", error.Target);
    }
}
