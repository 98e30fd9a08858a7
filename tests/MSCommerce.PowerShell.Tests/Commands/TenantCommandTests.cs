using MSCommerce.PowerShell.Tests.Harness;

namespace MSCommerce.PowerShell.Tests.Commands;

public sealed class TenantCommandTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly SampleSession _session = new(sample.Connect());

    public void Dispose() => _session.Dispose();

    [Fact, Trait("Requirement", "E1")]
    public void The_facts_that_are_named_are_set_and_the_others_stay()
    {
        var run = _session.Cmdlet<SetMSCommerceTenantCommand>()
            .With("Country", "fr").With("Sector", "Education").With("IsManaged", false).With("LicenseRequestRetentionDays", 365).With("PassThru", value: true).Invoke();

        var tenant = Assert.Single(run.OutputOf<Tenant>());
        Assert.Equal(("Fabrikam (sample)", "FR", TenantSector.Education, false, 365), (tenant.Name, tenant.Country, tenant.Sector, tenant.IsManaged, tenant.LicenseRequestRetentionDays));
        Assert.Equal(tenant, Assert.Single(_session.Cmdlet<GetMSCommerceTenantCommand>().Invoke().OutputOf<Tenant>()));
        var call = Assert.Single(run.ShouldProcessCalls);
        Assert.Contains("Change Country from DE to FR", call.Action, StringComparison.Ordinal);
        Assert.Contains("Change LicenseRequestRetentionDays from 30 to 365", call.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_so_already_is_not_asked_about_and_answered()
    {
        var run = _session.Cmdlet<SetMSCommerceTenantCommand>().With("Sector", "Commercial").With("PassThru", value: true).Invoke();

        Assert.Empty(run.ShouldProcessCalls);
        Assert.Single(run.OutputOf<Tenant>());
        Assert.Contains(run.Verbose, line => line.Contains("as wanted already", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Country", "XX", "CountryUnknown")]
    [InlineData("Country", "Germany", "CountryUnknown")]
    [InlineData("LicenseRequestRetentionDays", 0, "RetentionInvalid")]
    [InlineData("LicenseRequestRetentionDays", 4000, "RetentionInvalid")]
    [InlineData("Name", " ", "NameEmpty")]
    public void An_unsound_fact_is_refused(string parameter, object value, string errorId) =>
        Assert.StartsWith(errorId + ",", _session.Cmdlet<SetMSCommerceTenantCommand>().With(parameter, value).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_change_that_names_nothing_to_set_is_refused()
    {
        Assert.StartsWith("NothingToSet,", _session.Cmdlet<SetMSCommerceTenantCommand>().Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NothingToSet,", SetUser("reader@fabrikam.example").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NothingToSet,", _session.Cmdlet<SetSelfServiceProductCommand>().With("ProductId", "*").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NothingToSet,",
            _session.Cmdlet<SetSelfServiceSubscriptionCommand>().With("SubscriptionId", "any").Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Roles_are_set_as_a_whole_and_an_empty_list_takes_them_away()
    {
        var given = SetUser("reader@fabrikam.example").With("Role", new[] { Role.GlobalReader, Role.BillingAdministrator }).With("PassThru", value: true).Invoke();
        Assert.Equal([Role.BillingAdministrator, Role.GlobalReader], Assert.Single(given.OutputOf<TenantUser>()).Roles.Order());
        // Nothing is taken away, so that nobody need say so expressly.
        Assert.DoesNotContain(given.ShouldProcessCalls, call => call.Query is not null);

        var taken = SetUser("reader@fabrikam.example").With("Role", Array.Empty<Role>()).With("PassThru", value: true).Invoke();
        Assert.Empty(Assert.Single(taken.OutputOf<TenantUser>()).Roles);
        Assert.Contains("BillingAdministrator;GlobalReader to none", Assert.Single(taken.ShouldProcessCalls, call => call.Query is not null).Query, StringComparison.Ordinal);
    }

    [Fact]
    public void Disabling_is_asked_about_expressly_and_enabling_is_not()
    {
        var disabled = SetUser("wei.schmidt@fabrikam.example").With("AccountEnabled", false).Invoke();
        Assert.Single(disabled.ShouldProcessCalls, call => call.Query is not null);

        var enabled = SetUser("wei.schmidt@fabrikam.example").With("AccountEnabled", true).Invoke();
        Assert.DoesNotContain(enabled.ShouldProcessCalls, call => call.Query is not null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Disabling_is_not_asked_about_twice_where_Confirm_was_given(bool confirm)
    {
        var run = SetUser("wei.schmidt@fabrikam.example").With("AccountEnabled", false).With("Confirm", confirm).Invoke();

        Assert.DoesNotContain(run.ShouldProcessCalls, call => call.Query is not null);
    }

    [Fact]
    public void Users_by_wildcard_are_changed_and_those_found_by_display_name_alone_are_not_answered()
    {
        var run = SetUser("m*@fabrikam.example").With("AccountEnabled", false).With("PassThru", value: true).Invoke();

        var users = run.OutputOf<TenantUser>();
        Assert.True(users.Count > 1);
        // Each was asked about, and all of them once more together.
        Assert.Equal(users.Count + 1, run.ShouldProcessCalls.Count);
        Assert.All(users, user => Assert.False(user.AccountEnabled));
        Assert.All(users, user => Assert.StartsWith("m", user.UserPrincipalName, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_would_lose_something_stays_as_he_is_where_that_was_declined_and_others_are_changed()
    {
        var run = _session.Cmdlet<SetMSCommerceUserCommand>().With("User", new[] { "reader@fabrikam.example", "ada.adler@fabrikam.example" }).With("Role", new[] { Role.BillingAdministrator })
            .OnShouldProcess(call => call.Query is null).Invoke();

        Assert.Contains("GlobalReader to BillingAdministrator", Assert.Single(run.ShouldProcessCalls, call => call.Query is not null).Query, StringComparison.Ordinal);
        Assert.Equal([Role.GlobalReader], User("reader@fabrikam.example").Roles);
        Assert.Equal([Role.BillingAdministrator], User("ada.adler@fabrikam.example").Roles);
    }

    [Fact]
    public void Only_who_was_confirmed_is_changed_and_answered()
    {
        var run = _session.Cmdlet<SetMSCommerceUserCommand>().With("AccountEnabled", false).With("PassThru", value: true)
            .Pipe(new { UserPrincipalName = "wei.schmidt@fabrikam.example" }, new { User = "mary.silva@fabrikam.example" })
            .OnShouldProcess(call => call.Query is not null || call.Target!.Contains("mary", StringComparison.Ordinal)).Invoke();

        Assert.Equal("mary.silva@fabrikam.example", Assert.Single(run.OutputOf<TenantUser>()).UserPrincipalName);
        Assert.True(User("wei.schmidt@fabrikam.example").AccountEnabled);
        Assert.False(User("mary.silva@fabrikam.example").AccountEnabled);
    }

    [Fact]
    public void The_last_global_administrator_stays()
    {
        var disabled = SetUser("admin@fabrikam.example").With("AccountEnabled", false).Invoke();
        var demoted = SetUser("*").With("Role", Array.Empty<Role>()).Invoke();

        Assert.All([disabled, demoted], run => Assert.StartsWith("LastAdministrator,", run.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal([Role.GlobalAdministrator], User("admin@fabrikam.example").Roles);
    }

    [Fact]
    public void A_wildcard_that_matches_nobody_is_an_error() =>
        Assert.StartsWith("PatternMatchedNothing,",
            SetUser("nobody*").With("AccountEnabled", false).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact, Trait("Requirement", "S8")]
    public void Prices_and_services_are_set_with_their_currency()
    {
        var run = _session.Cmdlet<SetSelfServiceProductCommand>().With("Product", "Visio*")
            .With("OrganizationPrice", 7.25m).With("Currency", "usd").With("Service", new[] { "Visio Web" }).With("PassThru", value: true).Invoke();

        Assert.Equal(2, run.OutputOf<Product>().Count);
        Assert.All(run.OutputOf<Product>(), product => Assert.Equal((7.25m, "USD", "Visio Web"), (product.OrganizationPrice, product.Currency, string.Join(';', product.Services))));
        Assert.Equal(2, run.ShouldProcessCalls.Count);
        Assert.All(run.ShouldProcessCalls, call => Assert.Contains("to 7.25 (USD a licence and month", call.Action, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ListPrice", -1.0, "PriceInvalid")]
    [InlineData("Currency", "EURO", "CurrencyInvalid")]
    [InlineData("FileCapacityMB", -1, "CapacityInvalid")]
    [InlineData("Service", "a;b", "ServiceInvalid")]
    public void An_unsound_fact_of_a_product_is_refused(string parameter, object value, string errorId) =>
        Assert.StartsWith(errorId + ",",
            _session.Cmdlet<SetSelfServiceProductCommand>().With("ProductId", "Visio Plan 1").With(parameter, value).Invoke().TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact, Trait("Requirement", "S8")]
    public void Products_are_listed_by_name_wildcard_older_id_and_family()
    {
        Assert.Equal(["Visio Plan 1", "Visio Plan 2"], Names("ProductId", "visio*"));
        Assert.Equal(["Power Apps per user"], Names("ProductId", "CFQ7TTC0KP0P"));
        Assert.Equal(["Planner Plan 1", "Project Plan 3"], Names("Family", "proj*"));
        Assert.Empty(Names("ProductId", "Nonsense*"));
        Assert.StartsWith("ProductNotFound,",
            Assert.Single(_session.Cmdlet<GetSelfServiceProductCommand>().With("ProductId", "Nonsense").Invoke().Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

        IEnumerable<string> Names(string parameter, string value) =>
            _session.Cmdlet<GetSelfServiceProductCommand>().With(parameter, value).Invoke().OutputOf<Product>().Select(product => product.ProductName);
    }

    [Fact, Trait("Requirement", "P7")]
    public void Imported_products_follow_the_policys_default()
    {
        var file = _session.File("products.csv", "ProductId,ProductName,Family,ListPrice,Currency,Services\nCFQ7TTC0NEW1,Contoso Insights,Insights,12.50,eur,One;Two\n");

        var result = Assert.Single(_session.Cmdlet<ImportSelfServiceProductCommand>().With("Path", file).With("PassThru", value: true).Invoke().OutputOf<ImportResult>());

        Assert.Equal((1, 1, 0, true), (result.Rows, result.Created, result.Updated, result.IsApplied));
        var product = _session.Product("CFQ7TTC0NEW1");
        Assert.Equal((12.5m, "EUR"), (product.ListPrice, product.Currency));
        var policy = Assert.Single(_session.Cmdlet<GetMSCommerceProductPolicyCommand>().With("ProductId", "CFQ7TTC0NEW1").Invoke().OutputOf<ProductPolicy>());
        Assert.Equal(("Enabled", false), (policy.PolicyValue, policy.IsExplicit));
    }

    private CmdletInvocation<SetMSCommerceUserCommand> SetUser(string user) => _session.Cmdlet<SetMSCommerceUserCommand>().With("User", user);

    private TenantUser User(string name) => Assert.Single(_session.Cmdlet<GetMSCommerceUserCommand>().With("User", name).Invoke().OutputOf<TenantUser>());
}
