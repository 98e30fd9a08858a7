using System.Text;
using MSCommerce.Cli.Output;
using Spectre.Console;

namespace MSCommerce.Cli;

/// <summary>The console that the program was started in: results go out, messages and progress go to the error stream. Nothing else here touches it.</summary>
internal sealed class Terminal
{
    private const int FallbackWidth = 80;

    private Terminal()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        OutIsTerminal = !Console.IsOutputRedirected;
        ErrorIsTerminal = !Console.IsErrorRedirected;
        if (OutIsTerminal)
            Console.OutputEncoding = utf8;

        // A pipe gets its bytes in blocks: a million rows must not be a million writes.
        Out = OutIsTerminal ? Console.Out : new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 1 << 16);
        Error = Console.Error;
        ErrorScreen = Describe(Console.Error, ErrorIsTerminal);
        var screen = Describe(Console.Out, OutIsTerminal);
        Width = OutIsTerminal ? screen.Profile.Width : null;
        Ink = InkOf(screen);
        ErrorInk = InkOf(ErrorScreen);
    }

    /// <summary>Where results go.</summary>
    public TextWriter Out { get; }

    /// <summary>Where messages go.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard input.</summary>
    public TextReader In { get; } = Console.In;

    public bool OutIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    /// <summary>Whether somebody is there to answer a question.</summary>
    public bool CanAsk => ErrorIsTerminal && !Console.IsInputRedirected;

    /// <summary>Colours for results.</summary>
    public Ink Ink { get; }

    /// <summary>Colours for messages.</summary>
    public Ink ErrorInk { get; }

    /// <summary>Where questions and progress are shown.</summary>
    public IAnsiConsole ErrorScreen { get; }

    /// <summary>The columns of the terminal that results go to; null in a pipe, where lines have no end.</summary>
    public int? Width { get; }

    public static Terminal Open() => new();

    private static Ink InkOf(IAnsiConsole console) =>
        new(console.Profile.Capabilities.Ansi && console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors);

    private static IAnsiConsole Describe(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            // Detection alone would colour the log of some build servers, which is a pipe as well.
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Some terminals do not tell their size.
        if (!isTerminal || console.Profile.Width < 20)
            console.Profile.Width = FallbackWidth;
        return console;
    }
}
