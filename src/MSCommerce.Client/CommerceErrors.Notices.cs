namespace MSCommerce;

/// <content>Failures of sending notices (N1).</content>
public static partial class CommerceErrors
{
    /// <summary>A sender whose address is none.</summary>
    public static CommerceException SenderInvalid(string from) =>
        new(CommerceError.InvalidRequest, "SenderInvalid", $"'{from}' is no sender's address. Give -From like licences@contoso.example, or 'Licences <licences@contoso.example>'; nothing was sent.", from);

    /// <summary>A template that cannot be used.</summary>
    public static CommerceException TemplateInvalid(string source, string why, Exception? cause = null) =>
        new(CommerceError.InvalidFile, "TemplateInvalid", $"The template {source} cannot be used: {why.TrimEnd('.')}. Mend it, or take it away to have the built-in one; nothing was sent with it.", source, cause);

    /// <summary>A file among the templates whose name is no template's.</summary>
    public static CommerceException TemplateUnknown(string path, IEnumerable<string> names) =>
        new(CommerceError.InvalidFile, "TemplateUnknown",
            $"{path} replaces no template: templates are called {string.Join(", ", names)}, with a language before the part where they are of one (LicenseGranted.pt-BR.txt.hbs). Rename it or take it away; nothing was sent.", path);

    /// <summary>A folder without templates.</summary>
    public static CommerceException TemplatesMissing(string folder) =>
        new(CommerceError.NotFound, "TemplatesMissing", $"{folder} holds no template (*.hbs). Check the path, or leave it out to send the built-in texts; nothing was sent.", folder);

    /// <summary>What was handed to the mail server could not be recorded.</summary>
    public static CommerceException NoticeUnrecorded(Notice notice, CommerceException cause) =>
        new(cause.Error, "NoticeUnrecorded",
            $"The mail server took the e-mail to {notice.Recipient} (notice {notice.NoticeId}), but that could not be recorded: {cause.Message} It is sent once more, with the same Message-ID, half an hour from now at the earliest; see to the store first.",
            notice.NoticeId.ToString(), cause);
}
