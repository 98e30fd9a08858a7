namespace MSCommerce.Cli.Output;

/// <summary>Colours for a terminal that has them and a user who wants them; elsewhere the text alone.</summary>
internal sealed class Ink(bool enabled)
{
    public string Bold(string text) => Paint("1", text);

    public string Faint(string text) => Paint("2", text);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    public string Command(string text) => Paint("36", text);

    private string Paint(string code, string text) => enabled ? $"\e[{code}m{text}\e[0m" : text;
}
