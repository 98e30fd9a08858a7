using System.Net;

namespace MSCommerce;

/// <summary>Where a tenant is copied to (X4).</summary>
public sealed record CopyStoreRequest
{
    /// <summary>
    /// The store to make: <c>sqlite:</c> and the path of a file, or the address of a PostgreSQL database, with its owner's login. A path without a scheme is a file.
    /// </summary>
    public required string Destination { get; init; }

    /// <summary>The login that the administrator of the copy connects with; needed in a PostgreSQL store.</summary>
    public string? Login { get; init; }

    /// <summary>Who administers the copy: an enabled global administrator of the tenant; whoever copies where it is null. Where the source does not tell roles, this user is made one.</summary>
    public string? Administrator { get; init; }

    /// <summary>The login and its password that the copy is made with, where the address and the environment do not have them.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>
    /// Leave notices that were not sent yet as they are, so that the copy sends them: for a tenant that moves for good. Otherwise they are held in the copy, which
    /// reaches nobody.
    /// </summary>
    public bool KeepUnsentNotices { get; init; }

    /// <summary>Replace the file of an embedded store that exists. It stays as it is until the copy is whole.</summary>
    public bool Force { get; init; }
}
