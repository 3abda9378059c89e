using System.Net;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>A whole answer, read to its end.</summary>
public sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException($"not JSON: {Body}");

    /// <summary>The JSON of a success; anything else ends the test.</summary>
    public JsonNode Ok
    {
        get
        {
            Assert.True(Status == 200, ToString());
            return Json;
        }
    }

    /// <summary>The member <c>error</c>.</summary>
    public JsonNode Error => Json["error"] ?? throw new InvalidOperationException($"no error: {Body}");

    public string? ErrorCode => Error["code"]?.GetValue<string>();

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{(HttpStatusCode)Status} ({Status}) {string.Join("; ", Headers.Select(h => $"{h.Key}: {h.Value}"))} {Body}";

    public static async Task<HttpAnswer> Read(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
