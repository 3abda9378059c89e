using System.CommandLine;
using System.CommandLine.Invocation;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin …</c>: the management API from a terminal or a script.</summary>
internal static class AdminCommand
{
    public const string Name = "admin";

    /// <param name="args">All arguments, <see cref="Name"/> included.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Run(string[] args, Terminal terminal, CancellationToken stop = default)
    {
        var connection = new Connection(terminal);
        var admin = new Command(Name, "Looks at a running gateway and changes it, through its management API")
        {
            ProviderCommands.Build(connection),
            KeyCommands.Build(connection),
            ModelCommands.Build(connection),
            ConsumerCommands.Build(connection),
            UsageCommands.Usage(connection),
            UsageCommands.Calls(connection),
            TransferCommands.Export(connection),
            TransferCommands.Import(connection, terminal),
            WatchCommand.Build(connection, terminal),
        };
        connection.AddTo(admin);

        var given = new RootCommand("AiGateway") { admin }.Parse(args);
        var exitCode = await given.InvokeAsync(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false }, stop);
        return given.Action is ParseErrorAction ? ExitCode.Usage : exitCode;
    }
}
