using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Json;

/// <summary>Writes JSON as providers and clients do: without white space, and escaping no more than JSON asks for.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _spare;

    /// <summary>One document. Not to be used within itself.</summary>
    public static void Write<T>(IBufferWriter<byte> output, in T state, Action<Utf8JsonWriter, T> write)
    {
        var json = _spare ?? new Utf8JsonWriter(output, Options);
        _spare = null;
        json.Reset(output);
        write(json, state);
        json.Flush();
        _spare = json;
    }

    /// <summary>A member holding JSON text that is to be an object; what is no JSON object is wrapped, so that the document stays one.</summary>
    public static void WriteObjectText(Utf8JsonWriter json, string text)
    {
        try
        {
            // Models break off within a pair.
            var bytes = Encoding.UTF8.GetBytes(text);
            HalfSurrogates.Replace(bytes);
            if (JsonElement.Parse(bytes) is { ValueKind: JsonValueKind.Object } value)
            {
                value.WriteTo(json);
                return;
            }
        }
        catch (JsonException)
        {
        }
        json.WriteStartObject();
        if (!string.IsNullOrWhiteSpace(text))
            json.WriteString("input", text);
        json.WriteEndObject();
    }
}
