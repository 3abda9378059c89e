using System.Text.Json;
using AiGateway.Core.Dialects.Gemini;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>What Google's providers are asked and its clients answered.</summary>
internal static class GeminiEmbeddingWriter
{
    public static void Request(Utf8JsonWriter json, EmbeddingRequest request, string model, Omissions omissions, bool isBatch)
    {
        omissions.DropUnknown(request.Unknown);
        if (request.User is not null)
            omissions.Drop(RequestField.User);
        if (!isBatch)
        {
            WriteOne(json, request.Inputs is [var only] ? only : throw omissions.Refuse("input"), request.Dimensions, model, omissions);
            return;
        }
        json.WriteStartObject();
        json.WritePropertyName("requests"u8);
        json.WriteStartArray();
        foreach (var input in request.Inputs)
            WriteOne(json, input, request.Dimensions, model, omissions);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Answer(Utf8JsonWriter json, EmbeddingAnswer answer, bool isBatch)
    {
        json.WriteStartObject();
        if (isBatch)
        {
            json.WritePropertyName("embeddings"u8);
            json.WriteStartArray();
            foreach (var vector in answer.Vectors)
                WriteVector(json, vector);
            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("embedding"u8);
            WriteVector(json, answer.Vectors[0]);
        }
        json.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter json, EmbeddingInput input, int? dimensions, string model, Omissions omissions)
    {
        // Tokens are numbers of another model's vocabulary.
        if (input is not EmbeddingInput.Text text)
            throw omissions.Refuse(input.Path ?? "input");
        json.WriteStartObject();
        json.WriteString("model"u8, model.Contains('/', StringComparison.Ordinal) ? model : $"models/{model}");
        json.WritePropertyName("content"u8);
        json.WriteStartObject();
        json.WritePropertyName("parts"u8);
        json.WriteStartArray();
        PartWriter.Text(json, text.Value);
        json.WriteEndArray();
        json.WriteEndObject();
        if (text.TaskType is not null)
            json.WriteString("taskType"u8, text.TaskType);
        if (text.Title is not null)
            json.WriteString("title"u8, text.Title);
        if (dimensions is { } size)
            json.WriteNumber("outputDimensionality"u8, size);
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartObject();
        json.WritePropertyName("values"u8);
        VectorWriter.Numbers(json, vector);
        json.WriteEndObject();
    }
}
