using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell.Tests;

public sealed class EngineTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// What a cmdlet uses of PowerShell and the stand-in lacks would show only where a test comes upon it:
    /// here every method is compiled, and the missing member named. Add it to tests/MSCommerce.PowerShell.Engine.
    /// </summary>
    [Fact]
    public void The_stand_in_has_every_member_of_PowerShell_that_the_cmdlets_use()
    {
        var types = Assembly.Load("MSCommerce.PowerShell").GetTypes();

        Assert.All(types.Where(type => !type.ContainsGenericParameters), type =>
        {
            _ = type.GetCustomAttributes(inherit: false);
            Assert.All(type.GetMembers(Declared), member => _ = member.GetCustomAttributes(inherit: false));
            Assert.All(type.GetMembers(Declared).OfType<MethodBase>().Where(one => !one.IsAbstract && !one.ContainsGenericParameters),
                method => RuntimeHelpers.PrepareMethod(method.MethodHandle));
        });
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("Power*", "power bi", true)]
    [InlineData("*BI", "Power BI Pro", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("`[a`]*", "[A] b", true)]
    [InlineData("a`*", "ab", false)]
    public void Wildcards_match_as_PowerShells_do(string pattern, string input, bool matches) =>
        Assert.Equal(matches, new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(input));

    [Fact]
    public void A_pattern_with_an_open_bracket_is_refused_when_it_is_used() =>
        Assert.Throws<WildcardPatternException>(() => new WildcardPattern("[a").IsMatch("a"));

    [Fact]
    public void An_escaped_name_matches_itself_alone()
    {
        var pattern = WildcardPattern.Escape("50% [new]*?`");

        Assert.True(new WildcardPattern(pattern).IsMatch("50% [new]*?`"));
        Assert.False(WildcardPattern.ContainsWildcardCharacters(pattern));
        Assert.Equal("50% [new]*?`", WildcardPattern.Unescape(pattern));
    }
}
