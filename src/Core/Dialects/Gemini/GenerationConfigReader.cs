using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>generationConfig</c> of a client's request.</summary>
internal static class GenerationConfigReader
{
    private const int MaxStops = 5;

    public static ChatRequest Read(Field config, ChatRequest request, List<UnknownField> unknown)
    {
        var isJson = false;
        JsonElement? schema = null;
        foreach (var (name, field) in config.Present())
        {
            switch (name)
            {
                case "temperature":
                    request = request with { Temperature = field.Number(0, 2) };
                    break;
                case "topP":
                    request = request with { TopP = field.Number(0, 1) };
                    break;
                case "topK":
                    request = request with { TopK = field.Whole(0, int.MaxValue) is > 0 and var k ? (int)k : null };
                    break;
                case "maxOutputTokens":
                    request = request with { MaxOutputTokens = (int?)field.Whole(1, int.MaxValue) };
                    break;
                case "candidateCount":
                    request = request with { N = field.Whole(1, 8) is > 1 and var count ? (int)count : null };
                    break;
                case "seed":
                    request = request with { Seed = field.Whole(int.MinValue, int.MaxValue) };
                    break;
                case "presencePenalty":
                    request = request with { PresencePenalty = Penalty(field) };
                    break;
                case "frequencyPenalty":
                    request = request with { FrequencyPenalty = Penalty(field) };
                    break;
                case "responseLogprobs":
                    request = request with { Logprobs = field.Flag() ?? false };
                    break;
                case "logprobs":
                    request = request with { TopLogprobs = (int?)field.Whole(0, 20) };
                    break;
                case "stopSequences":
                    request = request with { Stop = Stops(field) };
                    break;
                case "thinkingConfig":
                    request = request with { Reasoning = GeminiThinking.Read(field, unknown) };
                    break;
                case "responseMimeType" when field.Text() is "application/json" or "text/plain":
                    isJson = field.Text() == "application/json";
                    break;
                case "responseSchema":
                    schema = OpenApiSchema.ToJsonSchema(field.Object()!.Value);
                    break;
                // Its Python client's older name for it has an underscore in front.
                case "responseJsonSchema" or "_responseJsonSchema":
                    schema = field.Value;
                    break;
                case "responseModalities" when IsTextAlone(field):
                    break;
                default:
                    if (field.Value.ValueKind != JsonValueKind.False)
                        unknown.Add(new UnknownField(field.Path, field.Value, name is "mediaResolution" or "labels"));
                    break;
            }
        }
        var kind = schema is not null ? OutputFormatKind.JsonSchema : OutputFormatKind.JsonObject;
        return schema is null && !isJson ? request : request with { Format = new OutputFormat(kind) { Schema = schema } };
    }

    /// <summary>None is what there is by default.</summary>
    private static double? Penalty(Field field) => field.Number(-2, 2) is { } penalty and not 0 ? penalty : null;

    private static List<string> Stops(Field field)
    {
        var stops = field.Many();
        return stops.Count <= MaxStops
            ? stops.ConvertAll(stop => stop.RequiredText())
            : throw DialectException.Invalid(field.Path, $"expected {MaxStops} at most");
    }

    private static bool IsTextAlone(Field field)
    {
        foreach (var modality in field.Many())
            if (!string.Equals(modality.Text(), "TEXT", StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }
}
