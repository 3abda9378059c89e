using System.Buffers.Binary;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>A vector as a provider wrote it, which need not be as it was asked to.</summary>
internal static class VectorReader
{
    /// <returns>Null for what is none.</returns>
    public static float[]? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => OfNumbers(value),
        JsonValueKind.String => OfBytes(value),
        _ => null,
    };

    private static float[]? OfNumbers(JsonElement numbers)
    {
        var vector = new float[numbers.GetArrayLength()];
        var at = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out var value) || !float.IsFinite(value))
                return null;
            vector[at++] = value;
        }
        return vector;
    }

    private static float[]? OfBytes(JsonElement base64)
    {
        if (!base64.TryGetBytesFromBase64(out var bytes) || bytes.Length % sizeof(float) != 0)
            return null;
        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            if (!float.IsFinite(vector[i]))
                return null;
        }
        return vector;
    }
}
