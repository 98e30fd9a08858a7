namespace MSCommerce.Reports;

// What a template of a report is filled with: texts, written in the reader's manner. The names are those of the template's places.

/// <summary>A page.</summary>
internal sealed record ReportPage
{
    public required string Title { get; init; }

    public required string Tenant { get; init; }

    /// <summary>The language of the words (IETF tag).</summary>
    public required string Language { get; init; }

    /// <summary>In whose manner dates and numbers are written (IETF tag).</summary>
    public required string Culture { get; init; }

    public required string MadeAt { get; init; }

    /// <summary>The months of the spend.</summary>
    public required string Period { get; init; }

    public required string Actor { get; init; }

    public required string Store { get; init; }

    /// <summary>Whether all of it was made up.</summary>
    public required bool IsSample { get; init; }

    /// <summary>The policy that a browser keeps the page to: the styles and scripts of the template, and nothing from anywhere. The template gives it.</summary>
    public string ContentSecurityPolicy { get; init; } = "";

    public required IReadOnlyList<ReportFigure> Figures { get; init; }

    public required IReadOnlyList<ReportSection> Sections { get; init; }
}

/// <summary>A number to begin with.</summary>
internal sealed record ReportFigure(string Label, string Value, string Detail, bool NeedsAttention = false);

/// <summary>A part of the page.</summary>
internal sealed record ReportSection
{
    public required string Id { get; init; }

    public required string Heading { get; init; }

    /// <summary>What the numbers mean.</summary>
    public required string Lead { get; init; }

    /// <summary>Why there are no numbers; null where there are.</summary>
    public string? Gap { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<ReportBlock> Blocks { get; init; } = [];
}

/// <summary>A chart, a table, or a chart with its table.</summary>
internal sealed record ReportBlock
{
    public required string Heading { get; init; }

    /// <summary>The chart as SVG, which is made here alone and needs no escaping; null for none.</summary>
    public string? Svg { get; init; }

    public required ReportTable Table { get; init; }

    /// <summary>Whether the block takes the page's whole width.</summary>
    public bool IsWide { get; init; }
}

/// <summary>A table.</summary>
internal sealed record ReportTable
{
    public required string Caption { get; init; }

    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>What stands in the place of rows where there are none.</summary>
    public string Empty { get; init; } = "None.";

    /// <summary>How much is left out; null for nothing.</summary>
    public string? More { get; init; }

    /// <summary>The sum of all rows; null for none.</summary>
    public ReportRow? Total { get; init; }

    public bool HasRows => Rows.Count > 0;

    public bool HasFoot => Total is not null || More is not null;

    public int Width => Columns.Count;
}

/// <summary>A column's heading.</summary>
internal sealed record ReportColumn(string Text, bool IsNumber = false);

/// <summary>A row of a table: the first cell is its heading.</summary>
internal sealed record ReportRow(ReportCell Head, IReadOnlyList<ReportCell> Cells);

/// <summary>A cell: what is read, and what it is sorted by.</summary>
internal sealed record ReportCell(string Text, string Sort, bool IsNumber = false);
