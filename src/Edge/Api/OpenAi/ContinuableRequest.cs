using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>
/// Tells whether an answer to a request can be continued from its text alone. Asked only when a stream has broken off, so the body
/// is read once more for it.
/// </summary>
internal static class ContinuableRequest
{
    public static bool Is(ReadOnlySpan<byte> body, in RequestScan scan)
    {
        if (scan.Operation != Operation.ChatCompletions || scan.N != 1)
            return false;
        var json = new Utf8JsonReader(body);
        json.Read();
        while (json.NextMember())
        {
            // A second member of the same name would be anybody's guess.
            if (json.ValueTextEquals("continue_final_message"u8) || json.ValueTextEquals("add_generation_prompt"u8))
                return false;
            var (messages, format) = (json.ValueTextEquals("messages"u8), json.ValueTextEquals("response_format"u8));
            json.Read();
            if ((messages && EndsWithAssistant(ref json)) || (format && IsStructured(ref json)))
                return false;
            if (!messages && !format)
                json.Skip();
        }
        return true;
    }

    /// <summary>The caller has begun the answer itself: two beginnings are more than targets take.</summary>
    private static bool EndsWithAssistant(ref Utf8JsonReader json)
    {
        var assistant = false;
        while (json.NextElement())
        {
            assistant = false;
            while (json.NextMember())
            {
                var role = json.ValueTextEquals("role"u8);
                json.Read();
                if (role)
                    assistant = json.TokenType == JsonTokenType.String && json.ValueTextEquals("assistant"u8);
                json.Skip();
            }
        }
        return assistant;
    }

    /// <summary>A document that must keep to a schema is checked from its beginning, which the second target has not made.</summary>
    private static bool IsStructured(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return false;
        var structured = false;
        while (json.NextMember())
        {
            var type = json.ValueTextEquals("type"u8);
            json.Read();
            structured |= type && !(json.TokenType == JsonTokenType.String && json.ValueTextEquals("text"u8));
            json.Skip();
        }
        return structured;
    }
}
