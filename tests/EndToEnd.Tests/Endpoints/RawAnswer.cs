using System.Text;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>An answer byte for byte, read to its end or to where the connection broke.</summary>
/// <param name="Broken">True when the connection was cut rather than ended.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes, bool Broken)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Status}{(Broken ? " broken" : "")} {string.Join("; ", Headers.Select(header => $"{header.Key}: {header.Value}"))}\n{Text}";

    public static async Task<RawAnswer> Read(HttpResponseMessage response)
    {
        var (bytes, broken) = (new MemoryStream(), false);
        try
        {
            await response.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            broken = true;
        }
        return new RawAnswer(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            bytes.ToArray(), broken);
    }
}
