namespace MSCommerce.Stores;

/// <summary>Takes rows as UTF-8 text, field by field: how a store exports without making an object of every row.</summary>
public interface IRowSink
{
    /// <summary>The next field of the row.</summary>
    /// <param name="utf8">Its text; empty for null.</param>
    void WriteField(ReadOnlySpan<byte> utf8);

    /// <summary>Ends the row.</summary>
    void EndRow();
}

/// <summary>The columns of an export of licensed users, in order (S3).</summary>
public static class LicensedUserColumns
{
    /// <summary>The names: those of <see cref="LicensedUser"/>. Dates are ISO 8601 in UTC, truth values <c>True</c> or <c>False</c>, services and groups joined by <c>;</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(LicensedUser.Purchaser),
        nameof(LicensedUser.UserPrincipalName),
        nameof(LicensedUser.DisplayName),
        nameof(LicensedUser.UserId),
        nameof(LicensedUser.ProductName),
        nameof(LicensedUser.ProductId),
        nameof(LicensedUser.SubscriptionId),
        nameof(LicensedUser.AssignedAt),
        nameof(LicensedUser.AccountEnabled),
        nameof(LicensedUser.DisabledServices),
        nameof(LicensedUser.AssignedBy),
        nameof(LicensedUser.Groups),
    ];

    /// <summary>Those of the columns that hold <c>True</c> or <c>False</c>.</summary>
    public static IReadOnlySet<string> TruthValues { get; } = new HashSet<string>(StringComparer.Ordinal) { nameof(LicensedUser.AccountEnabled) };
}
