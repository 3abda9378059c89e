using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>
/// Values that are handed on as JSON. An element can hold half of a surrogate pair, which throws only when somebody writes it;
/// here it throws while whoever sent it can still be told, or disbelieved.
/// </summary>
internal static class SoundJson
{
    /// <exception cref="InvalidOperationException">A string in it is none.</exception>
    public static string Text(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonOutput.Write(output, value, static (json, value) => value.WriteTo(json));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <inheritdoc cref="Text"/>
    public static JsonElement Copy(JsonElement value) => JsonElement.Parse(Text(value));
}
