using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Log;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace AiGateway.FakeProvider.Provider;

/// <summary>Reads a request to its end and writes into the log what it was.</summary>
internal static class CallReader
{
    public static async Task<Call> ReadAsync(HttpContext context, LogEntry entry)
    {
        var request = context.Request;
        using var content = new MemoryStream();
        if (!context.WebSockets.IsWebSocketRequest)
            await request.Body.CopyToAsync(content, context.RequestAborted);
        var raw = content.ToArray();
        var form = await ReadFormAsync(request, raw, context.RequestAborted);
        IReadOnlyList<UploadedFile> files = form is null ? [] : [.. form.Files.Select(Read)];
        entry.Body = files.Count > 0 ? string.Join("; ", files.Select(file => file.ToString())) : Encoding.UTF8.GetString(raw);
        entry.Form = form?.ToDictionary(field => field.Key, field => field.Value.ToString());

        var call = new Call(entry.Method, entry.Path, entry.Key, form is null ? Parse(raw) : Fields(form))
        {
            Raw = raw,
            RawTarget = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "",
            Headers = entry.Headers,
            Query = request.Query.ToDictionary(item => item.Key, item => item.Value.ToString()),
            Files = files,
        };
        (entry.Model, entry.Stream) = (call.Model, call.Stream);
        return call;
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request, byte[] raw, CancellationToken gone)
    {
        if (!request.HasFormContentType)
            return null;
        request.Body = new MemoryStream(raw);
        try
        {
            return await request.ReadFormAsync(gone);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static JsonElement Parse(byte[] raw)
    {
        try
        {
            using var json = JsonDocument.Parse(raw);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonElement Fields(IFormCollection form)
    {
        var body = new JsonObject();
        foreach (var (name, values) in form)
            body[name] = Field(name, values);
        return JsonSerializer.SerializeToElement(body);
    }

    /// <summary>A form has only text; the few members that are read as something else become that.</summary>
    private static JsonNode? Field(string name, StringValues values) => (name, values) switch
    {
        (_, { Count: > 1 }) => new JsonArray([.. values.Select(value => JsonValue.Create(value))]),
        ("stream", _) when bool.TryParse(values, out var flag) => flag,
        ("n" or "partial_images", _) when int.TryParse(values, out var number) => number,
        _ => values.ToString(),
    };

    private static UploadedFile Read(IFormFile file)
    {
        using var content = new MemoryStream();
        file.CopyTo(content);
        return new UploadedFile(file.Name, file.FileName, file.ContentType, content.ToArray());
    }
}
