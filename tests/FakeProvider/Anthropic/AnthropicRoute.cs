using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Anthropic;

/// <summary><c>POST /messages</c>, <c>POST /messages/count_tokens</c>, and the list of models for those who name a version of this API.</summary>
internal sealed class AnthropicRoute : IRoute
{
    private const string CountTokens = "/messages/count_tokens";
    private const string Models = "/models";

    public bool Serves(Call call) => call.Method switch
    {
        "POST" => IsCount(call) || call.Path.EndsWith("/messages", StringComparison.Ordinal),
        "GET" => call.Headers.ContainsKey("anthropic-version") && call.Path.Contains(Models, StringComparison.Ordinal),
        _ => false,
    };

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire) = (exchange.Call, exchange.Wire);
        wire.Usual["request-id"] = $"req_fake{exchange.Seq}";
        if (AnthropicRequest.Refusal(call, IsCount(call)) is { } refusal)
            return wire.LiteralAsync(refusal);
        if (call.Method == "GET")
            return ModelsAsync(call, wire);
        if (IsCount(call))
            return wire.WholeAsync(new JsonObject { ["input_tokens"] = AnthropicAnswer.PromptTokensOf(call) });
        var message = new AnthropicAnswer(call, exchange.Answer, exchange.Seq);
        return call.Stream ? exchange.StreamAsync(message) : wire.WholeAsync(message.Whole());
    }

    private static bool IsCount(Call call) => call.Path.EndsWith(CountTokens, StringComparison.Ordinal);

    private static Task<Ending> ModelsAsync(Call call, Responder wire)
    {
        var id = call.Path[(call.Path.IndexOf(Models, StringComparison.Ordinal) + Models.Length)..].TrimStart('/');
        if (id.Length == 0)
        {
            return wire.WholeAsync(new JsonObject
            {
                ["data"] = new JsonArray([.. ModelList.Ids.Select(Model)]),
                ["has_more"] = false,
                ["first_id"] = ModelList.Ids[0],
                ["last_id"] = ModelList.Ids[^1],
            });
        }
        return ModelList.Ids.Contains(id)
            ? wire.WholeAsync(Model(id))
            : wire.LiteralAsync(AnthropicRefusal.Error(404, "not_found_error", $"model: {id}"));
    }

    private static JsonObject Model(string id) =>
        new() { ["type"] = "model", ["id"] = id, ["display_name"] = id, ["created_at"] = "2023-11-14T22:13:20Z" };
}
