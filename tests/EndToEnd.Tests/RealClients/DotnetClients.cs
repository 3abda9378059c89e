using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Azure.AI.OpenAI;
using Microsoft.Extensions.AI;
using OpenAI;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>
/// The NuGet clients, asked as applications do that do not care whose they are: through <c>Microsoft.Extensions.AI</c>, which each
/// of them has an adapter for.
/// </summary>
internal static class DotnetClients
{
    public const string OpenAi = "OpenAI.NET";
    public const string Azure = "Azure.NET";
    public const string Anthropic = "Anthropic.NET";

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

    private static readonly JsonElement Place = JsonElement.Parse(
        """{"type":"object","properties":{"city":{"type":"string","description":"city-of-the-answer"}},"required":["city"],"additionalProperties":false}""");

    // A client that hangs up does so at once, and does not read on for a while in the hope of keeping its connection.
    private static readonly SocketsHttpHandler Connections = new() { ResponseDrainTimeout = TimeSpan.Zero };

    public static string[] Names { get; } = [OpenAi, Azure, Anthropic];

    /// <inheritdoc cref="NodeHost.Ask"/>
    public static async Task<ClientReport> Ask(string client, Uri address, string key, string model, ClientTask task)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var http = new HttpClient(Connections, disposeHandler: false);
        using var chat = Make(client, address, key, model, http);
        try
        {
            return await new Conversation(chat, task, leaving).Run();
        }
        catch (Exception failure)
        {
            var status = (failure as ClientResultException)?.Status ?? (int?)(failure as AnthropicApiException)?.StatusCode;
            return new ClientReport(null, null, null, Left: false, failure.GetType().Name, failure.GetType().Name, status, failure.Message);
        }
    }

    private static IChatClient Make(string client, Uri address, string key, string model, HttpClient http)
    {
        if (client == Anthropic)
            return new AnthropicClient { ApiKey = key, BaseUrl = address.ToString().TrimEnd('/'), MaxRetries = 0, HttpClient = http }.AsIChatClient(model, 1_000);
        var (credential, once, transport) = (new ApiKeyCredential(key), new ClientRetryPolicy(0), new HttpClientPipelineTransport(http));
        var openai = client == Azure
            ? new AzureOpenAIClient(address, credential, new AzureOpenAIClientOptions { RetryPolicy = once, Transport = transport })
            : new OpenAIClient(credential, new OpenAIClientOptions { Endpoint = new Uri(address, "v1"), RetryPolicy = once, Transport = transport });
        return openai.GetChatClient(model).AsIChatClient();
    }

    private sealed class Conversation(IChatClient chat, ClientTask task, CancellationTokenSource leaving)
    {
        private readonly StringBuilder _text = new();
        private readonly List<ToolCalled> _calls = [];
        private readonly List<ChatMessage> _messages = [];
        private string? _finish;
        private bool _left;

        public async Task<ClientReport> Run()
        {
            if (task.System is { } system)
                _messages.Add(new ChatMessage(ChatRole.System, system));
            var question = new ChatMessage(ChatRole.User, "one two three");
            if (task.Image)
                question.Contents.Add(new DataContent(Convert.FromBase64String(Pixel), "image/png"));
            _messages.Add(question);

            var said = await Ask();
            var calls = said.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count > 0)
            {
                _calls.AddRange(calls.Select(call => new ToolCalled(call.Name, call.Arguments!["city"]!.ToString()!)));
                _messages.AddRange(said);
                _messages.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call.CallId, call.Name == "weather" ? "sunny-there" : "noon-there"))]));
                await Ask();
            }
            return new ClientReport(_text.ToString(), _finish, [.. _calls], _left, null, null, null, null);
        }

        private async Task<IList<ChatMessage>> Ask()
        {
            var options = new ChatOptions
            {
                StopSequences = task.Stop,
                Tools = task.Tools ? [Tool("weather"), Tool("clock")] : null,
                ResponseFormat = task.Schema ? ChatResponseFormat.ForJsonSchema(Place, "place") : null,
            };
            var answer = task.Stream ? await Stream(options) : await chat.GetResponseAsync(_messages, options, leaving.Token);
            _finish = answer.FinishReason?.Value;
            if (!task.Stream)
                _text.Append(answer.Text);
            return answer.Messages;
        }

        private async Task<ChatResponse> Stream(ChatOptions options)
        {
            var updates = new List<ChatResponseUpdate>();
            await foreach (var update in chat.GetStreamingResponseAsync(_messages, options, leaving.Token))
            {
                updates.Add(update);
                _text.Append(update.Text);
                _left = task.Leave && _text.Length > 0;
                if (_left)
                {
                    await leaving.CancelAsync();
                    break;
                }
            }
            return updates.ToChatResponse();
        }

        private static AIFunctionDeclaration Tool(string name) => AIFunctionFactory.CreateDeclaration(name, "About a city.", Place, null);
    }
}
