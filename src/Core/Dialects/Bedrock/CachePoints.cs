using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Marks for caching: blocks of their own behind what is cached, where Anthropic has a member of it.</summary>
internal static class CachePoints
{
    private static readonly JsonElement _plain = JsonElement.Parse("""{"type":"ephemeral"}"""u8);
    private static readonly JsonElement _hour = JsonElement.Parse("""{"type":"ephemeral","ttl":"1h"}"""u8);

    public static JsonElement Read(Field point) => point["ttl"].Text() == "1h" ? _hour : _plain;

    public static void Write(Utf8JsonWriter json, JsonElement mark)
    {
        json.WriteStartObject();
        json.WriteStartObject("cachePoint");
        json.WriteString("type", "default");
        // Five minutes are the default, and models that know no other lifetime know no member for it.
        if (mark.Text("ttl") == "1h")
            json.WriteString("ttl", "1h");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
