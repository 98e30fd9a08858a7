using System.Text.Json;
using MSCommerce.ServiceDouble;

// Starts the double, says where it is in one line of JSON, and ends with its standard input: whoever started it need not end it.
await using var server = await Server.StartAsync();
Console.WriteLine(JsonSerializer.Serialize(new { http = server.Http.ToString().TrimEnd('/'), https = server.Https.ToString().TrimEnd('/'), tenant = TenantState.TenantId, domain = TenantState.Domain, user = TenantState.User }));
await Console.In.ReadToEndAsync();
