namespace MSCommerce;

/// <summary>A report of the whole tenant, to be gathered (X5).</summary>
public sealed record ReportQuery
{
    /// <summary>A baseline file, CSV or JSON, that the policy is compared with; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>How many calendar months (UTC) of spend, 1 to 60: the present one, as far as it has come, and those before it.</summary>
    public int Months { get; init; } = ExportReportRequest.UsualMonths;
}

/// <summary>A report of the whole tenant, to be written as an HTML file (X5).</summary>
public sealed record ExportReportRequest
{
    /// <summary>How many months of spend a report has unless something else is asked for.</summary>
    public const int UsualMonths = 12;

    /// <summary>The file: <c>.html</c> or <c>.htm</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The page's title; null for the tenant's name and what it is about.</summary>
    public string? Title { get; init; }

    /// <summary>A baseline file, CSV or JSON, that the policy is compared with; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>How many calendar months (UTC) of spend, 1 to 60: the present one, as far as it has come, and those before it.</summary>
    public int Months { get; init; } = UsualMonths;

    /// <summary>The organisation's own template (Handlebars) in place of the one built in; null for that.</summary>
    public string? TemplatePath { get; init; }

    /// <summary>The language in whose manner dates and numbers are written (IETF tag, for instance <c>de-CH</c>); the user's own where null.</summary>
    public string? Language { get; init; }

    /// <summary>Replace a file that exists.</summary>
    public bool Force { get; init; }
}
