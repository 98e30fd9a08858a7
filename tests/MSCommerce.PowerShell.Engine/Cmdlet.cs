using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace System.Management.Automation.Internal
{
    public abstract class InternalCommand
    {
        private protected InternalCommand()
        {
        }

        // Internal in PowerShell; whoever drives a cmdlet here is another assembly.
        public abstract void DoBeginProcessing();

        public abstract void DoProcessRecord();

        public abstract void DoEndProcessing();

        public abstract void DoStopProcessing();
    }
}

namespace System.Management.Automation
{
    public abstract class Cmdlet : InternalCommand
    {
        public ICommandRuntime CommandRuntime { get; set; } = null!;

        public bool Stopping => CommandRuntime is MSCommerce.PowerShell.Engine.IEngineRuntime { Stopping: true };

        public override void DoBeginProcessing() => BeginProcessing();

        public override void DoProcessRecord() => ProcessRecord();

        public override void DoEndProcessing() => EndProcessing();

        public override void DoStopProcessing() => StopProcessing();

        protected virtual void BeginProcessing()
        {
        }

        protected virtual void ProcessRecord()
        {
        }

        protected virtual void EndProcessing()
        {
        }

        protected virtual void StopProcessing()
        {
        }

        public void WriteObject(object? sendToPipeline) => CommandRuntime.WriteObject(sendToPipeline);

        public void WriteObject(object? sendToPipeline, bool enumerateCollection) =>
            CommandRuntime.WriteObject(sendToPipeline, enumerateCollection);

        public void WriteError(ErrorRecord errorRecord) => CommandRuntime.WriteError(errorRecord);

        public void WriteWarning(string text) => CommandRuntime.WriteWarning(text);

        public void WriteVerbose(string text) => CommandRuntime.WriteVerbose(text);

        public void WriteDebug(string text) => CommandRuntime.WriteDebug(text);

        public void WriteCommandDetail(string text) => CommandRuntime.WriteCommandDetail(text);

        public void WriteProgress(ProgressRecord progressRecord) => CommandRuntime.WriteProgress(progressRecord);

        public void WriteInformation(InformationRecord informationRecord) =>
            ((ICommandRuntime2)CommandRuntime).WriteInformation(informationRecord);

        public void WriteInformation(object messageData, string[]? tags)
        {
            var record = new InformationRecord(messageData, GetType().FullName!);
            record.Tags.AddRange(tags ?? []);
            WriteInformation(record);
        }

        public bool ShouldProcess(string? target) => CommandRuntime.ShouldProcess(target);

        public bool ShouldProcess(string? target, string? action) => CommandRuntime.ShouldProcess(target, action);

        public bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption) =>
            CommandRuntime.ShouldProcess(verboseDescription, verboseWarning, caption);

        public bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption, out ShouldProcessReason shouldProcessReason) =>
            CommandRuntime.ShouldProcess(verboseDescription, verboseWarning, caption, out shouldProcessReason);

        public bool ShouldContinue(string query, string caption) => CommandRuntime.ShouldContinue(query, caption);

        public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
            CommandRuntime.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

        public bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll) =>
            ((ICommandRuntime2)CommandRuntime).ShouldContinue(query, caption, hasSecurityImpact, ref yesToAll, ref noToAll);

        public void ThrowTerminatingError(ErrorRecord errorRecord)
        {
            CommandRuntime.ThrowTerminatingError(errorRecord);
            throw new InvalidOperationException("The runtime let a terminating error pass.");
        }
    }

    public interface ICommandRuntime
    {
        PSHost? Host { get; }

        void WriteObject(object? sendToPipeline);

        void WriteObject(object? sendToPipeline, bool enumerateCollection);

        void WriteError(ErrorRecord errorRecord);

        void WriteWarning(string text);

        void WriteVerbose(string text);

        void WriteDebug(string text);

        void WriteCommandDetail(string text);

        void WriteProgress(ProgressRecord progressRecord);

        void WriteProgress(long sourceId, ProgressRecord progressRecord);

        bool ShouldProcess(string? target);

        bool ShouldProcess(string? target, string? action);

        bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption);

        bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption, out ShouldProcessReason shouldProcessReason);

        bool ShouldContinue(string query, string caption);

        bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll);

        void ThrowTerminatingError(ErrorRecord errorRecord);
    }

    public interface ICommandRuntime2 : ICommandRuntime
    {
        bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll);

        void WriteInformation(InformationRecord informationRecord);
    }

    [Flags]
    public enum ShouldProcessReason
    {
        None = 0,
        WhatIf = 1,
    }

    public enum ConfirmImpact
    {
        None,
        Low,
        Medium,
        High,
    }
}

namespace System.Management.Automation.Host
{
    public abstract class PSHost
    {
        public abstract string Name { get; }
    }

    public class HostException(string message) : RuntimeException(message);
}
