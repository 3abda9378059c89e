using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Reads a <c>delta</c>, or the <c>message</c> of a whole answer.</summary>
internal static class MessageScan
{
    public static void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        var (reasoned, members) = (false, 0);
        for (; json.NextMember(); members++)
        {
            var name = json.ValueSpan;
            var nameStart = json.TokenStartIndex;
            json.Read();
            if (name.SequenceEqual("content"u8))
            {
                if (json.TokenType == JsonTokenType.StartArray)
                {
                    into.HasOther = true;
                    ContentParts.Flatten(ref json, nameStart, body, into);
                }
                else
                {
                    if (into.KeepsText && json.IsNonEmptyString())
                        into.Text.Add(new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length));
                    Text(ref json, into);
                }
            }
            else if (into.DropsRole && name.SequenceEqual("role"u8))
            {
                json.Skip();
                into.Repairs.Remove(JsonMember.Removal(body, nameStart, json.BytesConsumed, earlierStays: members > 0));
            }
            else if (name.SequenceEqual("tool_calls"u8))
            {
                ToolCallScan.Read(ref json, body, into);
            }
            else if (name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8))
            {
                // Sent under both names by some; the text is one.
                if (reasoned)
                    json.Skip();
                else
                    reasoned = Text(ref json, into);
            }
            else if (name.SequenceEqual("refusal"u8))
            {
                into.HasOther |= json.IsNonEmptyString();
                Text(ref json, into);
            }
            else if (name.SequenceEqual("function_call"u8))
            {
                into.HasOther |= json.TokenType != JsonTokenType.Null;
                ToolCallScan.ReadFunction(ref json, into);
            }
            else if (name.SequenceEqual("audio"u8) || name.SequenceEqual("images"u8))
            {
                Media(ref json, into);
            }
            else
            {
                into.Skip(ref json, name);
            }
        }
    }

    private static bool Text(ref Utf8JsonReader json, ChunkScan into)
    {
        var any = json.IsNonEmptyString();
        into.AddText(ref json);
        json.Skip();
        return any;
    }

    /// <summary>Sound announces itself by an id long before the first of it: only data or words count.</summary>
    private static void Media(ref Utf8JsonReader json, ChunkScan into)
    {
        var depth = json.CurrentDepth;
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            into.HasOther = true;
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("transcript"u8))
                into.AddText(ref json);
            else if (name.SequenceEqual("data"u8) || name.SequenceEqual("url"u8) || name.SequenceEqual("b64_json"u8))
                into.HasContent |= json.IsNonEmptyString();
        }
    }
}
