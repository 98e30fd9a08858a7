using MSCommerce.Stores.Microsoft365.Authentication;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365;

/// <summary>A sign-in and the services behind it: shared by all stores that one factory opens, so that nobody signs in twice, and closed with the last of them.</summary>
internal sealed class Microsoft365Connection : IDisposable
{
    private readonly ITokenSource _tokens;
    private readonly HttpMessageHandler? _ownHandler;
    private readonly HttpClient _http;
    private readonly ServiceClient? _licensing;
    private readonly string _signInScope;
    private int _users = 1;

    private Microsoft365Connection(Microsoft365Options options, string? tenant, CloudEndpoints endpoints, TimeProvider clock)
    {
        Options = options;
        Tenant = tenant;
        Clock = clock;
        var handler = options.Handler ?? (_ownHandler = NewHandler());
        _tokens = TokenSources.Of(options, tenant, endpoints, handler, clock);
        // Every attempt has its own time-out.
        _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(Microsoft365Connection).Assembly.GetName().Version!.ToString(fieldCount: 3);
        _http.DefaultRequestHeaders.UserAgent.Add(new("MSCommerce", version));
        LicensingScope = options.Resource.TrimEnd('/') + MsalSettings.DefaultScope;
        // The audience is the cloud's own Graph, whatever address it is called at.
        var graphScope = CloudEndpoints.Of(options.Environment).Graph.AbsoluteUri.TrimEnd('/') + MsalSettings.DefaultScope;
        Graph = new("Microsoft Graph", endpoints.Graph, graphScope, _tokens, _http, options.Resilience, clock);
        // Where there is no licensing service, or a token for Graph was given, Graph is what is signed in to.
        _signInScope = endpoints.Licensing is null || _tokens is GivenTokenSource { IsForGraph: true } ? graphScope : LicensingScope;
        ReachesLicensing = _signInScope == LicensingScope;
        if (endpoints.Licensing is { } licensing)
            _licensing = new("licensing service", licensing, LicensingScope, _tokens, _http, options.Resilience, clock);
    }

    public Microsoft365Options Options { get; }

    /// <summary>The tenant that was named; null where it is that of whoever signed in.</summary>
    public string? Tenant { get; }

    public TimeProvider Clock { get; }

    public string LicensingScope { get; }

    /// <summary>The licensing service.</summary>
    /// <exception cref="CommerceException">The cloud has none.</exception>
    public ServiceClient Licensing => _licensing ?? throw Microsoft365Errors.LicensingNotInCloud(Options.Environment.ToString());

    /// <summary>Whether the licensing service can be asked at all: the cloud has one, and what was given to sign in with is not a token for Graph.</summary>
    public bool ReachesLicensing { get; }

    /// <summary>Microsoft Graph.</summary>
    public ServiceClient Graph { get; }

    /// <summary>Signs in.</summary>
    public static async Task<Microsoft365Connection> OpenAsync(Microsoft365Options options, string? tenant, TimeProvider clock, CancellationToken stop)
    {
        var connection = new Microsoft365Connection(options, tenant, CloudEndpoints.Of(options), clock);
        try
        {
            await connection._tokens.SignInAsync(connection._signInScope, stop);
            return connection;
        }
        catch
        {
            connection.Release();
            throw;
        }
    }

    /// <summary>Who signed in, and where.</summary>
    public Task<AccessGrant> GetGrantAsync(CancellationToken stop) => _tokens.GetAsync(_signInScope, rejected: null, stop);

    /// <summary>Takes part in the connection, unless it is closed.</summary>
    public bool TryShare()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }

        return false;
    }

    /// <summary>Leaves the connection; the last one closes it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            Dispose();
    }

    public void Dispose()
    {
        _licensing?.Dispose();
        Graph.Dispose();
        _http.Dispose();
        (_tokens as IDisposable)?.Dispose();
        _ownHandler?.Dispose();
    }

    // A redirect would carry the token to wherever it points.
    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
