using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests.Harness;

public sealed class CmdletRunnerTests : IDisposable
{
    private readonly CmdletRunner _powershell = new();

    public void Dispose() => _powershell.Dispose();

    [Fact]
    public void Output_is_recorded_in_order()
    {
        var run = _powershell.Cmdlet<SetFruitCommand>()
            .With("FruitId", new[] { "Apple", "Plum" }).With("Color", "Green").With("PassThru", value: true).Invoke();

        Assert.Equal([new("Apple", "Green"), new("Plum", "Green")], run.OutputOf<Fruit>());
        Assert.Null(run.TerminatingError);
    }

    [Fact]
    public void The_pipeline_binds_by_property_name_and_alias()
    {
        var note = new PSObject();
        note.Properties.Add(new PSNoteProperty("fruitid", "Plum"));

        var run = _powershell.Cmdlet<SetFruitCommand>().With("Color", "Red").With("PassThru", value: true)
            .Pipe(new Fruit("Apple", "Green"), note).Invoke();

        // Green, the piped object's own colour, is not taken for the wanted one.
        Assert.Equal([new("Apple", "Red"), new("Plum", "Red")], run.OutputOf<Fruit>());
    }

    [Fact]
    public void Each_piped_object_chooses_the_parameter_set()
    {
        var run = _powershell.Cmdlet<SetFruitCommand>().With("Color", "Red")
            .Pipe(new { Kind = "Berry" }, new { Id = "Apple" }).Invoke();

        Assert.Equal(["Kind: Berry", "Id: Apple"], run.Verbose);
    }

    [Fact]
    public void An_object_that_fits_no_parameter_is_an_error_that_ends_nothing()
    {
        var run = _powershell.Cmdlet<SetFruitCommand>().With("Color", "Red").Pipe(new { Name = "?" }, new { Id = "Apple" }).Invoke();

        Assert.StartsWith("InputObjectNotBound,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Apple", Assert.Single(run.ShouldProcessCalls).Target);
    }

    [Theory]
    [InlineData("Color", "Blue", "ParameterArgumentValidationError")]
    [InlineData("PassThru", "True", "ParameterArgumentTransformationError")]
    [InlineData("Size", 3, "NamedParameterNotFound")]
    [InlineData("Kind", "Berry", "AmbiguousParameterSet")]
    public void An_argument_that_does_not_bind_ends_the_command(string parameter, object value, string errorId)
    {
        var run = _powershell.Cmdlet<SetFruitCommand>().With("Id", "Apple").With(parameter, value).Invoke();

        Assert.Equal($"{errorId},{typeof(SetFruitCommand).FullName}", run.TerminatingError?.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_missing_mandatory_parameter_is_named()
    {
        var run = _powershell.Cmdlet<SetFruitCommand>().With("Id", "Apple").Invoke();

        Assert.Equal("Color", run.TerminatingError?.TargetObject);
        Assert.StartsWith("MissingMandatoryParameter,", run.TerminatingError?.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_and_no_change_nothing_and_record_the_question()
    {
        var call = new ShouldProcessCall("Apple", "Paint Red");
        var whatIf = _powershell.Cmdlet<SetFruitCommand>().With("Id", "Apple").With("Color", "Red").With("PassThru", value: true);
        var no = _powershell.Cmdlet<SetFruitCommand>().With("Id", "Apple").With("Color", "Red").With("PassThru", value: true);

        Assert.All([whatIf.WhatIf().Invoke(), no.Decline().Invoke()], run =>
        {
            Assert.Equal([call], run.ShouldProcessCalls);
            Assert.Empty(run.Output);
        });
    }

    [Fact]
    public void Errors_carry_id_category_and_target()
    {
        var run = _powershell.Cmdlet<SetFruitCommand>().With("Id", new[] { "Stone", "Apple", "Bomb", "Plum" }).With("Color", "Red").Invoke();

        var error = Assert.Single(run.Errors);
        Assert.Equal($"FruitNotFound,{typeof(SetFruitCommand).FullName}", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("Stone", error.TargetObject);
        Assert.Equal($"Exploded,{typeof(SetFruitCommand).FullName}", run.TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal("Apple", Assert.Single(run.ShouldProcessCalls).Target);
    }

    [Fact]
    public async Task Stop_reaches_the_cmdlet_and_ends_its_writing()
    {
        var number = 0;
        var running = _powershell.Cmdlet<WaitFruitCommand>().Pipe(Enumerable.Range(1, 3).Select(one => (object?)(number = one))).Start();
        while (Volatile.Read(ref number) == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        running.Stop();
        var run = await running.Completion;

        Assert.True(run.Stopped);
        Assert.Empty(run.Output);
        Assert.Null(run.TerminatingError);
        Assert.Equal(1, number);
    }

    [Fact]
    public void Writing_from_another_thread_is_refused()
    {
        var run = _powershell.Cmdlet<GetFruitElsewhereCommand>().Invoke();

        Assert.Empty(run.Output);
        Assert.IsType<PSInvalidOperationException>(run.TerminatingError?.Exception);
    }
}
