using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary>What a command has around it: where it writes, what it is told, and what time it is.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, Func<string, string?> Environment, TimeProvider Time)
{
    // Wide enough for the widest table: where nobody looks, nothing is to be broken into lines.
    private const int WidthOfFiles = 250;

    public IAnsiConsole Tables { get; } = ConsoleOn(Out);

    public IAnsiConsole Notes { get; } = ConsoleOn(Error);

    public static Terminal OfProcess() => new(System.Console.Out, System.Console.Error, System.Environment.GetEnvironmentVariable, TimeProvider.System);

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var isTerminal = ReferenceEquals(writer, System.Console.Out) ? !System.Console.IsOutputRedirected : ReferenceEquals(writer, System.Console.Error) && !System.Console.IsErrorRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
