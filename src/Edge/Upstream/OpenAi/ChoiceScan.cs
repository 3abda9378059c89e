using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Reads <c>choices</c>.</summary>
internal static class ChoiceScan
{
    public static bool Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return false;

        into.Choices = ChoicesShape.Empty;
        for (var position = 0; json.NextElement(); position++)
        {
            into.Choices = ChoicesShape.Present;
            if (json.TokenType != JsonTokenType.StartObject || !ReadChoice(ref json, body, into, position))
                return false;
        }

        return true;
    }

    private static bool ReadChoice(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into, int position)
    {
        var index = position;
        var finished = false;
        while (json.NextMember())
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("delta"u8) || name.SequenceEqual("message"u8))
                MessageScan.Read(ref json, body, into);
            else if (name.SequenceEqual("finish_reason"u8))
                finished = ReadFinish(ref json, into);
            else if (name.SequenceEqual("index"u8) && json.TokenType == JsonTokenType.Number)
                index = json.TryGetInt32(out var given) ? given : -1;
            else if (name.SequenceEqual("text"u8))
                into.AddText(ref json);
            else if (name.SequenceEqual("usage"u8))
                into.AddUsage(ref json, rank: 2);
            else
                json.Skip();
        }

        return into.AddChoice(index, finished);
    }

    /// <summary>An empty reason is none: providers send it on chunks that are not the last, and the .NET client throws on it.</summary>
    private static bool ReadFinish(ref Utf8JsonReader json, ChunkScan into)
    {
        if (json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.String && json.ValueSpan.IsEmpty))
        {
            if (into.Whole)
                into.Repairs.Replace(json.Token(), "\"stop\""u8);
            else if (json.TokenType == JsonTokenType.String)
                into.Repairs.Replace(json.Token(), "null"u8);
            return into.Whole;
        }

        var value = json.SkipValue();
        var text = json.TokenType == JsonTokenType.String ? json.ValueSpan : default;
        if (!FinishReasons.TryMap(text, out var standard))
            into.GaveUp = true;
        else if (!standard.IsEmpty)
            into.Repairs.Replace(value, standard);
        return true;
    }
}
