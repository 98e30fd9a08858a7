using System.Text;

namespace MSCommerce.Stores.Microsoft365.Graph;

/// <summary>Writes licensed users to a sink, as they come.</summary>
internal static class LicensedUserExport
{
    private const int ProgressEvery = 1_000;

    public static async Task<long> WriteAsync(IAsyncEnumerable<LicensedUser> users, IRowSink sink, IProgress<OperationProgress>? progress)
    {
        const string Activity = "Exporting licensed users";
        var count = 0L;
        await foreach (var user in users)
        {
            Write(sink, user.Purchaser);
            Write(sink, user.UserPrincipalName);
            Write(sink, user.DisplayName);
            Write(sink, user.UserId);
            Write(sink, user.ProductName);
            Write(sink, user.ProductId);
            Write(sink, user.SubscriptionId);
            // When it was assigned is not told.
            Write(sink, null);
            Write(sink, user.AccountEnabled?.ToString());
            Write(sink, user.DisabledServices.ToString());
            Write(sink, user.AssignedBy?.ToString());
            Write(sink, user.Groups.ToString());
            sink.EndRow();
            if (++count % ProgressEvery == 0)
                progress?.Report(new(Activity, count, null));
        }

        progress?.Report(new(Activity, count, count));
        return count;
    }

    private static void Write(IRowSink sink, string? text) => sink.WriteField(Encoding.UTF8.GetBytes(text ?? ""));
}
