using MSCommerce.Rules;

namespace MSCommerce.Client.Tests.Rules;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("Power*", "power bi", true)]
    [InlineData("Power*", "a power", false)]
    [InlineData("*PRO", "Power BI Pro", true)]
    [InlineData("*pro", "Pro plan", false)]
    [InlineData("p*o", "Power BI Pro", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("ab*ba", "abba", true)]
    [InlineData("*bi*p*", "Power BI Pro", true)]
    [InlineData("*p*bi*bi*", "Power BI Pro", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("*aab*", "aaab", true)]
    [InlineData("*ä*", "MÄRZ", true)]
    public void A_star_stands_for_any_characters_in_any_case(string pattern, string name, bool matches)
    {
        Assert.Equal(matches, new NamePattern(pattern).IsMatch(name));
        Assert.True(new NamePattern(pattern).HasWildcard);
    }

    [Theory]
    [InlineData("b?b", "BOB", true)]
    [InlineData("b?b", "boob", false)]
    [InlineData("[a-c]*", "Carol", true)]
    [InlineData("[a-c]*", "Dan", false)]
    [InlineData("100`*", "100*", true)]
    [InlineData("100`*", "1000", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("Abc", "aBC", true)]
    public void Other_wildcards_and_exact_names_match_as_in_PowerShell(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new NamePattern(pattern).IsMatch(name));

    [Fact]
    public void Nothing_matches_a_name_that_is_not_there()
    {
        Assert.False(new NamePattern("*").IsMatch(null));
        Assert.False(new NamePattern("x").HasWildcard);
    }
}
