namespace MSCommerce;

/// <summary>The errors of reports (X5).</summary>
public static partial class CommerceErrors
{
    /// <summary>A template of a report that cannot be read or filled.</summary>
    public static CommerceException ReportTemplateInvalid(string source, string why, Exception? cause = null) =>
        new(CommerceError.InvalidFile, "TemplateInvalid", $"The template {source} cannot be used: {why.TrimEnd('.')}. Mend it, or leave it out to have the built-in one; no report was written.", source, cause);

    /// <summary>A text that names no language.</summary>
    public static CommerceException LanguageInvalid(string language) =>
        InvalidRequest("LanguageInvalid", $"'{language}' is no language tag. Write it like de or pt-BR.", language);

    /// <summary>A report that would cover no months, or more than it can show.</summary>
    public static CommerceException MonthsInvalid(int months, int most) =>
        InvalidRequest("MonthsInvalid", $"A report covers 1 to {most} months and not {months}. Ask for fewer or more.");
}
