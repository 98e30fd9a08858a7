using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>The session of each runspace. A runspace that is gone takes its session with it.</summary>
internal static class SessionTable
{
    private static readonly ConditionalWeakTable<Runspace, Entry> Entries = [];

    /// <summary>The session that a command uses: the one named, else the runspace's.</summary>
    /// <exception cref="CommerceException"><c>NotConnected</c>, <c>SessionClosed</c>.</exception>
    public static CommerceSession Require(CommerceSession? named, Runspace? runspace)
    {
        var session = named ?? Find(runspace) ?? throw CommerceErrors.NotConnected();
        return session.IsOpen ? session : throw CommandErrors.SessionClosed(session.ToString());
    }

    /// <summary>The runspace's session; null where there is none.</summary>
    public static CommerceSession? Find(Runspace? runspace) =>
        runspace is not null && Entries.TryGetValue(runspace, out var entry) ? entry.Session : null;

    /// <summary>Makes a session the runspace's.</summary>
    /// <param name="runspace">The runspace.</param>
    /// <param name="session">The session; null for none.</param>
    /// <param name="isShared">Whether the user was given it: then closing it is his affair.</param>
    /// <returns>The former session, to be closed; null where there was none, or it is the user's to close.</returns>
    public static CommerceSession? Replace(Runspace runspace, CommerceSession? session, bool isShared = false)
    {
        var entry = Entries.GetOrCreateValue(runspace);
        var former = entry.IsShared ? null : entry.Session;
        entry.Session = session;
        entry.IsShared = isShared;
        return former;
    }

    private sealed class Entry
    {
        public CommerceSession? Session { get; set; }

        public bool IsShared { get; set; }
    }
}
