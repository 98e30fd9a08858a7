using System.Management.Automation;
using System.Reflection;
using MSCommerce.PowerShell.Tests.Conventions;
using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>What every cmdlet that changes something keeps to.</summary>
public sealed class ChangingCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly SampleSession _session = new(sample.Connect());

    public static TheoryData<Type> Changing => [.. SampleChange.All.Keys];

    /// <summary>Those that name what they change.</summary>
    public static TheoryData<Type> Naming => [.. SampleChange.All.Keys.Where(cmdlet => Cmdlets.Parameters(cmdlet).Any(parameter => Cmdlets.Declares(parameter, "ValueFromPipelineByPropertyName")))];

    /// <summary>Those of high impact, and the one that is where it takes away.</summary>
    public static TheoryData<Type> Asking =>
    [
        typeof(SetMSCommerceUserCommand), typeof(NewSelfServiceSubscriptionCommand), typeof(SetSelfServiceSubscriptionCommand), typeof(RemoveSelfServiceSubscriptionCommand),
        typeof(RemoveSelfServiceLicenseCommand), typeof(RemoveSelfServicePaymentMethodCommand), typeof(SubmitSelfServicePaymentCommand),
    ];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Changing))]
    public async Task It_changes_what_is_piped_by_property_name_and_answers(Type cmdlet)
    {
        var change = SampleChange.All[cmdlet](_session);
        var before = await Contents.OfAsync(_session.Store);

        var run = Run(cmdlet, change, passThru: true);

        Assert.Null(run.TerminatingError);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.ShouldProcessCalls);
        var written = ((IEnumerable<CustomAttributeTypedArgument>)Cmdlets.Attribute<OutputTypeAttribute>(cmdlet)!.ConstructorArguments[0].Value!).Select(type => (Type)type.Value!);
        Assert.Contains(Assert.Single(run.Output)!.GetType(), written);
        Assert.NotEqual(before, await Contents.OfAsync(_session.Store));
        var entry = (await Contents.AuditAsync(_session.Store))[0];
        Assert.Equal(AuditOutcome.Succeeded, entry.Outcome);
        Assert.Equal("admin@fabrikam.example", entry.Actor);
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public void It_writes_nothing_to_the_pipeline_without_PassThru_and_tells_with_Verbose(Type cmdlet)
    {
        var run = Run(cmdlet, SampleChange.All[cmdlet](_session), passThru: false);

        Assert.Equal(Cmdlets.AlwaysAnswers(cmdlet) ? 1 : 0, run.Output.Count);
        Assert.Contains(run.Verbose, line => line.Contains("t.db", StringComparison.Ordinal));
        Assert.True(run.Verbose.Count > 1);
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public Task WhatIf_asks_and_writes_nothing(Type cmdlet) => LeavesNoTraceAsync(cmdlet, invocation => invocation.WhatIf());

    [Theory]
    [MemberData(nameof(Changing))]
    public Task No_writes_nothing(Type cmdlet) => LeavesNoTraceAsync(cmdlet, invocation => invocation.Decline());

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task A_session_that_cannot_ask_is_told_what_to_say(Type cmdlet)
    {
        var change = SampleChange.All[cmdlet](_session);
        var before = await Contents.OfAsync(_session.Store);

        // Either question may be the first that a person is needed for.
        var run = Run(cmdlet, change, passThru: false, invocation => invocation.OnShouldProcess(call =>
            call.Query is null && cmdlet == typeof(SetMSCommerceUserCommand) ? true : throw new PSInvalidOperationException("NonInteractive")));

        Assert.Equal($"ConfirmationImpossible,{cmdlet.FullName}", run.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Theory]
    [MemberData(nameof(Naming))]
    public async Task What_does_not_exist_is_an_error(Type cmdlet)
    {
        var change = SampleChange.All[cmdlet](_session);
        var before = await Contents.OfAsync(_session.Store);

        var run = Run(cmdlet, change with { Piped = change.Gone }, passThru: true);

        // What works off its input one by one reports the one and goes on; whatever is one change ends.
        var error = cmdlet == typeof(SubmitSelfServicePaymentCommand) ? Assert.Single(run.Errors) : run.TerminatingError!;
        Assert.StartsWith($"{change.GoneId},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.Empty(run.Output);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Theory]
    [MemberData(nameof(Naming))]
    public async Task Nothing_piped_in_is_no_error_and_is_said(Type cmdlet)
    {
        if (cmdlet == typeof(ImportSelfServiceProductCommand))
            return;
        var change = SampleChange.All[cmdlet](_session);
        var before = await Contents.OfAsync(_session.Store);

        var run = Run(cmdlet, change, passThru: true, invocation => invocation.Pipe());

        Assert.Null(run.TerminatingError);
        Assert.Empty(run.Output);
        Assert.Empty(run.ShouldProcessCalls);
        Assert.Contains("nothing was changed", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
    }

    [Theory, Trait("Requirement", "A")]
    [MemberData(nameof(Changing))]
    public async Task Whoever_lacks_the_role_is_refused_and_only_that_is_written(Type cmdlet)
    {
        var change = SampleChange.All[cmdlet](_session);
        var before = await Contents.OfAsync(_session.Store);
        var entries = (await Contents.AuditAsync(_session.Store)).Count;
        _session.Become(change.RefusedTo);

        var run = Run(cmdlet, change, passThru: true);

        Assert.Equal($"RoleMissing,{cmdlet.FullName}", run.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, run.TerminatingError.CategoryInfo.Category);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
        var audit = await Contents.AuditAsync(_session.Store);
        Assert.Equal(entries + 1, audit.Count);
        Assert.Equal((change.RefusedTo, AuditOutcome.Refused), (audit[0].Actor, audit[0].Outcome));
    }

    private async Task LeavesNoTraceAsync(Type cmdlet, Func<IInvocation, IInvocation> configure)
    {
        var change = SampleChange.All[cmdlet](_session);
        var before = await Contents.OfAsync(_session.Store);
        var entries = (await Contents.AuditAsync(_session.Store)).Count;

        var run = Run(cmdlet, change, passThru: true, configure);

        Assert.Null(run.TerminatingError);
        Assert.NotEmpty(run.ShouldProcessCalls);
        if (cmdlet != typeof(ImportSelfServiceProductCommand))
            Assert.Empty(run.Output);
        Assert.Equal(before, await Contents.OfAsync(_session.Store));
        Assert.Equal(entries, (await Contents.AuditAsync(_session.Store)).Count);
    }

    private CmdletRun Run(Type cmdlet, SampleChange change, bool passThru, Func<IInvocation, IInvocation>? configure = null) =>
        (CmdletRun)typeof(ChangingCommandTests).GetMethod(nameof(InvokeOf), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(cmdlet)
            .Invoke(this, [change, passThru, configure ?? (invocation => invocation)])!;

    private CmdletRun InvokeOf<T>(SampleChange change, bool passThru, Func<IInvocation, IInvocation> configure) where T : Cmdlet, new()
    {
        var invocation = _session.Cmdlet<T>();
        foreach (var (name, value) in change.With)
            invocation.With(name, value);
        if (change.Piped is not null)
            invocation.Pipe(change.Piped);
        if (passThru && Cmdlets.Parameters(typeof(T)).Any(parameter => parameter.Name == "PassThru"))
            invocation.With("PassThru", value: true);
        return ((Invocation<T>)configure(new Invocation<T>(invocation))).Run();
    }

    /// <summary>An invocation of a cmdlet whose type is known at run time alone.</summary>
    private interface IInvocation
    {
        IInvocation WhatIf();

        IInvocation Decline();

        IInvocation OnShouldProcess(Func<ShouldProcessCall, bool> answer);

        IInvocation Pipe(params object?[] input);
    }

    private sealed class Invocation<T>(CmdletInvocation<T> inner) : IInvocation
        where T : Cmdlet, new()
    {
        public IInvocation WhatIf() => new Invocation<T>(inner.WhatIf());

        public IInvocation Decline() => new Invocation<T>(inner.Decline());

        public IInvocation OnShouldProcess(Func<ShouldProcessCall, bool> answer) => new Invocation<T>(inner.OnShouldProcess(answer));

        public IInvocation Pipe(params object?[] input) => new Invocation<T>(inner.Pipe(input));

        internal CmdletRun Run() => inner.Invoke();
    }
}
