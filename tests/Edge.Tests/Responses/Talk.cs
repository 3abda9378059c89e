using System.Text.Json;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Responses;

/// <summary>Responses asked for at providers that know nothing of them, and at one that does.</summary>
internal static class Talk
{
    public const string Others = "another caller's key";

    public const string Yaml = """
        providers:
          - { id: p, baseUrl: 'http://p/v1', serves: [ chat ], keys: [ { id: k1, secret: ONE } ] }
          - { id: a, kind: anthropic, baseUrl: 'http://a', keys: [ { id: k2, secret: TWO } ] }
          - { id: n, baseUrl: 'http://n/v1', keys: [ { id: k3, secret: THREE } ] }
        models:
          - { id: chat, targets: [ { provider: p, model: gpt } ] }
          - { id: claude, targets: [ { provider: a, model: claude-sonnet-4-5 } ] }
          - { id: native, targets: [ { provider: n, model: gpt-5 } ] }
        consumers:
          - { id: team, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
          - { id: others, keys: [ { secret: another caller's key } ], models: [ "*" ] }
        """;

    public static string Request(string members = "", string model = "chat", bool stream = false, string input = "\"hi\"") =>
        $$"""{"model":"{{model}}","input":{{input}},"stream":{{(stream ? "true" : "false")}}{{members}}}""";

    public static string Previous(string callId) => $",\"previous_response_id\":\"{ItemIds.OfCall(callId)}\"";

    public static async Task<Caller> Respond(this TestGateway gateway, string body, string callId, string key = TestCatalog.ConsumerKey)
    {
        var caller = new Caller(body, key);
        await gateway.Run(caller, Operation.Responses, callId: callId);
        return caller;
    }

    public static FakeResponse Owner(this TestGateway gateway, string callId) => gateway.Response(PinKey.Of(PinKind.Response, Wire.Bytes(ItemIds.OfCall(callId))));

    public static JsonElement Json(this Caller caller) => JsonElement.Parse(caller.Received);

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    /// <summary>What a provider was told, a line for each message.</summary>
    public static string Said(this SentRequest sent) => string.Join(
        '|', JsonElement.Parse(sent.Body).GetProperty("messages").EnumerateArray().Select(message => $"{message.Text("role")} {Content(message.GetProperty("content"))}"));

    private static string? Content(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString() : content[0].Text("text");
}
