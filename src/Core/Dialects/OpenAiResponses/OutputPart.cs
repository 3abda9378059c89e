using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>A part of a message as it grows: a text with its sources and probabilities, or a refusal.</summary>
internal sealed class OutputPart(bool isRefusal)
{
    public bool IsRefusal => isRefusal;

    public StringBuilder Text { get; } = new();

    /// <summary>Each as <see cref="AnnotationJson"/> takes it.</summary>
    public List<JsonElement> Annotations { get; } = [];

    public List<JsonElement> Logprobs { get; } = [];

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (isRefusal)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, Text.ToString());
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            json.WriteStartArray("annotations"u8);
            foreach (var annotation in Annotations)
                AnnotationJson.Write(json, annotation);
            json.WriteEndArray();
            LogprobJson.Write(json, Logprobs);
            json.WriteString("text"u8, Text.ToString());
        }
        json.WriteEndObject();
    }
}
