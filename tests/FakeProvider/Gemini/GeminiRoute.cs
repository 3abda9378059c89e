using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Gemini;

/// <summary><c>POST …/models/{model}:{operation}</c> and the list of models, at the address for keys and at Vertex's.</summary>
internal sealed partial class GeminiRoute(GivenTokens tokens) : IRoute
{
    private static readonly string[] Operations =
        ["generateContent", "streamGenerateContent", "countTokens", "embedContent", "batchEmbedContents", "predict"];

    public bool Serves(Call call) => call.Method == "GET" ? Models().IsMatch(call.Path) : call.Method == "POST" && Operations.Contains(call.Operation);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        if ((NoAccess(call) ?? Refusal(call)) is { } refusal)
            return wire.LiteralAsync(InItsPlace(call, refusal));
        if (call.Method == "GET")
            return ModelsAsync(call, wire);
        var answer = new GeminiAnswer(call, exchange.Answer, exchange.Seq);
        return call.Operation switch
        {
            "streamGenerateContent" => exchange.StreamAsync(answer, WantsEvents(call) ? new SseFraming(exchange.Answer.Framing) : new JsonArrayFraming()),
            "generateContent" => wire.WholeAsync(answer.Whole()),
            "countTokens" => wire.WholeAsync(Count(call)),
            "embedContent" => wire.WholeAsync(GeminiEmbeddings.One(call)),
            "batchEmbedContents" => wire.WholeAsync(GeminiEmbeddings.Batch(call)),
            _ => wire.WholeAsync(GeminiEmbeddings.Predictions(call)),
        };
    }

    private static bool WantsEvents(Call call) => call.Query.GetValueOrDefault("alt") == "sse";

    private Answer? NoAccess(Call call)
    {
        var isVertex = call.Path.Contains("/projects/", StringComparison.Ordinal);
        if (call.Key is null || (isVertex && !call.Headers.ContainsKey("authorization")))
        {
            return isVertex
                ? GeminiRefusal.Error(401, "UNAUTHENTICATED", "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.")
                : GeminiRefusal.Error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");
        }
        return tokens.IsRefused(call.Key)
            ? GeminiRefusal.Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.")
            : null;
    }

    private static Answer? Refusal(Call call) => call.Method == "POST" && call.Operation.EndsWith("enerateContent", StringComparison.Ordinal)
        ? GeminiRequest.Refusal(call)
        : call.Method == "POST" && call.Body.ValueKind != JsonValueKind.Object ? GeminiRefusal.Invalid("Invalid JSON payload received. Unexpected token.") : null;

    /// <summary>Who asked for an array gets his error in one.</summary>
    private static Answer InItsPlace(Call call, Answer refusal) => call.Stream && !WantsEvents(call)
        ? refusal with { Body = JsonSerializer.SerializeToElement(new[] { refusal.Body!.Value }) }
        : refusal;

    private static JsonObject Count(Call call)
    {
        var counted = call.Body.Either("generateContentRequest") is { ValueKind: JsonValueKind.Object } whole ? whole : call.Body;
        var tokens = GeminiAnswer.PromptTokensOf(counted);
        return new JsonObject
        {
            ["totalTokens"] = tokens,
            ["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = tokens }),
        };
    }

    private static Task<Ending> ModelsAsync(Call call, Responder wire)
    {
        var id = Models().Match(call.Path).Groups["id"].Value;
        if (id.Length == 0)
            return wire.WholeAsync(new JsonObject { ["models"] = new JsonArray([.. ModelList.Ids.Select(Model)]) });
        return ModelList.Ids.Contains(id)
            ? wire.WholeAsync(Model(id))
            : wire.LiteralAsync(GeminiRefusal.Error(404, "NOT_FOUND", $"models/{id} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods."));
    }

    private static JsonObject Model(string id) => new()
    {
        ["name"] = $"models/{id}",
        ["version"] = "001",
        ["displayName"] = id,
        ["inputTokenLimit"] = 1_048_576,
        ["outputTokenLimit"] = 65_536,
        ["supportedGenerationMethods"] = new JsonArray("generateContent", "countTokens"),
    };

    [GeneratedRegex("/(v1beta|publishers/google)/models(/(?<id>.+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Models();
}
