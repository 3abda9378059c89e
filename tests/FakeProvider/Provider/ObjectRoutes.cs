using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary><c>/files</c>, <c>/batches</c> and what is below them, and responses that were kept.</summary>
internal sealed partial class ObjectRoutes(ObjectStore store) : IRoute
{
    private const string Files = "files";

    public bool Serves(Call call) => Place().IsMatch(call.Path) && !ResponseRoute.IsOfNone(call);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire, key) = (exchange.Call, exchange.Wire, exchange.Key);
        if (Refusal.NoKey(call) is { } noKey)
            return wire.LiteralAsync(noKey);
        var at = Place().Match(call.Path);
        var (kind, id, below) = (at.Groups["kind"].Value, at.Groups["id"].Value, at.Groups["below"].Value);
        if ((call.Method, id) == ("POST", ""))
            return CreateAsync(call, key, kind == Files, wire);
        if (id.Length == 0)
            return wire.LiteralAsync(Refusal.NotFound("Lists would show what others made; the gateway never asks for one."));
        if (store.Find(key, id) is not { } found)
            return wire.LiteralAsync(NotFound(kind, id));
        return (call.Method, id, below) switch
        {
            ("GET", _, "content") => wire.BytesAsync("application/octet-stream", found.Content),
            ("GET", _, "input_items") => wire.WholeAsync(InputItems(found)),
            ("GET", _, "") => GetAsync(key, found, kind, wire),
            ("DELETE", _, "") when store.Remove(key, id) => wire.WholeAsync(new JsonObject { ["id"] = id, ["object"] = kind == Files ? "file" : "response", ["deleted"] = true }),
            ("POST", _, "cancel") => CancelAsync(found, kind, wire),
            _ => wire.LiteralAsync(Refusal.NoRoute(call)),
        };
    }

    /// <summary>The first file a chat names that its account does not know; null when it knows all.</summary>
    public Answer? Missing(string? key, string? body) => key is null || body is null ? null : FileId().Matches(body)
        .Select(match => match.Groups["id"].Value)
        .Where(id => store.Find(key, id) is null)
        .Select(id => NotFound(Files, id))
        .FirstOrDefault();

    private Task<Ending> CreateAsync(Call call, string key, bool isFile, Responder wire)
    {
        if (isFile)
        {
            return call.Files is [var file, ..]
                ? wire.WholeAsync(store.AddFile(key, file.Name, call.Text("purpose") ?? "", file.Content).Json)
                : wire.LiteralAsync(Refusal.Invalid("'file' is a required property"));
        }
        var input = call.Text("input_file_id");
        return input is not null && store.Find(key, input) is not null
            ? wire.WholeAsync(store.AddBatch(key, input, call.Text("endpoint")).Json)
            : wire.LiteralAsync(NotFound(Files, input ?? ""));
    }

    private Task<Ending> GetAsync(string key, StoredObject found, string kind, Responder wire)
    {
        if (kind != Files)
            store.Complete(key, found);
        return wire.WholeAsync(found.Json);
    }

    private static Task<Ending> CancelAsync(StoredObject found, string kind, Responder wire)
    {
        if (kind == "responses" && found.Finished is null)
            return wire.LiteralAsync(Refusal.Invalid("Only responses created with background=true can be cancelled."));
        found.Json["status"] = kind == "responses" ? "cancelled" : "cancelling";
        return wire.WholeAsync(found.Json);
    }

    private static JsonObject InputItems(StoredObject response)
    {
        var input = JsonNode.Parse(response.Content);
        var items = input as JsonArray ?? [new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = input }];
        return new JsonObject { ["object"] = "list", ["data"] = items, ["has_more"] = false };
    }

    private static Answer NotFound(string kind, string id) => Refusal.NotFound(
        kind switch { Files => $"No such File object: {id}", "batches" => $"No batch found with id '{id}'.", _ => $"Response with id '{id}' not found." });

    [GeneratedRegex("/((?<kind>files|batches)(/(?<id>[^/]+))?|(?<kind>responses)/(?<id>[^/]+))(/(?<below>[^/]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex("\"file_id\"\\s*:\\s*\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex FileId();
}
