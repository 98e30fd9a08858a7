using Microsoft.Data.Sqlite;
using MSCommerce.Stores.Sql.Sqlite;

namespace MSCommerce.Stores.Tests;

/// <summary>The commands that a connection keeps.</summary>
public sealed class SqliteCommandsTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteCommands _commands;

    public SqliteCommandsTests()
    {
        SQLitePCL.Batteries_V2.Init();
        _connection.Open();
        _commands = new(_connection);
    }

    [Fact]
    public void A_command_comes_back_without_its_parameters()
    {
        var command = _commands.Take("SELECT @a");
        command.Parameters.AddWithValue("@a", 1);
        Assert.Equal(1L, command.ExecuteScalar());
        _commands.Return(command);

        var again = _commands.Take("SELECT @a");
        Assert.Same(command, again);
        Assert.Empty(again.Parameters);
    }

    [Fact]
    public void A_command_that_is_read_is_nobody_elses()
    {
        var first = _commands.Take("SELECT 1 UNION SELECT 2");
        using var rows = first.ExecuteReader();
        Assert.True(rows.Read());

        var second = _commands.Take("SELECT 1 UNION SELECT 2");
        Assert.NotSame(first, second);
        Assert.Equal(1L, second.ExecuteScalar());
        Assert.True(rows.Read());
    }

    [Fact]
    public void Of_very_many_commands_few_are_kept()
    {
        var command = _commands.Take("SELECT 0");
        _commands.Return(command);
        for (var number = 1; number <= 64; number++)
            _commands.Return(_commands.Take($"SELECT {number}"));

        Assert.NotSame(command, _commands.Take("SELECT 0"));
    }

    public void Dispose() => _connection.Dispose();
}
