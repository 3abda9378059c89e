using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Knows reports of errors from answers, which some providers send with status 200 or within a stream.</summary>
internal static class ErrorJson
{
    public static bool IsError(JsonElement root) =>
        root.ObjectOf("error").ValueKind == JsonValueKind.Object
        || root.WordOf("error") is not null
        || root.TextOf("object") == "error"
        || root.ObjectOf("base_resp").IntegerOf("status_code") is not (null or 0);
}
