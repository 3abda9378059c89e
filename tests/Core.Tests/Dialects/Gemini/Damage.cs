using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Gemini;

/// <summary>JSON documents as broken senders might send them.</summary>
internal static class Damage
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "9223372036854775808", "\"\"", "\"x\"", "[]", "[null]", "[[1]]", "{}", "{\"a\":{}}", "\"\\ud800\"",
        "{\"\\ud800\":1}", "{\"a\":\"\\ud800\"}", "1.5", "\"-5\"", "{\"text\":[]}", string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70)),
    ];

    /// <summary>How many to try: as the environment says, or <paramref name="usual"/>.</summary>
    public static long Inputs(long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable("CsCheck_Iter"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : usual;

    public static Gen<byte[]> Of(params byte[][] documents) => Gen.Select(Gen.Int[0, documents.Length - 1], Gen.Int[0, 5], Gen.UInt, Gen.Int[0, Values.Length - 1])
        .Select((which, kind, at, value) => Apply(documents[which], kind, at, Values[value]));

    private static byte[] Apply(byte[] document, int kind, uint at, string value) => kind switch
    {
        0 => Flip(document, at),
        1 => document[..(int)(at % (uint)document.Length)],
        2 => Edit(document, at, node => Placeholder, value),
        3 => Edit(document, at, node => null, value),
        4 => Edit(document, at, node => node.DeepClone(), value, twice: true),
        _ => Edit(Edit(document, at, node => Placeholder, value), at >> 7, node => Placeholder, value),
    };

    private static JsonNode Placeholder => JsonValue.Create("\u0001");

    private static byte[] Flip(byte[] document, uint at)
    {
        var copy = (byte[])document.Clone();
        copy[at % (uint)copy.Length] ^= (byte)(1 << (int)(at >> 29));
        return copy;
    }

    /// <summary>Replaces one value somewhere within with <paramref name="value"/>, leaves its member out, or names it twice.</summary>
    private static byte[] Edit(byte[] document, uint at, Func<JsonNode, JsonNode?> change, string value, bool twice = false)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(document);
        }
        catch (JsonException)
        {
            return document;
        }
        if (Text(document).Contains("\\ud800", StringComparison.Ordinal))
            return document;
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        if (nodes.Count == 0)
            return document;
        var node = nodes[(int)(at % (uint)nodes.Count)];
        var name = node.Parent is JsonObject ? node.GetPropertyName() : null;
        if (change(node) is { } other)
        {
            if (!twice)
                node.ReplaceWith(other);
        }
        else if (node.Parent is JsonObject parent)
        {
            parent.Remove(name!);
        }
        else
        {
            ((JsonArray)node.Parent!).Remove(node);
        }
        var text = root!.ToJsonString();
        if (twice && name is not null)
            text = text.Replace($"\"{name}\":", $"\"{name}\":{value},\"{name}\":", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace("\"\\u0001\"", value, StringComparison.Ordinal));
    }

    private static string Text(byte[] document) => Encoding.UTF8.GetString(document);

    private static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        if (node?.Parent is not null)
            nodes.Add(node);
        if (node is JsonObject members)
            foreach (var (_, member) in members)
                Collect(member, nodes);
        else if (node is JsonArray items)
            foreach (var item in items)
                Collect(item, nodes);
    }
}
