using MSCommerce.Notices;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Tests;
using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Inputs;

/// <summary>Nonsense is refused with a code and changes nothing, whichever operation, file or address it is given to.</summary>
public sealed class BadInputTests(PostgreSqlFixture postgres) : IDisposable
{
    /// <summary>What fails so is the caller's mistake and was refused.</summary>
    private static readonly CommerceError[] Refusals =
    [
        CommerceError.Forbidden, CommerceError.NotFound, CommerceError.NotEligible, CommerceError.PaymentDeclined, CommerceError.InvalidRequest, CommerceError.InvalidFile,
        CommerceError.NoLicensesAvailable, CommerceError.Conflict, CommerceError.NotSupportedByStore,
    ];

    private const string Typos = "?&=;:/%\0'\"\\ \ud800é9-";

    private static readonly CommerceError[] OpeningRefusals =
        [CommerceError.InvalidRequest, CommerceError.AuthenticationFailed, CommerceError.StoreUnavailable, CommerceError.StoreCorrupt, CommerceError.StoreVersion];

    private readonly Dictionary<string, string> _wrong = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(Torture.Seed);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Operations_on_SQLite() => await FeedOperationsAsync(async () => await SqliteArena.CreateAsync());

    [Fact]
    public async Task Operations_on_PostgreSQL()
    {
        await postgres.DemandAsync(Torture.Stop);
        await FeedOperationsAsync(async () => await PostgreSqlArena.CreateAsync(postgres));
    }

    [Fact]
    public async Task Importers_on_SQLite() => await FeedImportersAsync(async () => await SqliteArena.CreateAsync());

    [Fact]
    public async Task Importers_on_PostgreSQL()
    {
        await postgres.DemandAsync(Torture.Stop);
        await FeedImportersAsync(async () => await PostgreSqlArena.CreateAsync(postgres));
    }

    [Fact]
    public async Task Addresses_of_stores()
    {
        await using var arena = await SqliteArena.CreateAsync();
        var before = await arena.ChecksumAsync();
        var registry = new StoreRegistry(new SqliteStoreFactory(), new PostgreSqlStoreFactory(), new PostgreSqlStoreFactory(PostgreSqlStoreFactory.ShortScheme));
        var seeds = new[]
        {
            $"sqlite:{arena.Path}?max_page_count=100&lock_timeout=20", "postgresql://user:secret@127.0.0.1:1/commerce?sslmode=disable&connect_timeout=1&lock_timeout=5",
            "postgres:Host=127.0.0.1;Port=1;Database=x;Username=u;Password=secret;Timeout=1", "sqlite:", "m365:contoso", "postgresql://?service=none",
        };
        var (count, opened) = (Torture.Count(full: 2000, few: 150), 0);
        var values = new BadValues(_random, seeds, _folder.Path);
        for (var number = 0; number < count; number++)
        {
            var address = number % 4 == 0 ? values.Text()! : Mutate(seeds[_random.Next(seeds.Length)]);
            if (LeadsAway(address))
                continue;
            if (await FailAsync($"the address {address}", OpeningRefusals, async stop => await (await registry.OpenAsync(address, new(), stop)).DisposeAsync()) is { } failure)
                DemandSecret(address, failure);
            else
                opened++;
            Assert.True(before == await arena.ChecksumAsync(), address);
        }

        DemandNoneWrong();
        Torture.Tell($"Bad addresses of stores: {count}, of which {opened} opened the store all the same; no other exception, nothing changed.");
    }

    private async Task FeedOperationsAsync(Func<Task<Arena>> create)
    {
        await using var place = await Place.MakeAsync(create);
        var values = new BadValues(_random, Place.Names, _folder.Path);
        var count = Torture.Count(full: 10_000, few: 600);
        var (accepted, changed) = (0, 0);
        var before = await place.Arena.ChecksumAsync();
        for (var number = 0; number < count; number++)
        {
            var call = ClientCall.All[number % ClientCall.All.Count];
            var request = number < ClientCall.All.Count ? null : call.MakeRequest(values);
            var what = $"{call.Name}({ClientCall.Describe(request)})";
            await WriteNoiseAsync();
            var failure = await FailAsync(what, Refusals, stop => call.RunAsync(place.Client, request, stop));
            var after = await place.Arena.ChecksumAsync();
            Assert.True(failure is null || before == after, $"{what} failed, and changed the store: {failure}");
            accepted += failure is null ? 1 : 0;
            changed += before == after ? 0 : 1;
            before = after;
        }

        DemandNoneWrong();
        await Arena.DemandWholeAsync(place.Client.Store);
        Torture.Tell($"{place.Arena.Name}, bad requests: {count} to {ClientCall.All.Count} methods; {accepted} were sound all the same ({changed} changed something), {count - accepted} refused; no other exception, nothing changed by a refusal.");
    }

