using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>A vector as the client wants it: one that asked for base64 reads nothing else, and takes numbers for an empty vector.</summary>
internal static class VectorWriter
{
    public static void Numbers(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (var number in vector)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    public static void Base64(Utf8JsonWriter json, float[] vector)
    {
        var length = vector.Length * sizeof(float);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var i = 0; i < vector.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            json.WriteBase64StringValue(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
