using System.Text.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>What OpenAI's providers are asked and its clients answered.</summary>
internal static class OpenAiEmbeddingWriter
{
    public static void Request(Utf8JsonWriter json, EmbeddingRequest request, string model, Omissions omissions)
    {
        omissions.DropUnknown(request.Unknown);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WritePropertyName("input"u8);
        if (request.Inputs is [var only])
        {
            WriteInput(json, only, omissions);
        }
        else
        {
            json.WriteStartArray();
            foreach (var input in request.Inputs)
                WriteInput(json, input, omissions);
            json.WriteEndArray();
        }
        if (request.Dimensions is { } dimensions)
            json.WriteNumber("dimensions"u8, dimensions);
        if (request.Encoding == EmbeddingEncoding.Base64)
            json.WriteString("encoding_format"u8, "base64"u8);
        if (request.User is not null)
            json.WriteString("user"u8, request.User);
        json.WriteEndObject();
    }

    public static void Answer(Utf8JsonWriter json, EmbeddingAnswer answer, EmbeddingRequest request)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WritePropertyName("data"u8);
        json.WriteStartArray();
        for (var i = 0; i < answer.Vectors.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            json.WritePropertyName("embedding"u8);
            if (request.Encoding == EmbeddingEncoding.Base64)
                VectorWriter.Base64(json, answer.Vectors[i]);
            else
                VectorWriter.Numbers(json, answer.Vectors[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("model"u8, request.Model);
        // Typed clients want the member even of providers that do not count.
        var tokens = answer.Usage?.Prompt ?? 0;
        json.WritePropertyName("usage"u8);
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, EmbeddingInput input, Omissions omissions)
    {
        switch (input)
        {
            case EmbeddingInput.Tokens tokens:
                json.WriteStartArray();
                foreach (var token in tokens.Values)
                    json.WriteNumberValue(token);
                json.WriteEndArray();
                break;
            case EmbeddingInput.Text text:
                // The vector is still one of the text, for whatever purpose.
                if (text.TaskType is not null)
                    omissions.Drop("taskType");
                if (text.Title is not null)
                    omissions.Drop("title");
                json.WriteStringValue(text.Value);
                break;
        }
    }
}
