namespace MSCommerce.Rules;

/// <summary>Which texts of people are kept: they are shown on other people's consoles and written into e-mails.</summary>
public static class TextRules
{
    /// <summary>Refuses control characters, with which a text could take over the console that shows it; lines and tabs are taken.</summary>
    /// <param name="name">What the text is.</param>
    /// <param name="text">The text; null for none.</param>
    /// <returns>The refusal; null where there are none.</returns>
    public static CommerceException? RefuseControls(string name, string? text) =>
        text?.Any(letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t')) == true
            ? CommerceErrors.InvalidRequest("ControlCharacters", $"{name} holds control characters, such as those that colour or clear a console. Write it without them; nothing was changed.")
            : null;
}
