using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Control;

/// <summary>The failures of presets.json by name.</summary>
internal static class Presets
{
    private static readonly Dictionary<string, Preset> ByName = Load().ToDictionary(preset => preset.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<Preset> All => ByName.Values;

    /// <summary>Reads rules, one or an array of them, and fills each answer from the preset it names.</summary>
    /// <exception cref="JsonException">Not rules, or a preset nobody knows.</exception>
    public static IReadOnlyList<Rule> ReadRules(JsonNode? json)
    {
        var nodes = json is JsonArray array ? [.. array] : new List<JsonNode?> { json };
        return nodes.ConvertAll(ReadRule);
    }

    private static Rule ReadRule(JsonNode? json)
    {
        if (json is not JsonObject rule)
            throw new JsonException("A rule is an object.");
        if (rule["answer"] is JsonObject answer && answer["preset"] is JsonValue name)
            rule["answer"] = Over(name.GetValue<string>(), answer);
        var read = rule.Deserialize<Rule>(ControlJson.Options)!;
        return read.Answer.TokensPerEvent > 0 ? read : throw new JsonException("tokensPerEvent is at least 1.");
    }

    private static JsonObject Over(string name, JsonObject own)
    {
        if (!ByName.TryGetValue(name, out var preset))
            throw new JsonException($"No preset is called '{name}'.");
        var merged = preset.Answer.DeepClone().AsObject();
        foreach (var (member, value) in own)
        {
            if (member == "headers" && merged["headers"] is JsonObject headers)
            {
                foreach (var (header, text) in value!.AsObject())
                    headers[header] = text?.DeepClone();
            }
            else
                merged[member] = value?.DeepClone();
        }

        return merged;
    }

    private static Preset[] Load()
    {
        using var file = typeof(Presets).Assembly.GetManifestResourceStream("presets.json")!;
        return JsonSerializer.Deserialize<Preset[]>(file, ControlJson.Options)!;
    }
}
