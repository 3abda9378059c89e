using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

/// <summary>Documents as they come from a broken or hostile sender.</summary>
internal static partial class Damage
{
    private static readonly string[] _values = ["null", "7", "-1.5e400", "true", "\"text\"", "\"\"", "\"\\ud800\"", "[]", "{}", "[{}]", "{\"text\":{}}", new string('[', 70)];

    private static readonly Gen<Func<string, byte[]>> _one = Gen.Select(Gen.Int[0, 6], Gen.Int[0, int.MaxValue - 1], Gen.Int[0, 1_000], (kind, at, with) => new Func<string, byte[]>(json => kind switch
    {
        0 => Flipped(json, at, with),
        1 => Encoding.UTF8.GetBytes(json)[..(at % (json.Length + 1))],
        2 => Encoding.UTF8.GetBytes(Replaced(json, at, _values[with % _values.Length])),
        3 => Encoding.UTF8.GetBytes(Replaced(json, at, json)),
        4 => Encoding.UTF8.GetBytes(Renamed(json, at, with)),
        5 => Encoding.UTF8.GetBytes(Doubled(json, at)),
        _ => Encoding.UTF8.GetBytes(Replaced(Replaced(json, at, _values[with % _values.Length]), with, _values[at % _values.Length])),
    }));

    /// <summary>One of these, damaged.</summary>
    public static Gen<byte[]> Of(string[] documents) => Gen.Select(Gen.Int[0, documents.Length - 1], _one, (at, damage) => damage(documents[at]));

    private static byte[] Flipped(string json, int at, int with)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[at % bytes.Length] ^= (byte)(1 << with % 8);
        return bytes;
    }

    private static string Replaced(string json, int at, string value)
    {
        var values = Value().Matches(json);
        if (values.Count == 0)
            return value;
        var old = values[at % values.Count].Groups[1];
        return json[..old.Index] + value + json[(old.Index + old.Length)..];
    }

    /// <summary>A member less where it was known, and one more that is not.</summary>
    private static string Renamed(string json, int at, int with)
    {
        var names = Name().Matches(json);
        if (names.Count == 0)
            return json;
        var old = names[at % names.Count].Groups[1];
        var other = with % 2 == 0 ? "unheard" : names[with % names.Count].Groups[1].Value;
        return json[..old.Index] + other + json[(old.Index + old.Length)..];
    }

    private static string Doubled(string json, int at)
    {
        var names = Name().Matches(json);
        return names.Count == 0 ? json : json.Insert(names[at % names.Count].Index, "\"" + names[at % names.Count].Groups[1].Value + "\":{},");
    }

    [GeneratedRegex("""(?<=[:,\[]\s*)("[^"]*"|[0-9]+|true|false|\[[^\[\]]*\]|\{[^{}]*\})""")]
    private static partial Regex Value();

    [GeneratedRegex("""
        "([A-Za-z_]+)":
        """)]
    private static partial Regex Name();
}
