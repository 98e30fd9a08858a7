using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MSCommerce.ServiceDouble;
using MSCommerce.Stores.Microsoft365.Authentication;

namespace MSCommerce.Stores.Microsoft365.Tests;

[Trait("Requirement", "X1")]
public sealed partial class SignInTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private Tenant _tenant = null!;

    public async ValueTask InitializeAsync() => _tenant = await Tenant.StartAsync();

    public ValueTask DisposeAsync() => _tenant.DisposeAsync();

    [Fact]
    public async Task An_application_signs_in_with_its_secret()
    {
        await using var client = await _tenant.ConnectAsync();

        var context = await client.Tenant.GetContextAsync(Stop);
        Assert.Equal(TenantState.TenantId, context.TenantId);
        Assert.Equal(Tenant.Application, context.Actor);
        Assert.Equal($"m365:{TenantState.TenantId}", context.Store);
        Assert.False(context.IsSample);
        Assert.NotEmpty(await client.Policies.GetAsync(new(), Stop).ListAsync());
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_repeated_nowhere()
    {
        const string Wrong = "not~the.secret";
        var refusal = await RefusalAsync(_tenant.Options with { SignIn = new ClientSecretSignIn(Tenant.Secure(Wrong)) });

        Assert.Equal((CommerceError.AuthenticationFailed, "SignInRefused"), (refusal.Error, refusal.ErrorId));
        Assert.Contains("AADSTS7000215", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_does_not_exist_is_refused()
    {
        var refusal = await RefusalAsync(_tenant.Options with { ClientId = Guid.NewGuid().ToString() });

        Assert.Equal("SignInRefused", refusal.ErrorId);
        Assert.Contains("AADSTS700016", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_needs_its_tenant_and_its_own_id()
    {
        Assert.Equal("TenantNeeded", (await RefusalAsync(_tenant.Options, tenant: "")).ErrorId);
        Assert.Equal("ApplicationNeeded", (await RefusalAsync(_tenant.Options with { ClientId = Microsoft365Options.DefaultClientId })).ErrorId);
    }

    [Fact]
    public async Task A_certificate_signs_in_as_an_object()
    {
        using var certificate = Tenant.NewCertificate();
        await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new CertificateSignIn { Certificate = certificate } });

        Assert.NotEmpty(await client.Policies.GetAsync(new(), Stop).ListAsync());
    }

    [Theory]
    [InlineData("pfx")]
    [InlineData("pem")]
    public async Task A_certificate_signs_in_from_a_file_with_a_password(string kind)
    {
        const string Password = "file~password";
        using var certificate = Tenant.NewCertificate();
        using var key = certificate.GetRSAPrivateKey()!;
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.{kind}");
        if (kind == "pfx")
            await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12, Password), Stop);
        else
            await File.WriteAllTextAsync(path, $"{certificate.ExportCertificatePem()}\n{key.ExportEncryptedPkcs8PrivateKeyPem(Password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))}", Stop);
        try
        {
            await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new CertificateSignIn { Path = path, Password = Tenant.Secure(Password) } });
            Assert.NotEmpty(await client.Policies.GetAsync(new(), Stop).ListAsync());

            var refusal = await RefusalAsync(_tenant.Options with { SignIn = new CertificateSignIn { Path = path, Password = Tenant.Secure("another~one") } });
            Assert.Equal("CertificateUnusable", refusal.ErrorId);
            Assert.DoesNotContain("another~one", refusal.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_certificate_signs_in_by_its_thumbprint()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "The key chain would ask.");
        using var certificate = Tenant.NewCertificate();
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(certificate);
        try
        {
            var spaced = string.Join(' ', certificate.Thumbprint.Chunk(2).Select(pair => new string(pair)));
            await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new CertificateSignIn { Thumbprint = spaced } });
            Assert.NotEmpty(await client.Policies.GetAsync(new(), Stop).ListAsync());
        }
        finally
        {
            store.Remove(certificate);
        }
    }

    [Fact]
    public async Task A_certificate_that_nobody_can_sign_in_with_is_refused_before_anything_is_sent()
    {
        using var expired = Tenant.NewCertificate(DateTimeOffset.UtcNow.AddDays(-1));
        using var whole = Tenant.NewCertificate();
        using var keyless = X509CertificateLoader.LoadCertificate(whole.RawData);

        Assert.Contains("expired", (await RefusalAsync(With(new() { Certificate = expired }), errorId: "CertificateUnusable")).Message, StringComparison.Ordinal);
        Assert.Contains("private key", (await RefusalAsync(With(new() { Certificate = keyless }), errorId: "CertificateUnusable")).Message, StringComparison.Ordinal);
        await RefusalAsync(With(new() { Thumbprint = new string('0', 40) }), errorId: "CertificateNotFound");
        await RefusalAsync(With(new() { Path = Path.Combine(Path.GetTempPath(), "no-such.pfx") }), errorId: "FileUnreadable");
        Assert.Empty(_tenant.Server.Log.All);

        Microsoft365Options With(CertificateSignIn signIn) => _tenant.Options with { SignIn = signIn };
    }

    [Fact]
    public async Task A_token_of_another_provider_signs_in_and_its_file_is_read_anew()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.jwt");
        await File.WriteAllTextAsync(path, $"{Tenant.Secret}\n", Stop);
        try
        {
            await using var fromText = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new FederatedTokenSignIn { Token = Tenant.Secure(Tenant.Secret) } });
            await using var fromFile = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new FederatedTokenSignIn { Path = path } });
            Assert.NotEmpty(await fromText.Policies.GetAsync(new(), Stop).ListAsync());

            _tenant.Server.State.Applications[Tenant.Application] = "the-next-token";
            await File.WriteAllTextAsync(path, "the-next-token", Stop);
            _tenant.Server.Tokens.Revoke();
            Assert.NotEmpty(await fromFile.Policies.GetAsync(new(), Stop).ListAsync());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_managed_identity_signs_in_by_the_metadata_service_of_its_machine()
    {
        var hosts = new ConcurrentBag<string>();
        using var handler = _tenant.Rerouted(hosts);
        _tenant.Server.State.ManagedIdentities.Add(Tenant.Application);
        var options = new Microsoft365Options { SignIn = new ManagedIdentitySignIn(null), Handler = handler };

        await using var system = await _tenant.ConnectAsync(options, tenant: "");
        await using var assigned = await _tenant.ConnectAsync(options with { SignIn = new ManagedIdentitySignIn(Tenant.Application) }, tenant: "");

        Assert.Contains("169.254.169.254", hosts);
        Assert.Equal(TenantState.TenantId, (await system.Tenant.GetContextAsync(Stop)).TenantId);
        Assert.Equal(Tenant.Application, (await assigned.Tenant.GetContextAsync(Stop)).Actor);
        Assert.NotEmpty(await assigned.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Contains("licensing.m365.microsoft.com", hosts);

        var refusal = await RefusalAsync(options with { SignIn = new ManagedIdentitySignIn("bbbbbbbb-0000-4000-8000-000000000000") }, tenant: "");
        Assert.Equal("ManagedIdentityUnavailable", refusal.ErrorId);
    }

    [Fact]
    public async Task An_access_token_that_was_given_is_used_and_never_renewed()
    {
        var token = _tenant.Server.Tokens.Issue(TenantState.LicensingResource, TenantState.User, application: null);
        await using var client = await _tenant.ConnectAsync(_tenant.Options with { SignIn = new AccessTokenSignIn(Tenant.Secure(token)) }, tenant: "");

        Assert.Equal(TenantState.User, (await client.Tenant.GetContextAsync(Stop)).Actor);
        Assert.NotEmpty(await client.Policies.GetAsync(new(), Stop).ListAsync());
        _tenant.Server.Tokens.Revoke();
        var refusal = await Assert.ThrowsAsync<CommerceException>(() => client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal((CommerceError.AuthenticationFailed, "TokenExpired"), (refusal.Error, refusal.ErrorId));
    }

    [Fact]
    public async Task An_access_token_that_has_expired_or_is_none_is_refused_at_once()
    {
        _tenant.Server.State.TokenLifetime = -10;
        var old = _tenant.Server.Tokens.Issue(TenantState.LicensingResource, TenantState.User, application: null);

        Assert.Equal("TokenExpired", (await RefusalAsync(_tenant.Options with { SignIn = new AccessTokenSignIn(Tenant.Secure(old)) })).ErrorId);
        Assert.Equal("TokenUnusable", (await RefusalAsync(_tenant.Options with { SignIn = new AccessTokenSignIn(Tenant.Secure("Bearer abc")) })).ErrorId);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_after_it_was_revoked_once_for_all()
    {
        _tenant.Server.State.Fill(60);
        await using var client = await _tenant.ConnectAsync();
        var before = _tenant.Server.Tokens.Count;
        _tenant.Server.Tokens.Revoke();

        var results = await client.Policies.SetAsync(new() { Product = ["Product *"], Value = "Disabled" }, cancellationToken: Stop);
        Assert.All(results, result => Assert.True(result.IsApplied));
        Assert.Equal(1, _tenant.Server.Tokens.Count);
        Assert.Equal(1, before);

        // MSAL takes a token for used up five minutes before its end.
        _tenant.Server.State.TokenLifetime = 200;
        await using var hasty = await _tenant.ConnectAsync();
        await hasty.Policies.GetAsync(new(), Stop).ListAsync();
        await hasty.Policies.GetAsync(new(), Stop).ListAsync();
        Assert.True(_tenant.Server.Tokens.Count >= 4);
    }

    [Theory]
    [InlineData(CloudEnvironment.Global, "login.microsoftonline.com", true)]
    [InlineData(CloudEnvironment.USGov, "login.microsoftonline.us", false)]
    [InlineData(CloudEnvironment.USGovDoD, "login.microsoftonline.us", false)]
    [InlineData(CloudEnvironment.China, "login.partner.microsoftonline.cn", false)]
    public async Task Every_cloud_signs_in_at_its_own_address(CloudEnvironment environment, string authority, bool hasLicensing)
    {
        var hosts = new ConcurrentBag<string>();
        using var handler = _tenant.Rerouted(hosts);
        var options = new Microsoft365Options { SignIn = new ClientSecretSignIn(Tenant.Secure(Tenant.Secret)), ClientId = Tenant.Application, Environment = environment, Handler = handler };
        await using var client = await _tenant.ConnectAsync(options);

        Assert.Contains(authority, hosts);
        if (hasLicensing)
        {
            Assert.NotEmpty(await client.Policies.GetAsync(new(), Stop).ListAsync());
            Assert.Contains("licensing.m365.microsoft.com", hosts);
        }
        else
        {
            var refusal = await Assert.ThrowsAsync<CommerceException>(() => client.Policies.GetAsync(new(), Stop).ListAsync());
            Assert.Equal(CommerceError.NotSupportedByStore, refusal.Error);
            Assert.Contains("-LicensingEndpoint", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://licensing.contoso.example")]
    [InlineData("ftp://localhost")]
    [InlineData("https://user:password@localhost")]
    public async Task A_token_goes_over_https_alone_but_on_this_machine(string address)
    {
        var refusal = await RefusalAsync(_tenant.Options with { LicensingEndpoint = new(address) });

        Assert.Equal("EndpointInsecure", refusal.ErrorId);
        Assert.Equal(address, refusal.Target);
        Assert.Equal("EndpointInsecure", (await RefusalAsync(_tenant.Options with { AuthorityEndpoint = new(address) })).ErrorId);
        Assert.Equal("EndpointInsecure", (await RefusalAsync(_tenant.Options with { GraphEndpoint = new(address) })).ErrorId);
    }

    [Fact]
    public async Task Over_https_a_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var client = await _tenant.ConnectAsync(_tenant.Options with { LicensingEndpoint = _tenant.Server.Https });

        var failure = await Assert.ThrowsAsync<CommerceException>(() => client.Policies.GetAsync(new(), Stop).ListAsync());
        Assert.Equal((CommerceError.StoreUnavailable, "ServiceUnreachable"), (failure.Error, failure.ErrorId));
        Assert.Empty(_tenant.Server.Log.OfServices);
    }

    [Fact]
    public async Task An_address_that_names_no_tenant_is_refused() =>
        Assert.Equal("StoreAddressInvalid", (await RefusalAsync(_tenant.Options, tenant: "https://contoso/x?y")).ErrorId);

    private async Task<CommerceException> RefusalAsync(Microsoft365Options options, string tenant = TenantState.Domain, string? errorId = null)
    {
        var refusal = await Assert.ThrowsAsync<CommerceException>(() => _tenant.ConnectAsync(options, tenant));
        if (errorId is not null)
            Assert.Equal(errorId, refusal.ErrorId);
        return refusal;
    }
}
