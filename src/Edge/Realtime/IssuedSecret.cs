using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Edge.Realtime;

/// <summary>A client secret as its provider made it. No record: it must not print itself.</summary>
internal sealed class IssuedSecret(string value, long expiresAt, JsonObject answer)
{
    public string Value => value;

    /// <summary>Unix time in seconds.</summary>
    public long ExpiresAt => expiresAt;

    public JsonObject Answer => answer;

    /// <summary>Puts another secret in its place, wherever the provider has repeated it.</summary>
    public void Replace(string other) => Replace(answer, other);

    /// <returns>Null when it is no such answer.</returns>
    public static IssuedSecret? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject answer && answer["value"] is JsonValue value && value.TryGetValue<string>(out var secret)
                && answer["expires_at"] is JsonValue expires && expires.TryGetValue<long>(out var at)
                ? new IssuedSecret(secret, at, answer)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Replace(JsonNode? node, string other)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members.ToList())
                {
                    if (IsSecret(member))
                        members[name] = other;
                    else
                        Replace(member, other);
                }
                break;
            case JsonArray elements:
                for (var i = 0; i < elements.Count; i++)
                {
                    if (IsSecret(elements[i]))
                        elements[i] = other;
                    else
                        Replace(elements[i], other);
                }
                break;
        }
    }

    private bool IsSecret(JsonNode? node) => node is JsonValue text && text.TryGetValue<string>(out var said) && said == value;
}
