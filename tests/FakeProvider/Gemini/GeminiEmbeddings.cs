using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>The same vectors as OpenAI's address gives, in Google's three shapes.</summary>
internal static class GeminiEmbeddings
{
    public static JsonObject One(Call call) => new() { ["embedding"] = Values(call.Body, call.Member("content"), 0) };

    public static JsonObject Batch(Call call)
    {
        var made = call.Member("requests").Items().Select((request, index) => (JsonNode)Values(request, request.At("content"), index));
        return new JsonObject { ["embeddings"] = new JsonArray([.. made]) };
    }

    /// <summary>As Vertex does it.</summary>
    public static JsonObject Predictions(Call call)
    {
        var made = call.Member("instances").Items().Select((instance, index) =>
        {
            var embedding = Values(call.Member("parameters"), instance.At("content"), index);
            embedding["statistics"] = new JsonObject { ["truncated"] = false, ["token_count"] = Words.In(instance.At("content")) };
            return (JsonNode)new JsonObject { ["embeddings"] = embedding };
        });
        return new JsonObject { ["predictions"] = new JsonArray([.. made]) };
    }

    private static JsonObject Values(JsonElement request, JsonElement content, int index)
    {
        var vector = Embeddings.Vector(Words.In(content), index, request.Either("outputDimensionality").AsNumber() ?? Embeddings.DefaultDimensions);
        return new JsonObject { ["values"] = new JsonArray([.. vector.Select(value => JsonValue.Create(value))]) };
    }
}
