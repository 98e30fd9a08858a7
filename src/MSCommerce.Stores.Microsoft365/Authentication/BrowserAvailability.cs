namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>Whether a person can sign in in a browser of this machine.</summary>
internal static class BrowserAvailability
{
    /// <summary>Why there is no browser; null where there is one.</summary>
    /// <param name="isAttended">Whether a person sits in front of the session.</param>
    public static string? WhyNot(bool isAttended) => WhyNot(isAttended, Environment.UserInteractive, OperatingSystem.IsLinux(), Environment.GetEnvironmentVariable);

    /// <summary>The same, of a machine that a test describes.</summary>
    public static string? WhyNot(bool isAttended, bool isDesktop, bool isLinux, Func<string, string?> environment)
    {
        if (!isAttended)
            return "nobody sits in front of this session";
        if (!isDesktop)
            return "this process has no desktop";
        if (isLinux && string.IsNullOrEmpty(environment("DISPLAY")) && string.IsNullOrEmpty(environment("WAYLAND_DISPLAY")))
            return "this session has no display";
        // A browser would open on the other machine, where nobody sees it.
        return string.IsNullOrEmpty(environment("SSH_CONNECTION")) || (isLinux && !string.IsNullOrEmpty(environment("DISPLAY")))
            ? null
            : "this session came over SSH";
    }
}
