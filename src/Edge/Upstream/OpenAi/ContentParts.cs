using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// Mistral's reasoning models send <c>content</c> as a list of parts where typed clients expect a string:
/// text goes to <c>content</c>, thinking to <c>reasoning_content</c>.
/// </summary>
internal static class ContentParts
{
    /// <summary>Replaces the member whose list the reader stands at and leaves the reader at the end of the list.</summary>
    public static void Flatten(ref Utf8JsonReader json, long nameStart, ReadOnlySpan<byte> body, ChunkScan into)
    {
        List<ByteRange> text = [], thinking = [];
        while (json.NextElement())
        {
            if (json.TokenType == JsonTokenType.String)
                Take(ref json, into, text);
            else if (json.TokenType == JsonTokenType.StartObject)
                ReadPart(ref json, into, text, thinking);
            else
                json.Skip();
        }

        into.Repairs.Open(ByteRange.Between(nameStart, json.BytesConsumed));
        if (thinking.Count > 0)
        {
            Write(into.Repairs, "\"reasoning_content\":\""u8, thinking, body);
            into.Repairs.Append(","u8);
        }

        if (text.Count > 0 || thinking.Count == 0)
            Write(into.Repairs, "\"content\":\""u8, text, body);
        else
            into.Repairs.Append("\"content\":null"u8);
    }

    private static void ReadPart(ref Utf8JsonReader json, ChunkScan into, List<ByteRange> text, List<ByteRange> thinking)
    {
        while (json.NextMember())
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("text"u8))
                Take(ref json, into, text);
            else if (name.SequenceEqual("thinking"u8) && json.TokenType == JsonTokenType.StartArray)
                ReadThoughts(ref json, into, thinking);
            else if (name.SequenceEqual("thinking"u8))
                Take(ref json, into, thinking);
            else
                json.Skip();
        }
    }

    private static void ReadThoughts(ref Utf8JsonReader json, ChunkScan into, List<ByteRange> thinking)
    {
        while (json.NextElement())
        {
            if (json.TokenType == JsonTokenType.StartObject)
                ReadPart(ref json, into, thinking, thinking);
            else
                json.Skip();
        }
    }

    private static void Take(ref Utf8JsonReader json, ChunkScan into, List<ByteRange> list)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            list.Add(new ByteRange((int)json.TokenStartIndex + 1, json.ValueSpan.Length));
            into.AddText(ref json);
        }

        json.Skip();
    }

    private static void Write(SpliceList edits, ReadOnlySpan<byte> lead, List<ByteRange> pieces, ReadOnlySpan<byte> body)
    {
        edits.Append(lead);
        foreach (var piece in pieces)
            edits.Append(piece.Of(body));
        edits.Append("\""u8);
    }
}
