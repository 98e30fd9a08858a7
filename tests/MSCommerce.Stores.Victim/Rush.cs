using System.Globalization;

namespace MSCommerce.Stores.Victim;

/// <summary>What writers who want the last seats of one subscription were told, and how often.</summary>
public sealed record RushResult(int Writer, int Assigned, int Unassigned, int TooFew, int Changed, int Locked)
{
    /// <summary>Answers of any kind.</summary>
    public int Answers => Assigned + Unassigned + TooFew + Changed + Locked;

    /// <summary>The same writer's, one after the other.</summary>
    public static RushResult operator +(RushResult first, RushResult second) => new(
        first.Writer, first.Assigned + second.Assigned, first.Unassigned + second.Unassigned, first.TooFew + second.TooFew, first.Changed + second.Changed, first.Locked + second.Locked);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"writer {Writer} {Assigned} {Unassigned} {TooFew} {Changed} {Locked}");

    public static RushResult Parse(string line)
    {
        var numbers = line.Split(' ')[1..].Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}

/// <summary>One writer in a rush: asks for a licence again and again, and gives back the one that he got.</summary>
public sealed class Rush(CommerceClient client, int writer)
{
    public const string Subscription = "rush";

    private bool _holds;

    /// <summary>Writes until the time is over. An answer that is none of those expected ends it.</summary>
    public async Task<RushResult> RunAsync(DateTime until, CancellationToken stop)
    {
        var result = new RushResult(writer, 0, 0, 0, 0, 0);
        string[] user = [Crowd.Name(writer)];
        while (DateTime.UtcNow < until)
        {
            try
            {
                if (_holds)
                    await client.Licenses.UnassignAsync(new() { SubscriptionId = Subscription, User = user }, null, stop);
                else
                    await client.Licenses.AssignAsync(new() { SubscriptionId = Subscription, User = user }, null, stop);
                _holds = !_holds;
                result = _holds ? result with { Assigned = result.Assigned + 1 } : result with { Unassigned = result.Unassigned + 1 };
            }
            catch (CommerceException refusal) when (refusal.ErrorId is "TooFewLicenses" or "ChangedMeanwhile" or "StoreLocked")
            {
                result = refusal.ErrorId switch
                {
                    "TooFewLicenses" => result with { TooFew = result.TooFew + 1 },
                    "ChangedMeanwhile" => result with { Changed = result.Changed + 1 },
                    _ => result with { Locked = result.Locked + 1 },
                };
            }
        }

        return result;
    }
}
