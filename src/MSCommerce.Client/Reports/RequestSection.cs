namespace MSCommerce.Reports;

/// <summary>Licence requests that wait.</summary>
internal static class RequestSection
{
    public static ReportSection Fill(ReportSection section, RequestReport requests, DateTimeOffset now, ReportManner manner)
    {
        var cells = new Cells(manner);
        return section with
        {
            Lead = "What people may not buy they may ask for. These requests wait for a global administrator.",
            Notes = requests.IsOwnProcess ? ["The organisation takes requests in a process of its own. No new ones come here; these were raised before."] : [],
            Blocks =
            [
                new()
                {
                    Heading = "Waiting",
                    IsWide = true,
                    Table = new()
                    {
                        Caption = "Licence requests that wait, the longest first",
                        Columns = [new("Product"), new("Requester"), new("Asked on"), new("Days waiting", IsNumber: true), new("Users", IsNumber: true), new("Message")],
                        Rows =
                        [
                            .. requests.Oldest.Select(request => new ReportRow(
                                Cells.Text(request.ProductName),
                                [
                                    Cells.Text(request.RequesterName), cells.Date(request.RequestedAt), cells.Number(DaysWaiting(request, now)), cells.Number(request.Users.Count),
                                    Cells.Text(request.Message ?? ""),
                                ])),
                        ],
                        Empty = "No request waits.",
                        More = requests.Pending > requests.Oldest.Count ? $"and {manner.Count(requests.Pending - requests.Oldest.Count, "more request")}" : null,
                    },
                },
            ],
        };
    }

    /// <summary>How long the oldest has waited.</summary>
    public static string OldestInWords(RequestReport requests, DateTimeOffset now, ReportManner manner) =>
        requests.Oldest.Count == 0 ? "nobody is waiting"
        : DaysWaiting(requests.Oldest[0], now) is > 0 and var days ? $"the oldest for {manner.Count(days, "day")}"
        : "all of them for less than a day";

    private static long DaysWaiting(LicenseRequest request, DateTimeOffset now) => (long)(now - request.RequestedAt).TotalDays;
}
