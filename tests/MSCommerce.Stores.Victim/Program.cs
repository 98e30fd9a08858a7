using System.Globalization;
using MSCommerce;
using MSCommerce.Stores;
using MSCommerce.Stores.Sql.Sqlite;
using MSCommerce.Stores.Victim;

// <path> create | <path> import <users> | <path> move <source> <target> | <path> copy <file>: says "started" and does it.
var (path, operation) = (args[0], args[1]);
if (operation == "create")
{
    Console.WriteLine("started");
    await using var made = await OpenAsync(create: true);
    return;
}

await using var store = await OpenAsync(create: false);
Console.WriteLine("started");
if (operation == "import")
{
    var rows = Crowd.UsersAsync(1, int.Parse(args[2], CultureInfo.InvariantCulture));
    await store.Tenant.ImportUsersAsync("crowd", rows, dryRun: false, null, CancellationToken.None);
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

Task<ICommerceStore> OpenAsync(bool create) =>
    new SqliteStoreFactory().OpenAsync(new("sqlite", path), new StoreOptions { Create = create, Actor = Crowd.Admin }, CancellationToken.None);
