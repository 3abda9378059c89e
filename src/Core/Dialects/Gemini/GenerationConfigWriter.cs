using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>generationConfig</c> of a provider's request.</summary>
internal static class GenerationConfigWriter
{
    private const int MaxStops = 5;

    public static void Write(Utf8JsonWriter json, ChatRequest request, in TargetTraits target, Omissions omissions)
    {
        json.WritePropertyName("generationConfig"u8);
        json.WriteStartObject();
        WriteNumber(json, "maxOutputTokens"u8, target.Cap(request.MaxOutputTokens));
        WriteNumber(json, "temperature"u8, request.Temperature);
        WriteNumber(json, "topP"u8, request.TopP);
        WriteNumber(json, "topK"u8, request.TopK);
        WriteNumber(json, "frequencyPenalty"u8, request.FrequencyPenalty);
        WriteNumber(json, "presencePenalty"u8, request.PresencePenalty);
        WriteNumber(json, "candidateCount"u8, request.N > 1 ? request.N : null);
        if (request.Seed is { } seed)
            json.WriteNumber("seed"u8, Fold(seed));
        if (request.Logprobs)
        {
            json.WriteBoolean("responseLogprobs"u8, true);
            WriteNumber(json, "logprobs"u8, request.TopLogprobs);
        }
        WriteStops(json, request.Stop, omissions);
        WriteFormat(json, request.Format);
        if (request.Reasoning is { } reasoning)
            GeminiThinking.Write(json, reasoning, target.Model);
        json.WriteEndObject();
    }

    private static void WriteStops(Utf8JsonWriter json, IReadOnlyList<string> stops, Omissions omissions)
    {
        if (stops.Count > MaxStops)
            throw omissions.Refuse(RequestField.Stop);
        if (stops.Count == 0)
            return;
        json.WritePropertyName("stopSequences"u8);
        json.WriteStartArray();
        foreach (var stop in stops)
            json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void WriteFormat(Utf8JsonWriter json, OutputFormat? format)
    {
        if (format is null or { Kind: OutputFormatKind.Text })
            return;
        json.WriteString("responseMimeType"u8, "application/json"u8);
        if (format.Schema is not { } schema)
            return;
        json.WritePropertyName("responseJsonSchema"u8);
        schema.WriteTo(json);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    /// <summary>Google's seeds have 32 bits; a larger one still stands for the same draw every time.</summary>
    private static int Fold(long seed) => seed is >= int.MinValue and <= int.MaxValue ? (int)seed : (int)(seed ^ (seed >> 32));
}
