using System.Text;
using System.Text.Json;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

/// <summary>Makes of a document one that is nearly like it.</summary>
internal static class Mutation
{
    private static readonly byte[][] _values =
    [
        .. new[]
        {
            "null", "true", "-1", "0", "1e999", "9223372036854775808", "0.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"aigw.gemini-tool.a.b\"", "[]", "[null]", "{}", "[[]]",
            "{\"type\":\"text\",\"text\":\"a\"}", "{\"type\":null}",
        }.Select(Wire.Bytes),
        Wire.Bytes(new string('[', 70) + new string(']', 70)),
        [(byte)'"', 0xC3, 0x28, (byte)'"'],
    ];

    /// <summary>One to three changes of a document.</summary>
    public static Gen<byte[]> Of(byte[] document) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Array[1, 3].Select(changes =>
        {
            var mutated = document;
            foreach (var (kind, where, what) in changes)
                mutated = Change(mutated, kind, where, what);
            return mutated;
        });

    private static byte[] Change(byte[] document, int kind, int where, int what)
    {
        if (document.Length == 0)
            return document;
        var at = where % document.Length;
        switch (kind)
        {
            case 0:
                var flipped = document.ToArray();
                flipped[at] ^= (byte)(1 << (what % 8));
                return flipped;
            case 1:
                return document[..at];
            default:
                var values = Values(document);
                return values.Count == 0 ? document : Replace(document, values[where % values.Count], kind, what);
        }
    }

    private static byte[] Replace(byte[] document, (Range Member, Range Value) place, int kind, int what)
    {
        var (from, to) = (place.Member.Start.Value, place.Value.End.Value);
        return kind switch
        {
            // A member named twice, a member dropped along with what parts it from the next, another value.
            2 => [.. document[..from], .. document[place.Member], .. document[place.Value], (byte)',', .. document[from..]],
            3 => [.. document[..from], .. document[(to < document.Length && document[to] == ',' ? to + 1 : to)..]],
            _ => [.. document[..place.Value.Start], .. _values[what % _values.Length], .. document[place.Value.End..]],
        };
    }

    /// <summary>Where each value stands, and its name before it; none once the document is broken.</summary>
    private static List<(Range Member, Range Value)> Values(byte[] document)
    {
        var values = new List<(Range, Range)>();
        try
        {
            var reader = new Utf8JsonReader(document);
            var open = new Stack<(Range Member, int From)>();
            // The name a value has just been given; no document begins with one.
            var name = 0..0;
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                var member = name.Equals(0..0) ? start..start : name.Start..start;
                name = 0..0;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start..start;
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((member, start));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var (of, from) = open.Pop();
                        values.Add((of, from..(int)reader.BytesConsumed));
                        break;
                    default:
                        values.Add((member, start..(int)reader.BytesConsumed));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            values.Clear();
        }
        return values;
    }

    public static string Show(byte[] document) => Encoding.UTF8.GetString(document);
}
