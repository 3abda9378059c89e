using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Core.Tests.Dialects;

/// <summary>Spoils a document as hostile clients and broken providers do. What comes out depends on the seed alone.</summary>
internal static class Mutated
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "9223372036854775808", "\"\"", "\"text\"", "\"\\ud800\"", "\"data:image/png;base64,!!\"", "[]", "{}",
        "[[[]]]", "[null]", "{\"a\":{}}", "[{\"type\":\"text\"}]",
    ];

    public static byte[] Of(string json, int seed)
    {
        var random = new Random(seed);
        var text = json;
        for (var i = random.Next(1, 4); i > 0; i--)
            text = Spoilt(text, random);
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(4) == 0 ? Broken(bytes, random) : bytes;
    }

    /// <summary>Still JSON, as a rule.</summary>
    private static string Spoilt(string text, Random random)
    {
        JsonNode? root;
        var nodes = new List<JsonNode>();
        try
        {
            root = JsonNode.Parse(text);
            Gather(root, nodes);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Too deep, or a name twice: spoilt enough.
            return text;
        }
        if (nodes.Count == 0)
            return text;
        var node = nodes[random.Next(nodes.Count)];
        switch (random.Next(6))
        {
            case 0:
                return Deep(text, random.Next(1, 200));
            case 1 when node is JsonObject { Count: > 0 } holder:
                // Named twice.
                var (name, value) = holder.ElementAt(random.Next(holder.Count));
                return text.Replace("\"" + name + "\":", "\"" + name + "\":" + (value?.ToJsonString() ?? "null") + ",\"" + name + "\":", StringComparison.Ordinal);
            case 2 when node is JsonObject { Count: > 0 } holder:
                holder.Remove(holder.ElementAt(random.Next(holder.Count)).Key);
                break;
            case 3 when node is JsonArray { Count: > 0 } items:
                items.Add(items[random.Next(items.Count)]?.DeepClone());
                break;
            case 4 when node is JsonObject:
                ((JsonObject)node)["x" + random.Next(9)] = JsonNode.Parse("{\"y\":[1]}");
                break;
            default:
                Replace(node, random);
                break;
        }
        return root!.ToJsonString();
    }

    private static void Replace(JsonNode node, Random random)
    {
        var value = Values[random.Next(Values.Length)];
        // What cannot be written again stays out of trees.
        var other = value.Contains("ud800", StringComparison.Ordinal) ? JsonValue.Create("?") : JsonNode.Parse(value);
        if (node is JsonObject { Count: > 0 } holder)
            holder[holder.ElementAt(random.Next(holder.Count)).Key] = other;
        else if (node is JsonArray { Count: > 0 } items)
            items[random.Next(items.Count)] = other;
    }

    private static string Deep(string text, int levels) =>
        text.Length == 0 || text[0] != '{' ? text : "{\"model\":" + new string('[', levels) + new string(']', levels) + "," + text[1..];

    /// <summary>No JSON, as a rule, and often no UTF-8.</summary>
    private static byte[] Broken(byte[] bytes, Random random)
    {
        if (bytes.Length < 2)
            return bytes;
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                var from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[random.Next(from, bytes.Length)..]];
            default:
                var text = Encoding.UTF8.GetString(bytes);
                var quote = text.IndexOf('"', random.Next(text.Length));
                return quote < 0 ? bytes : Encoding.UTF8.GetBytes(text.Insert(quote + 1, "\\udc00"));
        }
    }

    private static void Gather(JsonNode? node, List<JsonNode> nodes)
    {
        switch (node)
        {
            case JsonObject holder:
                nodes.Add(holder);
                foreach (var (_, value) in holder)
                    Gather(value, nodes);
                break;
            case JsonArray items:
                nodes.Add(items);
                foreach (var item in items)
                    Gather(item, nodes);
                break;
        }
    }
}
