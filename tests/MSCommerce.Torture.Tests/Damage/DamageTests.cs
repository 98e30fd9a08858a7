using MSCommerce.Stores;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Tests;
using MSCommerce.Stores.Victim;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Damage;

/// <summary>
/// Bytes of a store's file flipped at random. SQLite keeps no checksums: what falls into a value is that value from then on. Everything else is either answered right, or
/// reported as damage, by the operation or by the store's checks; no other exception, no crash.
/// </summary>
public sealed class DamageTests
{
    private const int Users = 40;

    [Fact]
    public async Task A_file_with_flipped_bytes_is_read_right_or_reported()
    {
        using var folder = new TemporaryFolder();
        var sound = await MakeAsync(folder.File("sound.db"));
        var right = await ReadAsync(sound, folder.File("sound.db"));
        Assert.Null(right.Failure);
        var bytes = await File.ReadAllBytesAsync(folder.File("sound.db"), Torture.Stop);
        var random = new Random(Torture.Seed);
        var (count, same, corrupt, checks, value) = (Torture.Count(full: 1000, few: 60), 0, 0, 0, 0);
        var path = folder.File("damaged.db");
        for (var number = 0; number < count; number++)
        {
            Clear(path);
            await File.WriteAllBytesAsync(path, Damage(bytes, random), Torture.Stop);
            var answer = await ReadAsync(path, path);
            if (answer.Failure is { } failure)
            {
                Assert.True(failure.Error is CommerceError.StoreCorrupt or CommerceError.StoreVersion or CommerceError.StoreUnavailable or CommerceError.AuthenticationFailed or CommerceError.NotFound, $"{failure}");
                corrupt++;
            }
            else if (answer.Text == right.Text)
            {
                same++;
            }
            else if (!answer.IsWhole)
            {
                checks++;
            }
            else
            {
                // Sound as far as anybody can tell: a row has another value than before, and there are as many rows.
                Assert.Equal(right.Text.Count(character => character == '\n'), answer.Text.Count(character => character == '\n'));
                value++;
            }

            await ChangeAsync(path);
        }

        Torture.Tell($"SQLite, damaged files: {count}; {same} were read right, {corrupt} reported as damaged when opened or read, {checks} by the store's checks, {value} had another value (SQLite keeps no checksums); no other exception, no crash.");
    }

    private static async Task<string> MakeAsync(string path)
    {
        await using var store = await new SqliteStoreFactory().OpenAsync(new("sqlite", path), new StoreOptions { Create = true, Actor = Crowd.Admin }, Torture.Stop);
        await Crowd.FillAsync(store, Users, Torture.Stop);
        return path;
    }

    /// <summary>Some bits of some bytes; of a quarter of the files a whole piece.</summary>
    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = (byte[])bytes.Clone();
        if (random.Next(4) == 0)
        {
            var start = random.Next(damaged.Length - 512);
            random.NextBytes(damaged.AsSpan(start, random.Next(1, 512)));
            return damaged;
        }

        for (var flips = random.Next(1, 33); flips > 0; flips--)
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        return damaged;
    }

    private static void Clear(string path)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
            File.Delete(file);
    }

    /// <summary>Opens a file and reads all that it has.</summary>
    private static async Task<Answer> ReadAsync(string path, string address)
    {
        try
        {
            await using var store = await new SqliteStoreFactory().OpenAsync(new("sqlite", address), new StoreOptions { Actor = Crowd.Admin }, Torture.Stop);
            var lines = new List<string>();
            lines.AddRange((await Arena.ListAsync(store.Tenant.GetUsersAsync(new(), Torture.Stop))).Select(user => $"{user with { Roles = [] }} {string.Join(',', user.Roles)}"));
            lines.AddRange((await Arena.ListAsync(store.Subscriptions.GetAsync(new(), Torture.Stop))).Select(subscription => subscription.ToString()));
            lines.AddRange((await Arena.ListAsync(store.Licenses.GetUsersAsync(new(), Torture.Stop))).Select(user => (user with { DisabledServices = [] }).ToString()));
            lines.AddRange((await Arena.ListAsync(store.Subscriptions.GetOrdersAsync(new(), Torture.Stop))).Select(order => order.ToString()));
            lines.AddRange((await Arena.ListAsync(store.Policies.GetProductPoliciesAsync(PolicyIds.AllowSelfServicePurchase, Torture.Stop))).Select(policy => policy.ToString()));
            lines.AddRange((await Arena.ListAsync(store.Audit.GetAsync(new(), Torture.Stop))).Select(entry => entry.ToString()));
            var checks = await Arena.ListAsync(store.CheckAsync(Torture.Stop));
            return new(string.Join('\n', lines), checks.All(check => check.Passed), null);
        }
        catch (CommerceException failure)
        {
            return new("", false, failure);
        }
        catch (Exception other)
        {
            var copy = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"mscommerce-damaged-{Torture.Seed}.db"));
            File.Copy(path, copy, overwrite: true);
            Assert.Fail($"The damaged file, kept as {copy}, was answered with {other}");
            throw;
        }
    }

    /// <summary>A change of a damaged file is made, or refused; it may not crash either.</summary>
    private static async Task ChangeAsync(string path)
    {
        try
        {
            await using var client = new CommerceClient(await new SqliteStoreFactory().OpenAsync(new("sqlite", path), new StoreOptions { Actor = Crowd.Admin }, Torture.Stop));
            await client.Licenses.MoveAsync(new() { SubscriptionId = [Crowd.Source], TargetSubscriptionId = Crowd.Target }, null, Torture.Stop);
        }
        catch (CommerceException)
        {
            // As it should.
        }
    }

    private sealed record Answer(string Text, bool IsWhole, CommerceException? Failure);
}