    private async Task FeedImportersAsync(Func<Task<Arena>> create)
    {
        await using var place = await Place.MakeAsync(create);
        var before = await place.Arena.ChecksumAsync();
        var (count, accepted) = (Torture.Count(full: 3000, few: 200), 0);
        for (var number = 0; number < count; number++)
        {
            var (name, content, import) = FileSeeds.All[number % FileSeeds.All.Count];
            var bytes = FileSeeds.Mutate(content, _random);
            var path = _folder.File(name);
            await File.WriteAllBytesAsync(path, bytes, Torture.Stop);
            // Tried only: what is sound after all must not change the tenant for those that follow.
            var failure = await FailAsync($"{name}: {Convert.ToBase64String(bytes)}", Refusals, stop => import(place.Client, path, stop));
            accepted += failure is null ? 1 : 0;
            Assert.Equal(before, await place.Arena.ChecksumAsync());
        }

        DemandNoneWrong();
        await Arena.DemandWholeAsync(place.Client.Store);
        Torture.Tell($"{place.Arena.Name}, bad files: {count} of {FileSeeds.All.Count} kinds; {accepted} were sound all the same, {count - accepted} refused; no other exception, nothing changed.");
    }

    /// <summary>Runs what may fail, and only in the one way.</summary>
    private async Task<CommerceException?> FailAsync(string what, CommerceError[] expected, Func<CancellationToken, Task> run)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Torture.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await run(patience.Token);
            return null;
        }
        catch (CommerceException failure)
        {
            if (!expected.Contains(failure.Error))
                Blame(what, failure);
            return failure;
        }
        catch (Exception other) when (other is not OperationCanceledException || !Torture.Stop.IsCancellationRequested)
        {
            Blame(what, other);
            return null;
        }
    }

    /// <summary>Each wrong answer once, wherever it came from; they are told together at the end.</summary>
    private void Blame(string what, Exception answer)
    {
        var place = answer.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(" MSCommerce.", StringComparison.Ordinal))?.Trim();
        _wrong.TryAdd($"{answer.GetType().Name} {(answer as CommerceException)?.ErrorId} {place}", $"{what} was answered with {answer}");
    }

    /// <summary>A password is repeated nowhere; without the sign before it, it is no password but a part of the login's name, which is shown.</summary>
    private static void DemandSecret(string address, CommerceException failure)
    {
        if (address.Contains(":secret", StringComparison.Ordinal) || address.Contains("=secret", StringComparison.Ordinal))
            Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    private void DemandNoneWrong() => Assert.True(_wrong.Count == 0, string.Join($"{Environment.NewLine}{Environment.NewLine}", _wrong.Values));

    private Task WriteNoiseAsync()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return File.WriteAllBytesAsync(_folder.File("noise.csv"), bytes, Torture.Stop);
    }

    private string Mutate(string text)
    {
        var characters = text.ToList();
        for (var edits = _random.Next(1, 5); edits > 0 && characters.Count > 0; edits--)
        {
            var at = _random.Next(characters.Count);
            if (_random.Next(3) == 0)
                characters.RemoveAt(at);
            else
                characters[at] = Typos[_random.Next(Typos.Length)];
        }

        return new([.. characters]);
    }

    /// <summary>Other hosts are none of a test's business, and other files neither.</summary>
    private static bool LeadsAway(string address) =>
        address.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && !address.Contains("@127.0.0.1:1/", StringComparison.Ordinal) && !address.Contains("Host=127.0.0.1;Port=1;", StringComparison.Ordinal);

    /// <summary>A small sample tenant, and a client for it.</summary>
    private sealed class Place : IAsyncDisposable
    {
        public static IReadOnlyList<string> Names { get; } =
        [
            Crowd.Admin, Crowd.Name(1), Crowd.Name(2), "Power BI Pro", "CFQ7TTC0H9MP", "CFQ7TTC0L3PB", "Visio Plan 1", "Visio*", "SaaS", "Enabled", "Disabled", Crowd.Source, Crowd.Target,
            PolicyIds.AllowSelfServicePurchase, "DE", "EUR", "tok_visa", "Ada",
        ];

        public required Arena Arena { get; init; }

        public required CommerceClient Client { get; init; }

        public static async Task<Place> MakeAsync(Func<Task<Arena>> create)
        {
            var arena = await create();
            var store = await arena.OpenAsync();
            var client = new CommerceClient(store, new() { NoticeTransport = _ => new NoTransport() });
            await client.Tenant.SetAsync(new() { Country = "DE" }, Torture.Stop);
            await Crowd.FillAsync(store, 8, Torture.Stop);
            return new() { Arena = arena, Client = client };
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Arena.DisposeAsync();
        }
    }

    private sealed class NoTransport : INoticeTransport
    {
        public Task<NoticeAttempt> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Task.FromResult(new NoticeAttempt(NoticeAttemptOutcome.Sent, null));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
