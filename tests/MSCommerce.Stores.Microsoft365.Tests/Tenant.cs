using System.Collections.Concurrent;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365.Authentication;
using MSCommerce.Stores.Microsoft365.Http;

namespace MSCommerce.Stores.Microsoft365.Tests;

/// <summary>A tenant for a test: the double, and stores that are connected to it.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    public const string Application = "aaaaaaaa-1111-4000-8000-000000000001";
    public const string Secret = "the~secret.of-the_application";

    private readonly ConcurrentQueue<string> _traces = new();

    private Tenant(Server server)
    {
        Server = server;
        Server.State.Applications[Application] = Secret;
    }

    public Server Server { get; }

    public HurriedClock Clock { get; } = new(Patience.AttemptTimeout);

    /// <summary>What a store said it sends where.</summary>
    public IReadOnlyCollection<string> Traces => _traces;

    // Longer than any wait: that is how the clock tells the two.
    private static ResilienceOptions Patience { get; } = new() { AttemptTimeout = TimeSpan.FromHours(1) };

    /// <summary>How to sign in as the application, with its secret.</summary>
    public Microsoft365Options Options => new()
    {
        SignIn = new ClientSecretSignIn(Secure(Secret)),
        ClientId = Application,
        AuthorityEndpoint = Server.Http,
        LicensingEndpoint = Server.Http,
        GraphEndpoint = Server.Http,
        Resilience = Patience,
    };

    public static async Task<Tenant> StartAsync() => new(await Server.StartAsync(TestContext.Current.CancellationToken));

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var letter in text)
            secure.AppendChar(letter);
        secure.MakeReadOnly();
        return secure;
    }

    public static X509Certificate2 NewCertificate(DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mscommerce-test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-3), until ?? DateTimeOffset.UtcNow.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }

    public Task<CommerceClient> ConnectAsync(Microsoft365Options? options = null, string tenant = TenantState.Domain) => ConnectAsync(new Microsoft365StoreFactory(options ?? Options), tenant);

    public async Task<CommerceClient> ConnectAsync(Microsoft365StoreFactory factory, string tenant = TenantState.Domain)
    {
        var store = await factory.OpenAsync(new("m365", tenant), new() { Clock = Clock }, TestContext.Current.CancellationToken);
        ((ITracedStore)store).TraceTo(_traces.Enqueue);
        return new(store);
    }

    /// <summary>Sends what is meant for Microsoft's own addresses to the double, and so proves which they are.</summary>
    public HttpMessageHandler Rerouted(ConcurrentBag<string> hosts) => new Rerouting(Server.Http, hosts);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private sealed class Rerouting(Uri server, ConcurrentBag<string> hosts) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            hosts.Add(request.RequestUri!.Host);
            request.RequestUri = new UriBuilder(request.RequestUri) { Scheme = "http", Host = IPAddress.Loopback.ToString(), Port = server.Port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
