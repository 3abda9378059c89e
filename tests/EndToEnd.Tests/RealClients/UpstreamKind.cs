using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>One kind of provider: how a catalog describes it, what its models are called, how it refuses.</summary>
/// <param name="Name">As catalogs have it.</param>
/// <param name="ModelPrefix">What the names of its models begin with, since requests are written by them.</param>
internal sealed record UpstreamKind(string Name, string ModelPrefix)
{
    private static readonly UpstreamKind[] All =
    [
        new("openai", "gpt-"), new("azure", "gpt-"), new("anthropic", "claude-sonnet-4-5-"), new("gemini", "gemini-2.5-flash-"),
        new("vertex", "gemini-2.5-flash-"), new("bedrock", "anthropic.claude-sonnet-4-5-"),
    ];

    private static readonly Lazy<string> PrivateKey = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    });

    public static UpstreamKind Of(string name) => All.Single(kind => kind.Name == name);

    /// <summary>An entry of the catalog.</summary>
    /// <param name="id">Of the provider, its key, and its account.</param>
    /// <param name="address">Without a path, and no slash behind it.</param>
    public object Provider(string id, string address) => new
    {
        id,
        kind = Name,
        baseUrl = Name == "openai" ? $"{address}/v1" : address,
        region = Name switch { "bedrock" => "us-east-1", "vertex" => "global", _ => null },
        project = Name == "vertex" ? "project-1" : null,
        apiVersion = Name == "azure" ? "2024-10-21" : null,
        // All calls say the same, and would be taken for one conversation.
        affinity = "off",
        keys = new[] { new { id = KeyOf(id), secret = Secret(id, address) } },
    };

    /// <summary>Id of a provider's only key.</summary>
    public static string KeyOf(string provider) => $"{provider}-key";

    /// <summary>A refusal in its own form, for the fake provider's rules.</summary>
    public object Refuses(int status, string message) => new
    {
        status,
        headers = new Dictionary<string, string>
        {
            ["retry-after"] = "30",
            ["x-amzn-errortype"] = status == 429 ? "ThrottlingException" : "ValidationException",
        },
        body = Name switch
        {
            "anthropic" => (object)new { type = "error", error = new { type = status == 429 ? "rate_limit_error" : "invalid_request_error", message } },
            "gemini" or "vertex" => new { error = new { code = status, message, status = status == 429 ? "RESOURCE_EXHAUSTED" : "INVALID_ARGUMENT" } },
            "bedrock" => new { message },
            _ => new { error = new { message, type = status == 429 ? "requests" : "invalid_request_error", code = status == 429 ? "rate_limit_exceeded" : null } },
        },
    };

    /// <summary>Where a request has the words of the system; empty where it has no place of their own for them.</summary>
    public string SystemOf(JsonNode request) => Name switch
    {
        "anthropic" or "bedrock" => request["system"]?.ToJsonString() ?? "",
        "gemini" or "vertex" => request["systemInstruction"]?.ToJsonString() ?? "",
        _ => request["instructions"]?.ToJsonString() ?? FirstOfSystem(request["messages"] ?? request["input"]),
    };

    private static string FirstOfSystem(JsonNode? messages) =>
        messages is JsonArray all && all is [{ } first, ..] && first["role"]?.GetValue<string>() is "system" or "developer" ? first.ToJsonString() : "";

    private string Secret(string id, string address) => Name switch
    {
        "vertex" => JsonSerializer.Serialize(new { type = "service_account", client_email = $"{id}@project-1.example", private_key = PrivateKey.Value, token_uri = $"{address}/token" }),
        // The fake provider knows the secret of every access key.
        "bedrock" => $"AKIA{id}:secret-of-AKIA{id}",
        _ => $"sk-{id}",
    };
}
