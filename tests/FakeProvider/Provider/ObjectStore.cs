using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Provider;

/// <summary>Files, batches, responses and whatever else is kept, each known to the account that made it and to no other. A key's account is what stands behind its <c>@</c>, or the key itself.</summary>
internal sealed class ObjectStore
{
    private readonly ConcurrentDictionary<(string Account, string Id), StoredObject> _objects = new();
    private long _made;

    public static string AccountOf(string key) => key[(key.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public StoredObject? Find(string key, string id) => _objects.GetValueOrDefault((AccountOf(key), id));

    public bool Remove(string key, string id) => _objects.TryRemove((AccountOf(key), id), out _);

    public StoredObject AddFile(string key, string name, string purpose, byte[] content)
    {
        var seq = Interlocked.Increment(ref _made);
        return Add(key, new JsonObject
        {
            ["id"] = $"file-fake{seq}",
            ["object"] = "file",
            ["bytes"] = content.Length,
            ["created_at"] = 1_700_000_000 + seq,
            ["filename"] = name,
            ["purpose"] = purpose,
            ["status"] = "processed",
        }, content);
    }

    public StoredObject AddBatch(string key, string inputFile, string? endpoint)
    {
        var seq = Interlocked.Increment(ref _made);
        return Add(key, new JsonObject
        {
            ["id"] = $"batch_fake{seq}",
            ["object"] = "batch",
            ["endpoint"] = endpoint,
            ["input_file_id"] = inputFile,
            ["completion_window"] = "24h",
            ["status"] = "validating",
            ["output_file_id"] = null,
            ["error_file_id"] = null,
            ["created_at"] = 1_700_000_000 + seq,
        }, []);
    }

    /// <param name="finished">What it becomes when somebody asks for it; null when it is that already.</param>
    public void AddResponse(string key, JsonObject response, JsonElement input, JsonObject? finished)
    {
        var content = input.ValueKind == JsonValueKind.Undefined ? "[]"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(input);
        Keep(key, new StoredObject(response, content) { Finished = finished });
    }

    /// <summary>Anything else: an id that begins so, the kind of object, and what it has beside them.</summary>
    public StoredObject Add(string key, string idPrefix, string kind, JsonObject members, byte[]? content = null)
    {
        var seq = Interlocked.Increment(ref _made);
        members.Insert(0, "id", $"{idPrefix}fake{seq}");
        members.Insert(1, "object", kind);
        members.Insert(2, "created_at", 1_700_000_000 + seq);
        return Add(key, members, content ?? []);
    }

    /// <summary>
    /// A batch is done as soon as somebody asks for it again, and its output is what it was given; so is a response that was to be
    /// made in the background.
    /// </summary>
    public void Complete(string key, StoredObject batch)
    {
        if (batch.Finished is { } finished && (string?)batch.Json["status"] == "queued")
        {
            foreach (var (name, value) in finished.ToList())
                batch.Json[name] = value?.DeepClone();
        }
        if ((string?)batch.Json["status"] != "validating")
            return;
        var input = Find(key, (string)batch.Json["input_file_id"]!);
        var output = AddFile(key, "output.jsonl", "batch_output", input?.Content ?? Encoding.UTF8.GetBytes("{}\n"));
        (batch.Json["status"], batch.Json["output_file_id"]) = ("completed", (string)output.Json["id"]!);
    }

    private StoredObject Add(string key, JsonObject json, byte[] content) => Keep(key, new StoredObject(json, content));

    private StoredObject Keep(string key, StoredObject made) => _objects[(AccountOf(key), (string)made.Json["id"]!)] = made;
}

/// <summary>One of them.</summary>
/// <param name="Json">As the API describes it.</param>
/// <param name="Content">Of a file; of a response the input it was made from.</param>
internal sealed record StoredObject(JsonObject Json, byte[] Content)
{
    /// <summary>What it becomes.</summary>
    public JsonObject? Finished { get; init; }

    /// <summary>What belongs to it, in order.</summary>
    public List<JsonObject> Items { get; } = [];
}
