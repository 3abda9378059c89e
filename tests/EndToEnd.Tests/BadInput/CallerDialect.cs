using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>In whose words a caller speaks: where it puts its key, and what an error looks like to it.</summary>
internal sealed record CallerDialect(string KeyHeader, Func<HttpAnswer, ToldError?> Read)
{
    public static readonly CallerDialect OpenAi = new("Authorization", OfOpenAi);
    public static readonly CallerDialect Azure = new("api-key", OfOpenAi);
    public static readonly CallerDialect Anthropic = new("x-api-key", OfAnthropic);
    public static readonly CallerDialect Gemini = new("x-goog-api-key", OfGemini);

    public string KeyValue(string key) => KeyHeader == "Authorization" ? $"Bearer {key}" : key;

    /// <summary><c>{"error":{"message","type","param","code"}}</c>, nothing more and nothing less.</summary>
    private static ToldError? OfOpenAi(HttpAnswer answer) =>
        Members(answer.Json) is ["error"] && answer.Json["error"] is { } error && Members(error) is ["message", "type", "param", "code"]
            ? new ToldError(Text(error["type"]), Text(error["code"]), Text(error["message"]) ?? "")
            : null;

    /// <summary><c>{"type":"error","error":{"type","message"},"request_id"}</c>; the code is not told.</summary>
    private static ToldError? OfAnthropic(HttpAnswer answer) =>
        Members(answer.Json) is ["type", "error", "request_id"] && Text(answer.Json["type"]) == "error"
            && Text(answer.Json["request_id"]) == answer.Header("request-id") && answer.Json["error"] is { } error && Members(error) is ["type", "message"]
            ? new ToldError(Text(error["type"]), null, Text(error["message"]) ?? "")
            : null;

    /// <summary><c>{"error":{"code","message","status","details"}}</c> with the code as the reason in the details.</summary>
    private static ToldError? OfGemini(HttpAnswer answer) =>
        Members(answer.Json) is ["error"] && answer.Json["error"] is { } error && Members(error) is ["code", "message", "status", "details"]
            && error["code"]!.GetValue<int>() == answer.Status
            ? new ToldError(Text(error["status"]), Text(error["details"]!.AsArray().FirstOrDefault()?["reason"])?.ToLowerInvariant(), Text(error["message"]) ?? "")
            : null;

    private static string[] Members(JsonNode node) => node is JsonObject all ? [.. all.Select(member => member.Key)] : [];

    private static string? Text(JsonNode? value) => value?.GetValue<string>();
}

/// <summary>What a caller is told.</summary>
/// <param name="Type">Its kind, in the words of the dialect.</param>
/// <param name="Code">The gateway's own; null where the dialect has no place for it.</param>
/// <param name="Message">For people.</param>
internal sealed record ToldError(string? Type, string? Code, string Message);
