using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MSCommerce.ServiceDouble;

/// <summary>The server, on ports of this machine that are free: one speaks http, the other https with a certificate made for the occasion.</summary>
public sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Server(WebApplication application, X509Certificate2 certificate, TenantState state, TokenDesk tokens, Faults faults, RequestLog log)
    {
        _application = application;
        Certificate = certificate;
        State = state;
        Tokens = tokens;
        Faults = faults;
        Log = log;
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Http = new(addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal)));
        Https = new(addresses.First(address => address.StartsWith("https:", StringComparison.Ordinal)));
    }

    public Uri Http { get; }

    public Uri Https { get; }

    public X509Certificate2 Certificate { get; }

    public TenantState State { get; }

    public TokenDesk Tokens { get; }

    public Faults Faults { get; }

    public RequestLog Log { get; }

    public static async Task<Server> StartAsync(CancellationToken stop = default)
    {
        var (state, faults, log) = (new TenantState(), new Faults(), new RequestLog());
        var tokens = new TokenDesk(state);
        var certificate = NewCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        var application = builder.Build();
        application.Use(log.InvokeAsync);
        application.Use(new FaultMiddleware(faults).InvokeAsync);
        new SignInRoutes(state, tokens).Map(application);
        new ManagedIdentityRoutes(state, tokens).Map(application);
        new LicensingRoutes(state, tokens).Map(application);
        new GraphRoutes(state, tokens, faults).Map(application);
        var control = new ControlRoutes(state, tokens, faults, log, certificate);
        control.Map(application);
        await application.StartAsync(stop);
        return new(application, certificate, state, tokens, faults, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        Certificate.Dispose();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
