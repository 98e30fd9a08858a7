using System.Management.Automation;

namespace MSCommerce.PowerShell.Tests.Harness;

/// <summary>All that a cmdlet wrote, asked and threw.</summary>
internal sealed class CmdletRun
{
    internal List<object?> Output { get; } = [];

    internal List<ErrorRecord> Errors { get; } = [];

    /// <summary>The error that ended the pipeline, were there one; it is not among <see cref="Errors"/>.</summary>
    internal ErrorRecord? TerminatingError { get; set; }

    internal List<string> Warnings { get; } = [];

    internal List<string> Verbose { get; } = [];

    internal List<string> Debug { get; } = [];

    internal List<InformationRecord> Information { get; } = [];

    internal List<ProgressRecord> Progress { get; } = [];

    internal List<ShouldProcessCall> ShouldProcessCalls { get; } = [];

    internal bool Stopped { get; set; }

    /// <summary>The output, every object of which must be of this type.</summary>
    internal IReadOnlyList<T> OutputOf<T>() => [.. Output.Select(one => Assert.IsAssignableFrom<T>(one is PSObject { BaseObject: T inner } ? inner : one))];
}

/// <summary>What a cmdlet asked through ShouldProcess, and what it was told.</summary>
/// <param name="Target">On what; in the form with three texts, null.</param>
/// <param name="Action">What would happen; in the form with three texts, the description that -WhatIf shows.</param>
/// <param name="Query">The question, in the form with three texts.</param>
/// <param name="Caption">The question's title, in the form with three texts.</param>
internal sealed record ShouldProcessCall(string? Target, string? Action, string? Query = null, string? Caption = null)
{
    internal bool Answer { get; set; }
}
