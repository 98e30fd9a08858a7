using System.Data.Common;
using System.Globalization;
using MSCommerce.Rules;

namespace MSCommerce.Stores.Sql.Billing;

/// <summary>What the payment provider has to do for an invoice by itself.</summary>
internal enum InvoiceSettlement
{
    None,
    Due,
    Failed,
}

/// <summary>An invoice with its keys.</summary>
internal sealed record StoredInvoice
{
    public required BilledAccount Account { get; init; }

    public required int Number { get; init; }

    public required InvoiceSettlement Settlement { get; init; }

    /// <summary>The end of the term, where it is a renewal's that nobody has written yet; else null.</summary>
    public DateTimeOffset? DraftUntil { get; init; }

    public required Invoice Invoice { get; init; }

    /// <summary>Whether it can be paid, or a credit be taken off it: what is being charged already cannot.</summary>
    public bool IsPayable => Invoice is { Status: InvoiceStatus.Open, Total: > 0 } && Settlement != InvoiceSettlement.Due;
}

/// <summary>
/// Reads invoices. Those of renewals follow from the dates, whether they were written or not: a list makes up those that are not, with the numbers that they will have, and
/// writes nothing.
/// </summary>
internal static class InvoiceReader
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>A day as the store keeps it.</summary>
    public static string Day(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The invoices of some subscriptions, in the order of the subscriptions, by number.</summary>
    public static async Task<List<StoredInvoice>> ReadAsync(SqlSession session, IReadOnlyCollection<BilledAccount> accounts)
    {
        var written = new Dictionary<long, List<StoredInvoice>>();
        foreach (var chunk in accounts.Chunk(UserNames.ChunkSize))
        {
            var keys = string.Join(',', chunk.Select(account => account.SubscriptionKey));
            var lines = await LinesAsync(session, keys);
            var byKey = chunk.ToDictionary(account => account.SubscriptionKey);
            await foreach (var row in session.ReadAsync(
                $"""
                SELECT subscription_key, invoice_number, issued_at, currency, status, paid_at, paid_with, settlement, last_error
                FROM invoice WHERE tenant_id = @t AND subscription_key IN ({keys}) ORDER BY subscription_key, invoice_number
                """))
            {
                var invoice = Make(row, byKey[row.GetInt64(0)], lines);
                if (!written.TryGetValue(invoice.Account.SubscriptionKey, out var own))
                    written.Add(invoice.Account.SubscriptionKey, own = []);
                own.Add(invoice);
            }
        }

        return [.. accounts.SelectMany(account => written.GetValueOrDefault(account.SubscriptionKey, []).Concat(Drafts(account, session.Now)))];
    }

    /// <summary>The renewals up to a moment that no invoice was written for yet.</summary>
    public static IEnumerable<StoredInvoice> Drafts(BilledAccount account, UtcTime now)
    {
        var number = account.LastNumber;
        foreach (var renewal in InvoiceCalendar.Due(account.Billed, now.Value))
        {
            var line = BillingRules.Renewal(account.ProductName, renewal, account.Price, account.Currency);
            if (line.Amount == 0)
                continue;
            yield return new()
            {
                Account = account,
                Number = ++number,
                Settlement = InvoiceSettlement.None,
                DraftUntil = renewal.TermEnd,
                Invoice = new()
                {
                    InvoiceId = account.InvoiceId(number),
                    SubscriptionId = account.SubscriptionId,
                    ProductName = account.ProductName,
                    BillingProfileId = account.ProfileId,
                    IssuedAt = renewal.TermStart,
                    Lines = [line],
                    Currency = account.Currency,
                    Status = InvoiceStatus.Open,
                },
            };
        }
    }

    private static async Task<ILookup<(long Key, int Number), InvoiceLine>> LinesAsync(SqlSession session, string keys)
    {
        var lines = new List<((long, int) Of, InvoiceLine Line)>();
        await foreach (var row in session.ReadAsync(
            $"""
            SELECT subscription_key, invoice_number, description, licenses, price_per_license_e4, period_start, period_end, days_in_term, amount_e4
            FROM invoice_line WHERE tenant_id = @t AND subscription_key IN ({keys}) ORDER BY subscription_key, invoice_number, line_number
            """))
        {
            lines.Add(((row.GetInt64(0), row.GetInt32(1)), new()
            {
                Description = row.GetString(2),
                Licenses = row.GetInt32(3),
                PricePerLicense = Money.FromStore(row.GetInt64(4))!.Value,
                PeriodStart = DateOnly.ParseExact(row.GetString(5), DayFormat, CultureInfo.InvariantCulture),
                PeriodEnd = DateOnly.ParseExact(row.GetString(6), DayFormat, CultureInfo.InvariantCulture),
                DaysInTerm = row.GetInt32(7),
                Amount = Money.FromStore(row.GetInt64(8))!.Value,
            }));
        }

        return lines.ToLookup(entry => entry.Of, entry => entry.Line);
    }

    private static StoredInvoice Make(DbDataReader row, BilledAccount account, ILookup<(long Key, int Number), InvoiceLine> lines)
    {
        var number = row.GetInt32(1);
        return new()
        {
            Account = account,
            Number = number,
            Settlement = Reading.Parse<InvoiceSettlement>(row.GetString(7)),
            Invoice = new()
            {
                InvoiceId = account.InvoiceId(number),
                SubscriptionId = account.SubscriptionId,
                ProductName = account.ProductName,
                BillingProfileId = account.ProfileId,
                IssuedAt = row.GetTime(2).Value,
                Lines = [.. lines[(account.SubscriptionKey, number)]],
                Currency = row.GetString(3),
                Status = Reading.Parse<InvoiceStatus>(row.GetString(4)),
                PaidAt = row.GetTimeOrNull(5)?.Value,
                PaidWith = row.GetStringOrNull(6),
                LastError = row.GetStringOrNull(8),
            },
        };
    }
}
