using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Writes errors, all members always there.</summary>
internal static class OpenAiErrorJson
{
    /// <summary><c>{"error":{"message","type","param","code"}}</c>.</summary>
    public static void Write(OpenAiError error, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes($"{{{Member(error)}}}", output);

    /// <summary>
    /// <c>{"type":"error","code","message","param","sequence_number"}</c>, an event of a response as it is specified, with the
    /// <c>error</c> beside it that OpenAI sends as well: the clients for Node and Python raise only that.
    /// </summary>
    public static void WriteEvent(OpenAiError error, long sequence, IBufferWriter<byte> output)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"error","code":{{{Quote(error.Code)}}},"message":{{{Quote(error.Message)}}},"param":{{{Quote(error.Param)}}},{{{Member(error)}}},"sequence_number":{{{sequence}}}}""");
        Encoding.UTF8.GetBytes(json, output);
    }

    private static string Member(OpenAiError error) =>
        $$$"""
        "error":{"message":{{{Quote(error.Message)}}},"type":{{{Quote(error.Type)}}},"param":{{{Quote(error.Param)}}},"code":{{{Quote(error.Code)}}}}
        """;

    /// <summary>Messages echo what callers sent; markup is escaped for whoever shows one on a page.</summary>
    public static string Quote(string? value) => value is null
        ? "null"
        : $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\""
            .Replace("<", "\\u003C", StringComparison.Ordinal)
            .Replace(">", "\\u003E", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);
}
