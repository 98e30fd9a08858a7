using System.Management.Automation;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

public sealed class PolicyCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly CmdletRunner _powershell = sample.Connect();

    public void Dispose()
    {
        _powershell.Cmdlet<DisconnectMSCommerceCommand>().Invoke();
        _powershell.Dispose();
    }

    [Fact, Trait("Requirement", "P8")]
    public void Each_change_is_asked_about_by_product_old_and_new_value()
    {
        var run = Update("Visio*", "Disabled").WhatIf().Invoke();

        Assert.Equal(
            [
                new("Visio Plan 1 (CFQ7TTC0HD33)", "Change AllowSelfServicePurchase from Enabled to Disabled"),
                new("Visio Plan 2 (CFQ7TTC0HD32)", "Change AllowSelfServicePurchase from Enabled to Disabled"),
            ],
            run.ShouldProcessCalls);
        Assert.Empty(run.Output);
        Assert.Equal("Enabled", Value("Visio Plan 1"));
    }

    [Fact, Trait("Requirement", "P8")]
    public void What_is_so_already_is_neither_asked_about_nor_written_but_answered()
    {
        var run = Update("Microsoft 365 Copilot", "Disabled").Invoke();

        Assert.Empty(run.ShouldProcessCalls);
        Assert.Equal("Disabled", Assert.Single(run.OutputOf<ProductPolicy>()).PolicyValue);
        Assert.Contains(run.Verbose, line => line.Contains("Values written: 0", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_was_confirmed_is_changed()
    {
        var run = Update("Visio*", "Disabled").OnShouldProcess(call => call.Target!.StartsWith("Visio Plan 2", StringComparison.Ordinal)).Invoke();

        Assert.Equal("Visio Plan 2", Assert.Single(run.OutputOf<ProductPolicy>()).ProductName);
        Assert.Equal("Enabled", Value("Visio Plan 1"));
        Assert.Equal("Disabled", Value("Visio Plan 2"));
    }

    [Fact]
    public void Enabling_many_is_asked_about_once_more_with_their_names()
    {
        var run = Update("*", "Enabled").OnShouldProcess(call => call.Query is null).Invoke();

        var question = Assert.Single(run.ShouldProcessCalls, call => call.Query is not null);
        Assert.Contains("Microsoft 365 Copilot, Power Automate RPA, Viva Goals", question.Query, StringComparison.Ordinal);
        Assert.Equal("Disabled", Value("Microsoft 365 Copilot"));
        // What stays as it is is answered all the same.
        Assert.Equal(14, run.Output.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Enabling_many_is_not_asked_about_twice_where_Confirm_was_given(bool confirm)
    {
        var run = Update("*", "Enabled").With("Confirm", confirm).Invoke();

        Assert.DoesNotContain(run.ShouldProcessCalls, call => call.Query is not null);
        Assert.Equal("Enabled", Value("Microsoft 365 Copilot"));
    }

    [Fact]
    public void Blocking_many_is_not_asked_about_once_more() =>
        Assert.DoesNotContain(Update("*", "Disabled").Invoke().ShouldProcessCalls, call => call.Query is not null);

    [Fact]
    public void A_session_that_cannot_ask_is_told_what_to_say()
    {
        var run = Update("Visio*", "Disabled").OnShouldProcess(_ => throw new PSInvalidOperationException("NonInteractive")).Invoke();

        Assert.Equal("ConfirmationImpossible,MSCommerce.PowerShell.UpdateMSCommerceProductPolicyCommand", run.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains("-Confirm:$false", run.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("Enabled", Value("Visio Plan 1"));
    }

    [Fact]
    public void Either_kind_of_object_pipes_into_it_and_an_older_id_is_understood()
    {
        var run = _powershell.Cmdlet<UpdateMSCommerceProductPolicyCommand>().With("Enabled", false)
            .Pipe(
                new ProductPolicy { PolicyId = PolicyIds.AllowSelfServicePurchase, ProductId = "CFQ7TTC0KP0P", ProductName = "old", PolicyValue = "Enabled" },
                new OfferTypePolicy { PolicyId = PolicyIds.AllowSelfServicePurchase, Scope = "OfferType", ScopeId = "POWERBIVISUALS", PolicyValue = "Enabled" })
            .Invoke();

        Assert.Null(run.TerminatingError);
        Assert.Equal("CFQ7TTC0LH2H", Assert.IsType<ProductPolicy>(run.Output[0]).ProductId);
        Assert.Equal("Disabled", Assert.IsType<OfferTypePolicy>(run.Output[1]).PolicyValue);
    }

    [Fact]
    public void Without_a_connection_it_fails_before_it_reads_any_input()
    {
        using var unconnected = new CmdletRunner();
        var drawn = 0;

        var run = unconnected.Cmdlet<UpdateMSCommerceProductPolicyCommand>().With("Value", "Disabled").Pipe(Draw()).Invoke();

        Assert.StartsWith("NotConnected,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, drawn);

        IEnumerable<object?> Draw()
        {
            drawn++;
            yield return new { ProductId = "Visio*" };
        }
    }

    private CmdletInvocation<UpdateMSCommerceProductPolicyCommand> Update(string product, string value) =>
        _powershell.Cmdlet<UpdateMSCommerceProductPolicyCommand>().With("ProductId", product).With("Value", value);

    private string Value(string product) =>
        Assert.Single(_powershell.Cmdlet<GetMSCommerceProductPolicyCommand>().With("ProductId", product).Invoke().OutputOf<ProductPolicy>()).PolicyValue;
}
