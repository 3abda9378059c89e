using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// Reads <c>data</c>, a list of embeddings. A client that asked for base64 reads a list of numbers as an empty vector, without an error:
/// such lists become base64 of little-endian 32-bit floats.
/// </summary>
internal static class EmbeddingScan
{
    public static void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into)
    {
        if (json.TokenType != JsonTokenType.StartArray || !into.EncodeEmbeddings)
        {
            json.Skip();
            return;
        }

        while (json.NextElement())
        {
            if (json.TokenType == JsonTokenType.StartObject)
                ReadRow(ref json, body, into);
            else
                json.Skip();
        }
    }

    private static void ReadRow(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ChunkScan into)
    {
        while (json.NextMember())
        {
            var embedding = json.ValueSpan.SequenceEqual("embedding"u8);
            json.Read();
            if (embedding && json.TokenType == JsonTokenType.StartArray)
                Encode(ref json, body, into.Repairs);
            else
                json.Skip();
        }
    }

    private static void Encode(ref Utf8JsonReader json, ReadOnlySpan<byte> body, SpliceList edits)
    {
        var numbers = json;
        var value = json.SkipValue();

        // A comma a number, so its bytes bound their count.
        var floats = ArrayPool<byte>.Shared.Rent((value.Of(body).Count((byte)',') + 1) * sizeof(float));
        try
        {
            var length = 0;
            while (numbers.NextElement())
            {
                if (numbers.TokenType != JsonTokenType.Number || !numbers.TryGetSingle(out var number))
                    return;
                BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(length), number);
                length += sizeof(float);
            }

            edits.Open(value);
            edits.Append("\""u8);
            Base64.EncodeToUtf8(floats.AsSpan(0, length), edits.Reserve(Base64.GetMaxEncodedToUtf8Length(length)), out _, out _);
            edits.Append("\""u8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(floats);
        }
    }
}
