namespace MSCommerce.PowerShell.Tests;

public sealed class CompletionWordTests
{
    [Theory]
    [InlineData("CFQ7TTC0H9MP", "CFQ7TTC0H9MP")]
    [InlineData("ada.adler@fabrikam.example", "ada.adler@fabrikam.example")]
    [InlineData("Power BI Pro", "'Power BI Pro'")]
    [InlineData("O'Brien", "'O''Brien'")]
    [InlineData("$env:PATH", "'$env:PATH'")]
    [InlineData("a;Remove-Item", "'a;Remove-Item'")]
    [InlineData("@splat", "'@splat'")]
    [InlineData("-WhatIf", "'-WhatIf'")]
    [InlineData("it’s", "'it’’s'")]
    [InlineData("guest#EXT#@x", "'guest#EXT#@x'")]
    [InlineData("", "''")]
    public void A_suggestion_is_one_argument_whatever_it_holds(string value, string text)
    {
        var suggestion = CompletionWord.Suggest(value, "");

        Assert.Equal(text, suggestion.CompletionText);
        Assert.Equal(value, suggestion.ListItemText);
    }

    [Theory]
    [InlineData("Pow", "Power BI Pro", true)]
    [InlineData("'pow", "Power BI Pro", true)]
    [InlineData("\"POWER b", "Power BI Pro", true)]
    [InlineData("BI", "Power BI Pro", false)]
    [InlineData(null, "Power BI Pro", true)]
    public void A_word_is_read_without_its_quotes(string? typed, string name, bool begins) => Assert.Equal(begins, new CompletionWord(typed).Begins(name));

    [Fact]
    public void Wildcards_that_were_typed_are_no_wildcards_of_the_search() => Assert.Equal("a`*`[b`]*", new CompletionWord("a*[b]").Pattern);
}
