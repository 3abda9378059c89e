using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>What generateContent demands of a request before it answers.</summary>
internal static class GeminiRequest
{
    private const int MostStops = 5;
    private const int MostCandidates = 8;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "contents", "systemInstruction", "tools", "toolConfig", "safetySettings", "generationConfig", "cachedContent", "model", "labels",
        "serviceTier", "store", "continuationToken",
    };

    private static readonly HashSet<string> KnownConfig = new(StringComparer.Ordinal)
    {
        "modelSelectionConfig", "responseJsonSchema", "audioTranscriptionConfig", "audioTimestamp", "candidateCount", "enableAffectiveDialog",
        "frequencyPenalty", "logprobs", "maxOutputTokens", "mediaResolution", "presencePenalty", "responseFormat", "responseLogprobs",
        "responseMimeType", "responseModalities", "responseSchema", "routingConfig", "seed", "speechConfig", "stopSequences", "temperature",
        "thinkingConfig", "topK", "topP", "enableEnhancedCivicAnswers", "translationConfig", "imageConfig",
    };

    private static readonly HashSet<string> KnownSchema = new(StringComparer.Ordinal)
    {
        "anyOf", "default", "description", "enum", "example", "format", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems",
        "minLength", "minProperties", "minimum", "nullable", "pattern", "properties", "propertyOrdering", "required", "title", "type",
    };

    /// <summary>Null when it can be served.</summary>
    public static Answer? Refusal(Call call)
    {
        if (call.Body.ValueKind != JsonValueKind.Object)
            return GeminiRefusal.Invalid("Invalid JSON payload received. Unexpected token.");
        if (call.Body.Stranger(Known) is { } unknown)
            return Unknown(unknown, "");
        var config = call.Body.Either("generationConfig");
        if (config.Stranger(KnownConfig) is { } odd)
            return Unknown(odd, " at 'generation_config'");
        if (config.Either("stopSequences").Items().Count() > MostStops)
            return GeminiRefusal.Invalid("The number of stop sequences must be at most 5.");
        if (config.Either("candidateCount").AsNumber() is < 1 or > MostCandidates)
            return GeminiRefusal.Invalid("The candidate count must be in the range from 1 to 8.");
        return BadSchema(config.Either("responseSchema"), "generation_config.response_schema") ?? BadTools(call) ?? GeminiTurns.Refusal(call);
    }

    private static Answer? BadTools(Call call)
    {
        var declared = call.Member("tools").Items().SelectMany(tool => tool.Either("functionDeclarations").Items()).ToList();
        foreach (var (number, function) in declared.Index())
        {
            if (function.Either("parameters").IsGiven() && function.Either("parametersJsonSchema").IsGiven())
                return GeminiRefusal.Invalid("Only one of parameters and parameters_json_schema may be set.");
            if (BadSchema(function.At("parameters"), $"tools[0].function_declarations[{number}].parameters") is { } bad)
                return bad;
        }
        var calling = call.Body.Either("toolConfig").Either("functionCallingConfig");
        if (calling.At("mode").AsText() is not (null or "AUTO" or "ANY" or "NONE" or "VALIDATED"))
            return GeminiRefusal.Invalid("Invalid value at 'tool_config.function_calling_config.mode'");
        return calling.Either("allowedFunctionNames").Items().Any() && calling.At("mode").AsText() is not ("ANY" or "VALIDATED")
            ? GeminiRefusal.Invalid("Function calling mode must be ANY or VALIDATED when allowed_function_names is set.")
            : null;
    }

    /// <summary>This is a part of OpenAPI's schema, not JSON Schema.</summary>
    private static Answer? BadSchema(JsonElement schema, string at)
    {
        if (schema.Stranger(KnownSchema) is { } unknown)
            return Unknown(unknown, $" at '{at}'");
        if (schema.At("type").ValueKind == JsonValueKind.Array)
            return GeminiRefusal.Invalid($"Invalid JSON payload received. Unknown name \"type\" at '{at}': Proto field is not repeating, cannot start list.");
        var below = schema.At("properties").Members().Select(member => (member.Value, $"{at}.properties[{member.Name}]"))
            .Concat(schema.Either("anyOf").Items().Select(branch => (branch, $"{at}.any_of")))
            .Append((schema.At("items"), $"{at}.items"));
        return below.Where(item => item.Item1.IsGiven()).Select(item => BadSchema(item.Item1, item.Item2)).FirstOrDefault(bad => bad is not null);
    }

    private static Answer Unknown(string name, string at) =>
        GeminiRefusal.Invalid($"Invalid JSON payload received. Unknown name \"{name}\"{at}: Cannot find field.");
}
