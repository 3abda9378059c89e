using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>GET /models</c> and <c>GET /models/{id}</c>. Calls may name any model, listed or not.</summary>
internal sealed class ModelList : IRoute
{
    public static readonly string[] Ids = ["fake-chat", "fake-embedding", "vendor/fake:latest"];

    public bool Serves(Call call) => call.Method == "GET" && IdIn(call.Path) is not null;

    public Task<Ending> AnswerAsync(Exchange exchange) => exchange.Wire.LiteralAsync(Refusal.NoKey(exchange.Call) ?? AnswerTo(exchange.Call));

    private static Answer AnswerTo(Call call)
    {
        var id = IdIn(call.Path)!;
        if (id.Length == 0)
            return Literal(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. Ids.Select(Model)]) });
        return Ids.Contains(id)
            ? Literal(Model(id))
            : Refusal.Error(404, $"The model '{id}' does not exist", "invalid_request_error", "model_not_found");
    }

    /// <summary>Empty for the list, null for other paths.</summary>
    private static string? IdIn(string path)
    {
        if (path.EndsWith("/models", StringComparison.Ordinal))
            return "";
        var at = path.IndexOf("/models/", StringComparison.Ordinal);
        return at < 0 ? null : path[(at + "/models/".Length)..];
    }

    private static JsonObject Model(string id) =>
        new() { ["id"] = id, ["object"] = "model", ["created"] = 1_700_000_000, ["owned_by"] = "fake" };

    private static Answer Literal(JsonObject body) => new() { Status = 200, Body = JsonSerializer.SerializeToElement(body) };
}
