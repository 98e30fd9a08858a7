using System.Net;
using MSCommerce.Stores.Sql.PostgreSql;
using Npgsql;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>Addresses: URIs, connection strings, services, the environment. No server is asked.</summary>
public sealed class PostgreSqlLocationTests : IDisposable
{
    private const string Password = "s3cret/p@ss";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("//db.example/commerce", "db.example", 5432, "commerce", "postgresql://ada@db.example/commerce")]
    [InlineData("//eve@db.example:5433/commerce", "db.example", 5433, "commerce", "postgresql://eve@db.example:5433/commerce")]
    [InlineData("//eve%20x@[::1]:5433/my%20store", "::1", 5433, "my store", "postgresql://eve%20x@::1:5433/my store")]
    [InlineData("//a.example:1,b.example:2/commerce", "a.example:1,b.example:2", 5432, "commerce", "postgresql://ada@a.example:1,b.example:2/commerce")]
    [InlineData("///commerce?host=/var/run/postgresql", "/var/run/postgresql", 5432, "commerce", "postgresql://ada@/var/run/postgresql/commerce")]
    [InlineData("Host=db.example;Database=commerce;Port=5433", "db.example", 5433, "commerce", "postgresql://ada@db.example:5433/commerce")]
    [InlineData("", "localhost", 5432, null, "postgresql://ada@localhost/ada")]
    public void An_address_says_where_the_database_is(string value, string host, int port, string? database, string shown)
    {
        _environment["PGUSER"] = "ada";

        var location = Parse(value);

        Assert.Equal((host, port, database), (location.Settings.Host, location.Settings.Port, location.Settings.Database));
        Assert.Equal(shown, location.DisplayName);
    }

    [Theory]
    [InlineData("//db/x?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem", SslMode.VerifyFull)]
    [InlineData("//db/x?sslmode=require&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem", SslMode.Require)]
    [InlineData("Host=db;SSL Mode=VerifyCA;Root Certificate=/ca.pem;SSL Certificate=/c.pem;SSL Key=/k.pem", SslMode.VerifyCA)]
    public void Settings_of_TLS_are_honoured(string value, SslMode mode)
    {
        var settings = Parse(value).Settings;

        Assert.Equal((mode, "/ca.pem", "/c.pem", "/k.pem"), (settings.SslMode, settings.RootCertificate, settings.SslCertificate, settings.SslKey));
    }

    [Fact]
    public void What_the_address_leaves_out_comes_from_the_service_and_then_from_the_environment()
    {
        File.WriteAllText(_folder.File("services"), "# ours\n[other]\nhost=other.example\n\n[commerce]\nhost = db.example\nport=5433\ndbname=commerce\nuser=from_service\nsslmode=verify-full\n[next]\nhost=next.example\n");
        foreach (var (name, value) in new[] { ("PGSERVICEFILE", _folder.File("services")), ("PGHOST", "env.example"), ("PGDATABASE", "env"), ("PGUSER", "from_env"), ("PGCONNECT_TIMEOUT", "7") })
            _environment[name] = value;

        var settings = Parse("//from_uri@?service=commerce").Settings;
        Assert.Equal(("db.example", 5433, "commerce", "from_uri", SslMode.VerifyFull, 7), (settings.Host, settings.Port, settings.Database, settings.Username, settings.SslMode, settings.Timeout));

        Assert.Equal("from_env", Parse("").Settings.Username);
        Assert.Equal("env.example", Parse("").Settings.Host);
        _environment["PGSERVICE"] = "other";
        Assert.Equal(("other.example", "env"), (Parse("").Settings.Host, Parse("").Settings.Database));
        Assert.Equal("mine.example", Parse("//mine.example/").Settings.Host);
    }

    [Fact]
    public void A_credential_comes_before_what_the_address_says()
    {
        var settings = Parse("//eve:old@db/x", new NetworkCredential("ada", Password)).Settings;

        Assert.Equal(("ada", Password), (settings.Username, settings.Password));
    }

    [Fact]
    public void A_password_is_read_with_its_special_characters_and_never_shown()
    {
        foreach (var value in new[] { "//ada:s3cret%2Fp%40ss@db.example/x", "//ada:s3cret%2Fp@ss@db.example/x", $"Host=db.example;Username=ada;Password={Password};Database=x" })
        {
            var location = Parse(value);

            Assert.Equal((Password, "db.example"), (location.Settings.Password, location.Settings.Host));
            Assert.Equal("postgresql://ada@db.example/x", location.DisplayName);
            Assert.DoesNotContain("s3cret", location.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Host=db.example;Database=x;Username=ada%Password=s3cret", "postgresql://…@db.example/x")]
    [InlineData("Username=ada;Host=db.example;Database=x%Password=s3cret", "postgresql://ada@db.example/…")]
    [InlineData("Username=ada;Database=x;Host=db.example,Password=s3cret", "postgresql://ada@…/x")]
    public void A_password_that_a_mistyped_semicolon_left_in_the_part_before_it_is_not_shown(string value, string shown) =>
        Assert.Equal(shown, Parse(value).DisplayName);

    [Theory]
    [InlineData("//db/x?sslmode=s3cret", "'sslmode' cannot have the value")]
    [InlineData("//db/x?frobnicate=s3cret", "no setting 'frobnicate'")]
    [InlineData("//db/x?ada:s3cret@db=1", "no setting '…'")]
    [InlineData("//db:s3cret/x", "'port' cannot have the value")]
    [InlineData("//db/x?s3cret", "has no value")]
    [InlineData("//ada:s3/cret@db/x", "write %2F")]
    [InlineData("//db/x?lock_timeout=s3cret", "milliseconds")]
    [InlineData("//db/x?service=gone", "no service file has the service 'gone'")]
    [InlineData("Host=db;Frobnicate=s3cret", "neither a URI nor a connection string")]
    [InlineData("db.example/s3cret", "neither a URI nor a connection string")]
    [InlineData("Port=s3cret", "neither a URI nor a connection string")]
    public void An_address_that_cannot_be_read_is_refused_without_repeating_it(string value, string why)
    {
        var error = Assert.Throws<CommerceException>(() => Parse(value));

        Assert.Equal(("StoreAddressInvalid", CommerceError.InvalidRequest), (error.ErrorId, error.Error));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Patience_is_a_setting_of_the_address()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), Parse("//db/x").LockTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(250), Parse("//db/x?lock_timeout=250").LockTimeout);
        Assert.Equal((0, 60), (Parse("//db/x").Settings.CommandTimeout, Parse("//db/x?Command%20Timeout=60").Settings.CommandTimeout));
    }

    private PostgreSqlLocation Parse(string value, NetworkCredential? credential = null) => PostgreSqlLocation.Parse(value, credential, name => _environment.GetValueOrDefault(name));
}
