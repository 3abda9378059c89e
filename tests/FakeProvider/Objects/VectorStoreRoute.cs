using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Objects;

/// <summary><c>/vector_stores</c>, their files, and <c>POST …/search</c>, which finds the files that contain a word of the query.</summary>
internal sealed partial class VectorStoreRoute(ObjectStore store) : IRoute
{
    public bool Serves(Call call) => Place().IsMatch(call.Path);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire, key) = (exchange.Call, exchange.Wire, exchange.Key);
        if (Refusal.NoKey(call) is { } noKey)
            return wire.LiteralAsync(noKey);
        var at = Place().Match(call.Path);
        var (id, below, file) = (at.Groups["id"].Value, at.Groups["below"].Value, at.Groups["file"].Value);
        if ((call.Method, id) == ("POST", ""))
            return CreateAsync(call, key, wire);
        if (store.Find(key, id) is not { } found)
            return wire.LiteralAsync(Refusal.NotFound($"Vector store with id '{id}' not found."));
        return (call.Method, below, file) switch
        {
            ("GET", "", _) => wire.WholeAsync(found.Json),
            ("POST", "", _) => RenameAsync(call, found, wire),
            ("DELETE", "", _) when store.Remove(key, id) => wire.WholeAsync(Deleted(id, "vector_store")),
            ("POST", "search", _) => SearchAsync(call, key, found, wire),
            ("POST", "files", "") => AddAsync(call.Text("file_id") ?? "", key, found, wire),
            ("GET", "files", "") => wire.WholeAsync(ObjectList.Of(found.Items)),
            ("GET", "files", _) when ItemOf(found, file) is { } item => wire.WholeAsync(item),
            ("DELETE", "files", _) when ItemOf(found, file) is { } item && found.Items.Remove(item) => wire.WholeAsync(Deleted(file, "vector_store.file")),
            _ => wire.LiteralAsync(Refusal.NotFound($"No file found with id '{file}' in vector store '{id}'.")),
        };
    }

    private Task<Ending> CreateAsync(Call call, string key, Responder wire)
    {
        var files = call.Member("file_ids").Items().Select(id => id.AsText() ?? "").ToList();
        if (files.Find(id => store.Find(key, id) is null) is { } missing)
            return wire.LiteralAsync(Refusal.NotFound($"No such File object: {missing}"));
        var made = store.Add(key, "vs_", "vector_store", new JsonObject
        {
            ["name"] = call.Text("name"),
            ["usage_bytes"] = 0,
            ["file_counts"] = null,
            ["status"] = "completed",
            ["expires_at"] = null,
            ["last_active_at"] = null,
            ["metadata"] = new JsonObject(),
        });
        files.ForEach(id => Add(id, key, made));
        Count(made);
        return wire.WholeAsync(made.Json);
    }

    private static Task<Ending> RenameAsync(Call call, StoredObject found, Responder wire)
    {
        found.Json["name"] = call.Text("name");
        return wire.WholeAsync(found.Json);
    }

    private Task<Ending> AddAsync(string file, string key, StoredObject found, Responder wire)
    {
        if (store.Find(key, file) is null)
            return wire.LiteralAsync(Refusal.NotFound($"No such File object: {file}"));
        var item = Add(file, key, found);
        Count(found);
        return wire.WholeAsync(item);
    }

    private JsonObject Add(string file, string key, StoredObject found)
    {
        var item = new JsonObject
        {
            ["id"] = file,
            ["object"] = "vector_store.file",
            ["created_at"] = (long)found.Json["created_at"]!,
            ["vector_store_id"] = (string?)found.Json["id"],
            ["usage_bytes"] = store.Find(key, file)!.Content.Length,
            ["status"] = "completed",
            ["last_error"] = null,
        };
        found.Items.Add(item);
        return item;
    }

    private static void Count(StoredObject found)
    {
        var total = found.Items.Count;
        found.Json["file_counts"] = new JsonObject { ["in_progress"] = 0, ["completed"] = total, ["failed"] = 0, ["cancelled"] = 0, ["total"] = total };
        found.Json["usage_bytes"] = found.Items.Sum(item => (int)item["usage_bytes"]!);
    }

    private Task<Ending> SearchAsync(Call call, string key, StoredObject found, Responder wire)
    {
        var query = Words.Of(call.Member("query").ToString());
        var hits = found.Items.Select(item => (string)item["id"]!)
            .Select(id => (Id: id, File: store.Find(key, id)!))
            .Select(file => (file.Id, Name: (string?)file.File.Json["filename"], Text: Encoding.UTF8.GetString(file.File.Content)))
            .Where(file => query.Any(word => file.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Take(call.Number("max_num_results") ?? 10)
            .Select(file => (JsonNode)new JsonObject
            {
                ["file_id"] = file.Id,
                ["filename"] = file.Name,
                ["score"] = 0.5,
                ["attributes"] = new JsonObject(),
                ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = file.Text }),
            });
        return wire.WholeAsync(new JsonObject
        {
            ["object"] = "vector_store.search_results.page",
            ["search_query"] = new JsonArray(call.Member("query").ToString()),
            ["data"] = new JsonArray([.. hits]),
            ["has_more"] = false,
            ["next_page"] = null,
        });
    }

    private static JsonObject? ItemOf(StoredObject found, string id) => found.Items.Find(item => (string?)item["id"] == id);

    private static JsonObject Deleted(string id, string kind) => new() { ["id"] = id, ["object"] = kind + ".deleted", ["deleted"] = true };

    [GeneratedRegex("/vector_stores(/(?<id>[^/]+)(/(?<below>files|search)(/(?<file>[^/]+))?)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
