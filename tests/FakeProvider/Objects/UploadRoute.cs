using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Objects;

/// <summary><c>POST /uploads</c>, <c>…/{id}/parts</c>, <c>…/{id}/complete</c> and <c>…/{id}/cancel</c>: a file in parts.</summary>
internal sealed partial class UploadRoute(ObjectStore store) : IRoute
{
    public bool Serves(Call call) => call.Method == "POST" && Place().IsMatch(call.Path);

    public Task<Ending> AnswerAsync(Exchange exchange)
    {
        var (call, wire, key) = (exchange.Call, exchange.Wire, exchange.Key);
        if (Refusal.NoKey(call) is { } noKey)
            return wire.LiteralAsync(noKey);
        var at = Place().Match(call.Path);
        if (!at.Groups["id"].Success)
            return CreateAsync(call, key, wire);
        if (store.Find(key, at.Groups["id"].Value) is not { } upload)
            return wire.LiteralAsync(Refusal.NotFound($"No such Upload object: {at.Groups["id"].Value}"));
        if ((string?)upload.Json["status"] != "pending")
            return wire.LiteralAsync(Refusal.Invalid($"Upload is already {(string?)upload.Json["status"]}."));
        return at.Groups["what"].Value switch
        {
            "parts" => AddPartAsync(call, key, upload, wire),
            "complete" => CompleteAsync(call, key, upload, wire),
            _ => EndAsync(upload, "cancelled", wire),
        };
    }

    private Task<Ending> CreateAsync(Call call, string key, Responder wire)
    {
        if (call.Text("filename") is null || call.Text("purpose") is null || call.Text("mime_type") is null || call.Number("bytes") is not { } bytes)
            return wire.LiteralAsync(Refusal.Invalid("Missing required parameter: 'filename', 'purpose', 'mime_type' or 'bytes'."));
        var made = store.Add(key, "upload_", "upload", new JsonObject
        {
            ["bytes"] = bytes,
            ["filename"] = call.Text("filename"),
            ["purpose"] = call.Text("purpose"),
            ["status"] = "pending",
            ["file"] = null,
        });
        made.Json["expires_at"] = (long)made.Json["created_at"]! + 3600;
        return wire.WholeAsync(made.Json);
    }

    private Task<Ending> AddPartAsync(Call call, string key, StoredObject upload, Responder wire) => call.Files.FirstOrDefault(file => file.Field == "data") is { } data
        ? wire.WholeAsync(store.Add(key, "part_", "upload.part", new JsonObject { ["upload_id"] = (string?)upload.Json["id"] }, data.Content).Json)
        : wire.LiteralAsync(Refusal.Invalid("Missing required parameter: 'data'."));

    /// <summary>The parts in the order that is given now, not the one in which they came.</summary>
    private Task<Ending> CompleteAsync(Call call, string key, StoredObject upload, Responder wire)
    {
        var parts = call.Member("part_ids").Items().Select(id => store.Find(key, id.AsText() ?? "")).ToList();
        if (parts.Count == 0 || parts.Contains(null))
            return wire.LiteralAsync(Refusal.Invalid("Invalid part IDs."));
        byte[] content = [.. parts.SelectMany(part => part!.Content)];
        if (content.Length != (int)upload.Json["bytes"]!)
            return wire.LiteralAsync(Refusal.Invalid($"Expected {upload.Json["bytes"]} bytes, got {content.Length}."));
        upload.Json["file"] = store.AddFile(key, (string)upload.Json["filename"]!, (string)upload.Json["purpose"]!, content).Json.DeepClone();
        return EndAsync(upload, "completed", wire);
    }

    private static Task<Ending> EndAsync(StoredObject upload, string status, Responder wire)
    {
        upload.Json["status"] = status;
        return wire.WholeAsync(upload.Json);
    }

    [GeneratedRegex("/uploads(/(?<id>[^/]+)/(?<what>parts|complete|cancel))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
