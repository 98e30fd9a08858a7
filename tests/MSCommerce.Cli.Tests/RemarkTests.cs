using MSCommerce.Cli.Operations;
using MSCommerce.Rules;

namespace MSCommerce.Cli.Tests;

/// <summary>What an operation says beside its answer.</summary>
public sealed class RemarkTests
{
    [Fact]
    public async Task An_operation_says_its_remark_where_it_has_one()
    {
        var operations = Operation.Of(typeof(NewClient)).ToDictionary(operation => operation.Words[1], StringComparer.Ordinal);

        Assert.Equal("Requests are taken elsewhere.", await operations["list"].RemarkAsync(new NewClient(), TestContext.Current.CancellationToken));
        Assert.Null(await operations["plain"].RemarkAsync(new NewClient(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_remark_that_an_operation_names_is_there() => Assert.All(
        Operation.Of(typeof(CommerceClient)).Where(operation => operation.Words is ["request", "list"]),
        operation => Assert.True(operation.HasRemark));

    public sealed class NewClient
    {
        public NewArea Area { get; } = new();
    }

    public sealed class NewArea
    {
        [Operation("thing list", Permission.View, Summary = "Lists things.", Remark = nameof(RemarkAsync), Cmdlet = "Get-Thing")]
        public Task<StoreCheck> ListAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        [Operation("thing plain", Permission.View, Summary = "Lists things.", Cmdlet = "Get-Thing")]
        public Task<StoreCheck> PlainAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<string?> RemarkAsync(CancellationToken cancellationToken = default) => Task.FromResult<string?>("Requests are taken elsewhere.");
    }
}
