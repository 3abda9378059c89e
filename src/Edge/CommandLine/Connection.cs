using System.CommandLine;
using System.Net.Http.Headers;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.ManagementClient;

namespace AiGateway.Edge.CommandLine;

/// <summary>Which gateway a command is for, and by what right. The token comes from a file or the environment: a command line is seen by everybody on the machine.</summary>
internal sealed class Connection(Terminal terminal)
{
    public const string TokenVariable = "AIGATEWAY_ADMIN_TOKEN";

    /// <summary>A large import takes a while to be checked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Option<string> _url = new("--url")
    {
        Description = "Address of the management API", DefaultValueFactory = _ => new AdminSettings().Urls, Recursive = true,
    };

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"File with the admin token; without, it is {TokenVariable}", Recursive = true };
    private readonly Option<bool> _json = new("--json") { Description = "Answers as JSON, for programs", Recursive = true };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_tokenFile);
        command.Options.Add(_json);
    }

    /// <summary>Has a command do its work on the gateway it is for, and tells what goes wrong.</summary>
    public void Run(Command command, Func<ParseResult, ManagementApi, Output, CancellationToken, Task> work) => command.SetAction(async (given, stop) =>
    {
        try
        {
            using var http = Client(given);
            await work(given, new ManagementApi(http), new Output(terminal, given.GetValue(_json)), stop);
            return ExitCode.Done;
        }
        catch (ManagementException e)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return ExitCode.Refused;
        }
        catch (UsageException e)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
    });

    private HttpClient Client(ParseResult given)
    {
        var url = given.GetRequiredValue(_url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"--url '{url}' is no address; give one such as http://127.0.0.1:8001.");
        return new HttpClient { BaseAddress = address, Timeout = Patience, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token(given)) } };
    }

    private string Token(ParseResult given)
    {
        var token = given.GetValue(_tokenFile) is { } file ? Read(file) : terminal.Environment(TokenVariable)?.Trim();
        if (string.IsNullOrEmpty(token))
            throw new UsageException($"There is no admin token: name a file that holds it with --token-file, or set {TokenVariable}.");
        return token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new UsageException("The admin token holds a character that no token has; there must be nothing beside it.")
            : token;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The token file cannot be read: {e.Message}");
        }
    }
}
