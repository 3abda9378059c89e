using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Provider;

/// <summary>Vectors that depend on nothing but the input and its place, as numbers or as base64 of little-endian floats.</summary>
internal static class Embeddings
{
    public const int DefaultDimensions = 8;

    public static JsonObject Whole(Call call, Answer answer)
    {
        var base64 = call.Member("encoding_format") is { ValueKind: JsonValueKind.String } format
            && format.GetString() == "base64" && !answer.IgnoreEncodingFormat;
        var dimensions = call.Number("dimensions") ?? DefaultDimensions;
        var inputs = Inputs(call.Member("input"));
        var data = inputs.Select((input, index) => (JsonNode)new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = Encode(Vector(Words.In(input), index, dimensions), base64),
        });
        var tokens = inputs.Sum(Words.In);
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = call.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    /// <summary>A string or an array of token ids is one input; an array of either is many.</summary>
    private static List<JsonElement> Inputs(JsonElement input) =>
        input.ValueKind == JsonValueKind.Array && input.EnumerateArray().All(item => item.ValueKind != JsonValueKind.Number)
            ? [.. input.EnumerateArray()]
            : [input];

    /// <summary>Element i is (words + index + i) / 16, which a float holds exactly.</summary>
    public static float[] Vector(int words, int index, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(i => (words + index + i) / 16f)];

    private static JsonNode Encode(float[] vector, bool base64)
    {
        if (!base64)
            return new JsonArray([.. vector.Select(value => JsonValue.Create(value))]);
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return JsonValue.Create(Convert.ToBase64String(bytes));
    }
}
