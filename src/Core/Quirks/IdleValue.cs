using System.Text.Json;

namespace AiGateway.Core.Quirks;

/// <summary>
/// Values that ask for nothing beyond what happens anyway. Client libraries fill requests up with them, so a provider that knows
/// no such member answers the same without it.
/// </summary>
internal static class IdleValue
{
    /// <param name="name">The member.</param>
    /// <param name="json">Stands at its value; a copy, so that the reader goes on from where it is.</param>
    public static bool Is(string name, Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => true,
        JsonTokenType.StartObject => json.Read() && json.TokenType == JsonTokenType.EndObject,
        JsonTokenType.StartArray => json.Read() && json.TokenType == JsonTokenType.EndArray,
        JsonTokenType.False => name != "parallel_tool_calls",
        JsonTokenType.True => name == "parallel_tool_calls",
        JsonTokenType.Number => json.TryGetDouble(out var number) && IsUsual(name, number),
        JsonTokenType.String => name == "service_tier" && (json.ValueTextEquals("auto"u8) || json.ValueTextEquals("default"u8)),
        _ => false,
    };

    private static bool IsUsual(string name, double number) => name switch
    {
        "n" or "best_of" => number == 1,
        "frequency_penalty" or "presence_penalty" or "top_logprobs" => number == 0,
        _ => false,
    };
}
