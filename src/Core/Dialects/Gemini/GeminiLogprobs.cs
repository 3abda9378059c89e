using System.Buffers;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Google's <c>logprobsResult</c>, which has what was chosen and what else was likely in two lists, and OpenAI's, which has one in the other.</summary>
internal static class GeminiLogprobs
{
    /// <summary>As OpenAI writes it; null without any.</summary>
    public static JsonElement? Read(in JsonElement candidate)
    {
        var result = candidate.Get("logprobsResult"u8);
        if (result.Get("chosenCandidates"u8).ValueKind != JsonValueKind.Array)
            return null;
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WritePropertyName("content"u8);
            json.WriteStartArray();
            var likely = result.GetItems("topCandidates"u8);
            foreach (var chosen in result.GetItems("chosenCandidates"u8))
            {
                json.WriteStartObject();
                WriteToken(json, chosen);
                json.WritePropertyName("top_logprobs"u8);
                json.WriteStartArray();
                if (likely.MoveNext())
                    foreach (var other in likely.Current.GetItems("candidates"u8))
                    {
                        json.WriteStartObject();
                        WriteToken(json, other);
                        json.WriteEndObject();
                    }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNull("refusal"u8);
            json.WriteEndObject();
        }
        return JsonElement.Parse(output.WrittenSpan);
    }

    /// <summary>The member of a candidate.</summary>
    /// <param name="logprobs">As OpenAI writes it.</param>
    public static void Write(Utf8JsonWriter json, in JsonElement logprobs)
    {
        json.WritePropertyName("logprobsResult"u8);
        json.WriteStartObject();
        json.WritePropertyName("topCandidates"u8);
        json.WriteStartArray();
        foreach (var token in logprobs.GetItems("content"u8))
        {
            json.WriteStartObject();
            json.WritePropertyName("candidates"u8);
            json.WriteStartArray();
            foreach (var other in token.GetItems("top_logprobs"u8))
                WriteCandidate(json, other);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("chosenCandidates"u8);
        json.WriteStartArray();
        foreach (var token in logprobs.GetItems("content"u8))
            WriteCandidate(json, token);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, in JsonElement token)
    {
        json.WriteString("token"u8, token.GetText("token"u8) ?? "");
        json.WriteNumber("logprob"u8, Number(token, "logProbability"u8));
        json.WriteNull("bytes"u8);
    }

    private static void WriteCandidate(Utf8JsonWriter json, JsonElement token)
    {
        json.WriteStartObject();
        json.WriteString("token"u8, token.GetText("token"u8) ?? "");
        json.WriteNumber("logProbability"u8, Number(token, "logprob"u8));
        json.WriteEndObject();
    }

    private static double Number(in JsonElement token, ReadOnlySpan<byte> name) =>
        token.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : 0;
}
