using MSCommerce.Stores.Transfer;

namespace MSCommerce.Rules;

/// <summary>What may travel when a tenant is copied, and how it arrives (X4).</summary>
public static class TransferRules
{
    /// <summary>What a notice says that waited to be sent when the tenant was copied.</summary>
    public const string Held = "Held: it waited to be sent when the tenant was copied, and a copy sends nothing by itself.";

    private static readonly int NoticeStatusPlace = TransferSchema.Notices.PlaceOf("Status");
    private static readonly int NextAttemptPlace = TransferSchema.Notices.PlaceOf("NextAttemptAt");
    private static readonly int NoticeErrorPlace = TransferSchema.Notices.PlaceOf("LastError");
    private static readonly int SettlementPlace = TransferSchema.Invoices.PlaceOf("Settlement");

    /// <summary>Refuses a source whose sections make no tenant.</summary>
    /// <param name="store">The source.</param>
    /// <param name="sections">The sections that it knows.</param>
    /// <returns>The refusal; null where they do.</returns>
    public static CommerceException? Refuse(string store, IReadOnlyCollection<TransferSection> sections)
    {
        if (sections.FirstOrDefault(section => !TransferSchema.Sections.Contains(section)) is { } unknown)
            return CommerceErrors.TransferSectionUnknown(store, unknown.Name);
        IEnumerable<TransferSection> needed = [TransferSchema.Tenant, TransferSchema.Users, .. sections.SelectMany(section => section.References)];
        return needed.FirstOrDefault(section => !sections.Contains(section)) is { } missing ? CommerceErrors.TransferIncomplete(store, missing.Name) : null;
    }

    /// <summary>Why a row is not one of its section.</summary>
    /// <param name="row">The row.</param>
    /// <param name="section">The section.</param>
    /// <returns>The reason; null where it is one.</returns>
    public static string? Refuse(TransferRow row, TransferSection section)
    {
        if (row.Section != section)
            return $"it is a row of {row.Section.Name}";
        for (var place = 0; place < section.Columns.Count; place++)
        {
            var (column, value) = (section.Columns[place], row[place]);
            if (value.IsNull)
            {
                if (column.IsRequired)
                    return $"{column.Name} is empty";
            }
            else if (value.IsNumber == (column.Kind == TransferKind.Text))
            {
                return $"{column.Name} is no {column.Kind}";
            }
            else if (column.Kind == TransferKind.Flag && value.Number is not (0 or 1))
            {
                return $"{column.Name} is neither yes nor no";
            }
        }

        return null;
    }

    /// <summary>
    /// Makes a row ready for a copy. A copy never does by itself what reaches beyond it: a notice that was not sent yet is held (it stays in the outbox as
    /// undeliverable, and is sent where somebody names it), and what the payment provider was to do is not asked of it again.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="keepUnsent">Whether notices that were not sent yet can be sent from the copy as from the source.</param>
    public static void Ready(TransferRow row, bool keepUnsent)
    {
        if (row.Section == TransferSchema.Notices && !keepUnsent)
            Hold(row);
        else if (row.Section == TransferSchema.Invoices && row[SettlementPlace].Is("Due"))
            row.Set(SettlementPlace, TransferValue.Of("None"));
    }

    private static void Hold(TransferRow row)
    {
        if (!row[NoticeStatusPlace].Is(nameof(NoticeStatus.Pending)) && !row[NoticeStatusPlace].Is(nameof(NoticeStatus.Failed)))
            return;
        row.Set(NoticeStatusPlace, TransferValue.Of(nameof(NoticeStatus.Undeliverable)));
        row.Set(NextAttemptPlace, TransferValue.Null);
        row.Set(NoticeErrorPlace, TransferValue.Of(Held));
    }
}
