using FsCheck;
using FsCheck.Fluent;
using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

[Trait("Requirement", "U3")]
public class ProrationTests
{
    /// <summary>Licences, price, currency, term's beginning and end, the day of the change: days charged, days of the term, amount.</summary>
    public static TheoryData<int, decimal, string, string, string, string, int, int, decimal> Parts => new()
    {
        { 5, 12.00m, "EUR", "2026-11-01", "2026-12-01", "2026-11-01", 30, 30, 60.00m },
        { 5, 12.00m, "EUR", "2026-11-01", "2026-12-01", "2026-11-16", 15, 30, 30.00m },
        { 5, 12.00m, "EUR", "2026-11-01", "2026-12-01", "2026-11-30", 1, 30, 2.00m },
        { 5, 12.00m, "EUR", "2026-11-01", "2026-12-01", "2026-12-01", 0, 30, 0m },
        { 1, 10.00m, "EUR", "2026-01-31", "2026-02-28", "2026-02-14", 14, 28, 5.00m },
        { 3, 120.00m, "USD", "2027-06-15", "2028-06-15", "2028-02-29", 107, 366, 105.25m },
        { 1, 10.00m, "EUR", "2026-03-01", "2026-04-01", "2026-03-21", 11, 31, 3.55m },
        { 1, 1000m, "JPY", "2026-03-01", "2026-04-01", "2026-03-21", 11, 31, 355m },
        { 1, 10m, "KWD", "2026-03-01", "2026-04-01", "2026-03-21", 11, 31, 3.548m },
        { -2, 12.00m, "EUR", "2026-11-01", "2026-12-01", "2026-11-16", 15, 30, -12.00m },
    };

    public static TheoryData<decimal, string, decimal> Amounts => new()
    {
        { 0.005m, "EUR", 0.01m },
        { -0.005m, "EUR", -0.01m },
        { 0.5m, "JPY", 1m },
        { 0.0005m, "KWD", 0.001m },
        { 0.005m, "XYZ", 0.01m },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_of_a_term_costs_its_days(int licenses, decimal price, string currency, string start, string end, string from, int days, int daysInTerm, decimal amount)
    {
        var line = Proration.Line("x", licenses, price, currency, Day(start), Day(end), Day(from));

        Assert.Equal((days, daysInTerm, amount), (line.Days, line.DaysInTerm, line.Amount));
        Assert.Equal((Math.Abs(licenses), price), (line.Licenses, line.PricePerLicense));
    }

    [Theory]
    [MemberData(nameof(Amounts))]
    public void Amounts_are_rounded_half_away_from_zero_to_the_smallest_unit(decimal amount, string currency, decimal rounded) => Assert.Equal(rounded, Proration.Round(amount, currency));

    [Fact]
    public void What_is_bought_and_given_back_on_one_day_costs_nothing() => Prop.ForAll(
        (from licenses in Gen.Choose(1, 5000)
         from cents in Gen.Choose(0, 100_000)
         from day in Gen.Choose(0, 364)
         from hour in Gen.Choose(0, 23)
         select (licenses, cents, day, hour)).ToArbitrary(),
        sample =>
        {
            var at = Day("2026-05-31").AddDays(sample.day).AddHours(sample.hour);
            var (start, end) = (Day("2026-05-31"), Day("2027-05-31"));
            var bought = Proration.Line("x", sample.licenses, sample.cents / 100m, "EUR", start, end, at).Amount;
            var givenBack = Proration.Line("x", -sample.licenses, sample.cents / 100m, "EUR", start, end, at.AddMinutes(59)).Amount;
            return bought + givenBack == 0 && bought <= sample.licenses * sample.cents / 100m;
        }).QuickCheckThrowOnFailure();

    private static DateTimeOffset Day(string date) => new(DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
