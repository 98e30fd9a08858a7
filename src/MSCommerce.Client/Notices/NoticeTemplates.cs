namespace MSCommerce.Notices;

/// <summary>
/// The texts of the e-mails as they are built in. Nothing in them invites anyone to buy (P10). What an organisation has in their place is read when notices are sent:
/// <see cref="SendNoticesRequest.TemplatePath"/>.
/// </summary>
public static class NoticeTemplates
{
    /// <summary>Writes a notice.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="facts">Its facts.</param>
    /// <returns>Subject and text.</returns>
    public static (string Subject, string Body) Render(NoticeKind kind, NoticeFacts facts) =>
        (NoticeTemplateSet.BuiltIn.Subject(kind, facts), NoticeTemplateSet.BuiltIn.Text(kind, facts));
}
