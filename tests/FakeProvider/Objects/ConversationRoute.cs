using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Objects;

/// <summary><c>/conversations</c> and their items.</summary>
internal sealed partial class ConversationRoute(ObjectStore store) : IRoute
{
    public bool Serves(Call call) => Place().IsMatch(call.Path);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire, key) = (exchange.Call, exchange.Wire, exchange.Key);
        if (Refusal.NoKey(call) is { } noKey)
            return wire.LiteralAsync(noKey);
        var at = Place().Match(call.Path);
        var (id, items, item) = (at.Groups["id"].Value, at.Groups["items"].Success, at.Groups["item"].Value);
        if ((call.Method, id) == ("POST", ""))
            return CreateAsync(call, key, wire);
        if (store.Find(key, id) is not { } found)
            return wire.LiteralAsync(Refusal.NotFound($"Conversation with id '{id}' not found."));
        return (call.Method, items, item) switch
        {
            ("GET", false, _) => wire.WholeAsync(found.Json),
            ("POST", false, _) => UpdateAsync(call, found, wire),
            ("DELETE", false, _) when store.Remove(key, id) => wire.WholeAsync(new JsonObject { ["id"] = id, ["object"] = "conversation.deleted", ["deleted"] = true }),
            ("POST", true, "") => wire.WholeAsync(ObjectList.Of(Add(call, found))),
            ("GET", true, "") => wire.WholeAsync(ObjectList.Of(found.Items)),
            ("GET", true, _) when ItemOf(found, item) is { } one => wire.WholeAsync(one),
            ("DELETE", true, _) when ItemOf(found, item) is { } one && found.Items.Remove(one) => wire.WholeAsync(found.Json),
            _ => wire.LiteralAsync(Refusal.NotFound($"Item '{item}' not found in conversation '{id}'.")),
        };
    }

    private Task<Ending> CreateAsync(Call call, string key, Responder wire)
    {
        var made = store.Add(key, "conv_", "conversation", new JsonObject { ["metadata"] = MetadataOf(call) });
        Add(call, made);
        return wire.WholeAsync(made.Json);
    }

    private static Task<Ending> UpdateAsync(Call call, StoredObject found, Responder wire)
    {
        found.Json["metadata"] = MetadataOf(call);
        return wire.WholeAsync(found.Json);
    }

    private static List<JsonObject> Add(Call call, StoredObject found)
    {
        var added = call.Member("items").Items().Select(item => item.AsObject()).OfType<JsonObject>().ToList();
        foreach (var (number, item) in added.Index())
            item["id"] ??= $"msg_{found.Items.Count + number + 1}";
        found.Items.AddRange(added);
        return added;
    }

    private static JsonObject MetadataOf(Call call) => call.Member("metadata").AsObject() ?? [];

    private static JsonObject? ItemOf(StoredObject found, string id) => found.Items.Find(item => (string?)item["id"] == id);

    [GeneratedRegex("/conversations(/(?<id>[^/]+)(?<items>/items(/(?<item>[^/]+))?)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
