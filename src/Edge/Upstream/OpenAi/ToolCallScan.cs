using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// Reads <c>tool_calls</c>. Providers repeat an empty <c>id</c> or <c>name</c> on the deltas that continue a call, and clients that merge deltas
/// would overwrite the real ones: those go.
/// </summary>
internal static class ToolCallScan
{
    public static void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.NextElement())
        {
            into.HasContent = into.HasOther = true;
            if (json.TokenType == JsonTokenType.StartObject)
                ReadCall(ref json, body, into);
            else
                json.Skip();
        }
    }

    /// <summary>The name and arguments of one call; where an empty name stands, for removal.</summary>
    public static ByteRange ReadFunction(ref Utf8JsonReader json, ChunkScan into, ReadOnlySpan<byte> body = default)
    {
        ByteRange emptyName = default;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return emptyName;
        }

        for (var members = 0; json.NextMember(); members++)
        {
            var name = json.ValueSpan;
            var nameStart = json.TokenStartIndex;
            json.Read();
            if (name.SequenceEqual("name"u8) || name.SequenceEqual("arguments"u8))
                into.AddText(ref json);
            if (!body.IsEmpty && IsEmptyString(ref json) && name.SequenceEqual("name"u8))
                emptyName = JsonMember.Removal(body, nameStart, json.BytesConsumed, earlierStays: members > 0);
            json.Skip();
        }

        return emptyName;
    }

    private static void ReadCall(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into)
    {
        ByteRange emptyId = default, emptyName = default;
        var opens = false;
        for (var members = 0; json.NextMember(); members++)
        {
            var name = json.ValueSpan;
            var nameStart = json.TokenStartIndex;
            json.Read();
            if (name.SequenceEqual("function"u8))
            {
                emptyName = ReadFunction(ref json, into, body);
            }
            else
            {
                if (name.SequenceEqual("id"u8) && IsEmptyString(ref json))
                    emptyId = JsonMember.Removal(body, nameStart, json.BytesConsumed, earlierStays: members > 0);
                opens |= name.SequenceEqual("id"u8) && json.IsNonEmptyString();
                into.Skip(ref json, name);
            }
        }

        if (into.Whole || opens)
            return;
        if (!emptyId.IsEmpty)
            into.Repairs.Remove(emptyId);
        if (!emptyName.IsEmpty)
            into.Repairs.Remove(emptyName);
    }

    private static bool IsEmptyString(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String && json.ValueSpan.IsEmpty;
}
