using MSCommerce.Files;

namespace MSCommerce.Client.Tests.Files;

public sealed class UserFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_admin_centres_export_is_recognised_by_its_headers()
    {
        var users = await ReadAsync("users.csv", """
            Block credential,City,Country,Department,Display name,First name,Licenses,Object Id,Usage location,User principal name,When created
            False,Berlin,Germany,IT,Ada Lovelace,Ada,Power BI Pro+Visio Plan 1,0b7c8a44-0e0c-4f0c-8ad4-9f0d5c1c1a01,DE,ada@fabrikam.example,2021-03-26 10:11:12Z
            True,,,,"Babbage, Charles",Charles,,0b7c8a44-0e0c-4f0c-8ad4-9f0d5c1c1a02,GB,charles@fabrikam.example,2020-01-01 00:00:00Z
            False,,,,Guest,,,0b7c8a44-0e0c-4f0c-8ad4-9f0d5c1c1a03,,guest_partner.example#EXT#@fabrikam.example,2020-01-01 00:00:00Z
            """);

        Assert.Equal(["ada@fabrikam.example", "charles@fabrikam.example", "guest_partner.example#EXT#@fabrikam.example"], users.Select(user => user.UserPrincipalName));
        Assert.Equal([true, false, true], users.Select(user => user.AccountEnabled));
        Assert.Equal([null, null, UserType.Guest], users.Select(user => user.UserType));
        Assert.Equal("0b7c8a44-0e0c-4f0c-8ad4-9f0d5c1c1a01", users[0].UserId);
        Assert.Equal("Babbage, Charles", users[1].DisplayName);
        Assert.Equal(new DateTimeOffset(2021, 3, 26, 10, 11, 12, TimeSpan.Zero), users[0].CreatedAt);
        Assert.All(users, user => Assert.Null(user.Roles));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("a\\udc00b")]
    public async Task Half_a_character_in_JSON_is_no_text(string name)
    {
        var path = _folder.File("users.jsonl", $"{{\"UserPrincipalName\":\"ada@fabrikam.example\"}}\n{{\"UserPrincipalName\":\"{name}@fabrikam.example\"}}\n");

        var error = await Assert.ThrowsAsync<CommerceException>(async () => await UserFile.ReadAsync(path, default).ListAsync());

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entras_download_is_recognised_by_its_headers()
    {
        var user = Assert.Single(await ReadAsync("entra.csv", """
            userPrincipalName,displayName,surname,mail,objectId,userType,accountEnabled,usageLocation,dirSyncEnabled,createdDateTime
            ada@fabrikam.example,Ada,Lovelace,ada@fabrikam.example,0b7c8a44-0e0c-4f0c-8ad4-9f0d5c1c1a01,Guest,False,DE,True,2021-03-26T10:11:12Z
            """));

        Assert.Equal((UserType.Guest, (bool?)false, (bool?)true, "DE"), (user.UserType!.Value, user.AccountEnabled, user.OnPremisesSyncEnabled, user.UsageLocation!));
    }

    [Fact]
    public async Task The_modules_own_columns_carry_roles()
    {
        var users = await ReadAsync("own.csv", """
            UserPrincipalName;Roles
            ada@fabrikam.example;Global Administrator
            ben@fabrikam.example;"BillingAdministrator; GlobalReader"
            carol@fabrikam.example;
            """);

        Assert.Equal([Role.GlobalAdministrator], users[0].Roles!);
        Assert.Equal([Role.BillingAdministrator, Role.GlobalReader], users[1].Roles!);
        Assert.Empty(users[2].Roles!);
    }

    [Fact]
    public async Task Json_lines_are_read_too()
    {
        var user = Assert.Single(await ReadAsync("users.jsonl", """{"userPrincipalName":"ada@fabrikam.example","accountEnabled":false,"roles":["GlobalReader"],"displayName":null}"""));

        Assert.Equal((false, null), (user.AccountEnabled, user.DisplayName));
        Assert.Equal([Role.GlobalReader], user.Roles!);
    }

    [Theory]
    [InlineData("UserPrincipalName,AccountEnabled\nada@f.example,True\nben@f.example,maybe\n", 3, "'maybe' in AccountEnabled is neither True nor False")]
    [InlineData("UserPrincipalName,Roles\nada@f.example,Emperor\n", 2, "'Emperor' in Roles is none of GlobalAdministrator")]
    [InlineData("UserPrincipalName,Roles\nada@f.example,0\n", 2, "'0' in Roles is none of")]
    [InlineData("UserPrincipalName\nada\n", 2, "'ada' is not a user principal name")]
    [InlineData("UserPrincipalName,DisplayName\n,Ada\n", 2, "UserPrincipalName is empty")]
    [InlineData("UserPrincipalName,CreatedAt\nada@f.example,31/01/2026\n", 2, "'31/01/2026' in CreatedAt is not a date")]
    [InlineData("UserPrincipalName,DisplayName\nada@f.example,Ada\nben@f.example\n", 3, "")]
    [InlineData("UserPrincipalName,DisplayName\nada@f.example,Ada\nben@f.example,\"Ben\"x\n", 3, "")]
    [InlineData("UserPrincipalName,DisplayName\nada@f.example,Ada\nben@f.example,\"Ben\n", 3, "")]
    [InlineData("UserPrincipalName,DisplayName\nada@f.example,\"Ada\n2\"\nben,Ben\n", 4, "'ben' is not")]
    public async Task A_line_that_cannot_be_taken_is_named_by_its_number(string content, int line, string why)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("users.csv", content));

        Assert.Equal(("FileLineInvalid", CommerceError.InvalidFile), (error.ErrorId, error.Error));
        Assert.Contains($"users.csv, line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"userPrincipalName\":\"a@f.example\"}\n{\"userPrincipalName\":", 2)]
    [InlineData("[1]", 1)]
    [InlineData("{\"userPrincipalName\":\"a@f.example\"}\n\n7", 3)]
    public async Task A_json_line_that_cannot_be_taken_is_named_by_its_number(string content, int line)
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("users.jsonl", content));

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains($", line {line}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_the_column_it_needs_says_which_and_what_it_has()
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("users.csv", "Name,Mail\nAda,ada@fabrikam.example\n"));

        Assert.Equal("FileInvalid", error.ErrorId);
        Assert.Contains("UserPrincipalName", error.Message, StringComparison.Ordinal);
        Assert.Contains("Name, Mail", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_is_refused_and_not_repaired()
    {
        var path = _folder.File("latin.csv");
        await File.WriteAllBytesAsync(path, System.Text.Encoding.Latin1.GetBytes("UserPrincipalName,DisplayName\nada@f.example,Ada\njoerg@f.example,J\u00f6rg\n"));

        var error = await Assert.ThrowsAsync<CommerceException>(() => UserFile.ReadAsync(path, default).ListAsync());

        Assert.Equal("FileLineInvalid", error.ErrorId);
        Assert.Contains("line 3: it is not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_and_other_line_ends_do_no_harm()
    {
        var path = _folder.File("bom.csv");
        await File.WriteAllTextAsync(path, "UserPrincipalName;DisplayName\r\nada@f.example;J\u00f6rg\r\n", new System.Text.UTF8Encoding(true));

        Assert.Equal(("ada@f.example", "J\u00f6rg"), (await UserFile.ReadAsync(path, default).ListAsync()) switch { [var user] => (user.UserPrincipalName, user.DisplayName), _ => default });
    }

    [Fact]
    public async Task A_cell_that_an_export_neutralised_is_read_as_it_was() =>
        Assert.Equal(("-dash@f.example", "O'Brien"), (await ReadAsync("n.csv", "UserPrincipalName,DisplayName\n'-dash@f.example,O'Brien\n")) switch { [var user] => (user.UserPrincipalName, user.DisplayName), _ => default });

    [Fact]
    public async Task A_column_that_is_needed_and_there_twice_is_refused() =>
        Assert.Contains("more than once", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("t.csv", "UserPrincipalName,Display name,DisplayName\nada@f.example,Ada,Ben\n"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("h.csv", "UserPrincipalName\n")]
    [InlineData("h.jsonl", "\n")]
    public async Task A_file_without_rows_is_refused(string name, string content) =>
        Assert.Equal("FileInvalid", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync(name, content))).ErrorId);

    [Fact]
    public async Task A_file_of_a_format_that_is_not_known_is_refused() =>
        Assert.Equal("FileFormatUnknown", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("users.json", "[]"))).ErrorId);

    [Fact]
    public async Task An_empty_file_is_refused() =>
        Assert.Equal("FileInvalid", (await Assert.ThrowsAsync<CommerceException>(() => ReadAsync("users.csv", ""))).ErrorId);

    [Fact]
    public async Task A_file_that_is_not_there_says_so()
    {
        var error = await Assert.ThrowsAsync<CommerceException>(() => UserFile.ReadAsync(_folder.File("no.csv"), default).ListAsync());

        Assert.Equal(("FileUnreadable", CommerceError.NotFound), (error.ErrorId, error.Error));
    }

    private Task<List<UserRow>> ReadAsync(string name, string content) => UserFile.ReadAsync(_folder.File(name, content), default).ListAsync();
}
