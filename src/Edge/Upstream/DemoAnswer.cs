using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream;

/// <summary>What the demo says to a request, whole or in pieces. A word counts as a token.</summary>
internal sealed class DemoAnswer
{
    private readonly bool _chat;
    private readonly string _id = "demo-" + Guid.NewGuid().ToString("n");
    private readonly string _prompt;
    private readonly string[] _words;
    private readonly string _finish;

    public DemoAnswer(JsonObject request, Operation operation, DateTimeOffset now)
    {
        _chat = operation == Operation.ChatCompletions;
        Created = now.ToUnixTimeSeconds();
        Model = request["model"]!.GetValue<string>();
        _prompt = operation switch
        {
            Operation.ChatCompletions => LastMessage(request["messages"] as JsonArray),
            Operation.Responses => request["input"] is JsonArray items ? LastMessage(items) : TextOf(request["input"]),
            _ => TextOf(request["prompt"]),
        };
        var words = $"This is the built-in demo model of AiGateway. It answers by rule, without any AI. You said: {Shorten(_prompt)}".Split(' ');
        var cap = (request["max_completion_tokens"] ?? request["max_output_tokens"] ?? request["max_tokens"])?.GetValue<long?>() ?? long.MaxValue;
        _finish = words.Length > cap ? "length" : "stop";
        _words = words.Length > cap ? words[..(int)cap] : words;
    }

    public long Created { get; }

    public string Model { get; }

    /// <summary>Word by word, with the spaces between them.</summary>
    public IEnumerable<string> Pieces => _words.Select((word, i) => i == 0 ? word : " " + word);

    public bool IsCapped => _finish == "length";

    public int PromptTokens => _prompt.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public int AnswerTokens => _words.Length;

    public JsonObject Whole()
    {
        var text = string.Join(' ', _words);
        JsonObject choice = _chat
            ? new() { ["index"] = 0, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null }, ["logprobs"] = null, ["finish_reason"] = _finish }
            : new() { ["index"] = 0, ["text"] = text, ["logprobs"] = null, ["finish_reason"] = _finish };
        var answer = Head(_chat ? "chat.completion" : "text_completion", choice);
        answer["usage"] = Usage();
        return answer;
    }

    public IEnumerable<JsonObject> Chunks()
    {
        if (_chat)
            yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, "", null);
        foreach (var piece in Pieces)
            yield return Chunk(new JsonObject { ["content"] = piece }, piece, null);
        yield return Chunk([], "", _finish);
        var last = Head(_chat ? "chat.completion.chunk" : "text_completion", null);
        last["usage"] = Usage();
        yield return last;
    }

    /// <summary>A vector that depends on the text alone; near texts are not near.</summary>
    public static JsonObject Embeddings(JsonObject request)
    {
        var inputs = request["input"] switch
        {
            JsonArray { Count: > 0 } many when many[0] is JsonValue first && first.GetValueKind() == System.Text.Json.JsonValueKind.String => many.Select(TextOf).ToArray(),
            JsonArray { Count: > 0 } many when many[0] is JsonArray => [.. many.Select(tokens => tokens?.ToJsonString() ?? "")],
            var one => [one is JsonArray ? one.ToJsonString() : TextOf(one)],
        };
        var data = new JsonArray([.. inputs.Select((text, index) => (JsonNode)new JsonObject
        {
            ["object"] = "embedding", ["index"] = index, ["embedding"] = new JsonArray([.. Vector(text).Select(x => (JsonNode)x)]),
        })]);
        var tokens = inputs.Sum(text => text.Split(' ').Length);
        return new JsonObject
        {
            ["object"] = "list", ["data"] = data, ["model"] = request["model"]!.GetValue<string>(),
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    private static IEnumerable<double> Vector(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        for (var i = 0; i < hash.Length; i += 4)
            yield return Math.Round(BinaryPrimitives.ReadInt32LittleEndian(hash.AsSpan(i)) / (double)int.MaxValue, 6);
    }

    private JsonObject Chunk(JsonObject delta, string text, string? finish)
    {
        JsonObject choice = _chat ? new() { ["index"] = 0, ["delta"] = delta } : new() { ["index"] = 0, ["text"] = text };
        choice["logprobs"] = null;
        choice["finish_reason"] = finish;
        return Head(_chat ? "chat.completion.chunk" : "text_completion", choice);
    }

    private JsonObject Head(string kind, JsonObject? choice) => new()
    {
        ["id"] = _id, ["object"] = kind, ["created"] = Created, ["model"] = Model, ["choices"] = choice is null ? [] : new JsonArray(choice),
    };

    private JsonObject Usage() =>
        new() { ["prompt_tokens"] = PromptTokens, ["completion_tokens"] = AnswerTokens, ["total_tokens"] = PromptTokens + AnswerTokens };

    private static string LastMessage(JsonArray? messages) => messages is { Count: > 0 } ? TextOf(messages[^1]?["content"]) : "";

    private static string TextOf(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray parts => string.Join(' ', parts.Select(part => part is JsonObject ? TextOf(part["text"]) : TextOf(part))),
        _ => "",
    };

    private static string Shorten(string text) => text.Length <= 500 ? text : text[..500] + "…";
}
