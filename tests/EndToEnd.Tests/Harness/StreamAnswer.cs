using System.Text;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>A streamed answer as a client sees it, read to its end or to where the connection broke.</summary>
/// <param name="Broken">True when the connection was cut rather than ended.</param>
public sealed record StreamAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, bool Broken)
{
    /// <summary>What each event says, <c>[DONE]</c> included, comments not.</summary>
    public IReadOnlyList<string> Data { get; } =
        [.. Body.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => l["data:".Length..].Trim())];

    public bool Done => Data is [.., "[DONE]"];

    public IReadOnlyList<JsonNode> Chunks => [.. Data.Where(d => d.StartsWith('{')).Select(d => JsonNode.Parse(d)!)];

    public int Comments => Body.Split('\n').Count(l => l.StartsWith(':'));

    public string Text => string.Concat(Chunks.Select(c => c["choices"]?.AsArray() is [{ } first, ..] ? first["delta"]?["content"]?.GetValue<string>() : null));

    public string? FinishReason => Chunks.Select(c => c["choices"]?.AsArray() is [{ } first, ..] ? first["finish_reason"]?.GetValue<string>() : null).LastOrDefault(r => r is not null);

    /// <summary>The chunk that carries usage figures; null when there is none.</summary>
    public JsonNode? Usage => Chunks.Select(c => c["usage"]).LastOrDefault(u => u is not null);

    /// <summary>The error told inside the stream; null when there is none.</summary>
    public JsonNode? ErrorEvent => Chunks.Select(c => c["error"]).LastOrDefault(e => e is not null);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Status} {(Broken ? "broken" : "whole")} {string.Join("; ", Headers.Select(h => $"{h.Key}: {h.Value}"))}\n{Body}";

    public static async Task<StreamAnswer> Read(HttpResponseMessage response)
    {
        var bytes = new MemoryStream();
        var broken = false;
        try
        {
            await response.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            broken = true;
        }
        return new StreamAnswer(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(bytes.ToArray()),
            broken);
    }
}
