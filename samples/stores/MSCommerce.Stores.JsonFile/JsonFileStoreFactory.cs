using System.Text.Json;

namespace MSCommerce.Stores.JsonFile;

/// <summary>Opens stores whose addresses are like <c>json:./policies.json</c>. Whoever loads the assembly finds it by its interface.</summary>
public sealed class JsonFileStoreFactory : IStoreFactory
{
    /// <inheritdoc/>
    public string Scheme => "json";

    /// <inheritdoc/>
    public bool TakesPath => true;

    /// <inheritdoc/>
    public async Task<ICommerceStore> OpenAsync(StoreAddress address, StoreOptions options, CancellationToken cancellationToken)
    {
        var file = new PolicyFile(Path.GetFullPath(address.Value));
        if (options.Create && !File.Exists(file.Path))
        {
            await file.ChangeAsync(
                _ => new PolicyDocument
                {
                    TenantId = Guid.NewGuid().ToString(),
                    TenantName = options.TenantName ?? "My organisation",
                    Administrator = options.Actor ?? "admin@localhost",
                },
                cancellationToken);
        }

        // Read now, so that a file that is missing or no store is told of here and not in the middle of a command.
        var document = await file.ReadAsync(cancellationToken);
        if (options.Actor is not null && !options.Actor.Equals(document.Administrator, StringComparison.OrdinalIgnoreCase))
            throw CommerceErrors.ActorRefused(options.Actor, $"the store in {file.Path} has one user, {document.Administrator}");
        return new JsonFileStore(file, options.Clock);
    }
}

/// <summary>What the file holds.</summary>
internal sealed record PolicyDocument
{
    public static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required string TenantId { get; init; }

    public required string TenantName { get; init; }

    /// <summary>The one user of the tenant: who acts.</summary>
    public required string Administrator { get; init; }

    /// <summary>The decisions, by the ids of products and the names of types of offers. What has none follows the policy's default.</summary>
    public Dictionary<string, string> Decisions { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}
