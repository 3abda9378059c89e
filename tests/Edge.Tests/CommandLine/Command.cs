using AiGateway.Edge.CommandLine;
using AiGateway.Edge.Tests.Admin;

namespace AiGateway.Edge.Tests.CommandLine;

/// <summary>One run of the command-line tool, and what came of it.</summary>
internal sealed record Command(int ExitCode, string Out, string Error)
{
    /// <summary>With the administrator's token in the environment.</summary>
    public static Task<Command> Run(AdminHost host, params string[] args) => Run(AdminHost.Token, [.. args, "--url", host.Client.BaseAddress!.ToString()]);

    /// <param name="token">In the environment; null for none.</param>
    public static Task<Command> Run(string? token, params string[] args) => Run(TimeProvider.System, token, args);

    /// <param name="time">What the command goes by.</param>
    /// <param name="token">In the environment; null for none.</param>
    public static async Task<Command> Run(TimeProvider time, string? token, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var terminal = new Terminal(output, error, name => name == Connection.TokenVariable ? token : null, time);
        var exitCode = await AdminCommand.Run(["admin", .. args], terminal, TestContext.Current.CancellationToken);
        return new Command(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What it told when it did what it was to do.</summary>
    public string Done
    {
        get
        {
            Assert.Equal(("", 0), (Error, ExitCode));
            return Out;
        }
    }
}
