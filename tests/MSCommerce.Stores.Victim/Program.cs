using System.Globalization;
using MSCommerce;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.PostgreSql;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Victim;

// work <address> <actor> <wire> <name> <seed> <minutes>: works until it is killed, by a clock that is so many minutes ahead.
// rush <address> <actor> <first writer> <writers>: at each line of input, a number of milliseconds, that many writers rush for so long, and each tells what it was told.
// <path> create | <path> import <users> | <path> move <source> <target> | <path> copy <file>: says "started" and does it.
switch (args[0])
{
    case "work":
        await WorkAsync();
        break;
    case "rush":
        await RushAsync();
        break;
    default:
        await OnceAsync(args[0], args[1]);
        break;
}

async Task WorkAsync()
{
    var clock = new ForwardClock(TimeSpan.FromMinutes(Number(6)));
    await using var client = new CommerceClient(await OpenAsync(clock), new() { NoticeTransport = _ => new Wire(args[3]) });
    Console.WriteLine("started");
    await new Work(client, args[4], Number(5), Console.WriteLine).RunAsync(CancellationToken.None);
}

async Task RushAsync()
{
    var clients = new List<CommerceClient>();
    for (var writer = 0; writer < Number(4); writer++)
        clients.Add(new(await OpenAsync(TimeProvider.System)));
    Console.WriteLine("started");
    var writers = clients.Select((client, index) => new Rush(client, Number(3) + index)).ToList();
    while (await Console.In.ReadLineAsync() is { } milliseconds)
    {
        var until = DateTime.UtcNow.AddMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture));
        foreach (var result in await Task.WhenAll(writers.Select(writer => Task.Run(() => writer.RunAsync(until, CancellationToken.None)))))
            Console.WriteLine(result);
    }

    foreach (var client in clients)
        await client.DisposeAsync();
}

async Task OnceAsync(string path, string operation)
{
    var options = new StoreOptions { Create = operation == "create", Actor = Crowd.Admin };
    if (operation == "create")
        Console.WriteLine("started");
    await using var store = await new SqliteStoreFactory().OpenAsync(new("sqlite", path), options, CancellationToken.None);
    if (operation == "create")
        return;

    Console.WriteLine("started");
    if (operation == "import")
    {
        await store.Tenant.ImportUsersAsync("crowd", Crowd.UsersAsync(1, Number(2)), dryRun: false, null, CancellationToken.None);
    }
    else if (operation == "copy")
    {
        await new CommerceClient(store, new() { Stores = new(new SqliteStoreFactory()) }).Tenant.CopyAsync(new() { Destination = args[2] });
    }
    else
    {
        var plan = await store.Licenses.PlanMoveAsync(new() { SubscriptionId = [args[2]], TargetSubscriptionId = args[3] }, CancellationToken.None);
        await store.Licenses.MoveAsync(plan, null, CancellationToken.None);
    }

    Console.WriteLine("done");
}

// "-" where the address says who acts.
Task<ICommerceStore> OpenAsync(TimeProvider clock) => new StoreRegistry(new SqliteStoreFactory(), new PostgreSqlStoreFactory()).OpenAsync(
    args[1], new StoreOptions { Actor = args[2] == "-" ? null : args[2], Clock = clock }, CancellationToken.None);

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
