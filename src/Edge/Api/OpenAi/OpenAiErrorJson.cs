using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Writes <c>{"error":{"message","type","param","code"}}</c>, all four members always there.</summary>
internal static class OpenAiErrorJson
{
    public static void Write(OpenAiError error, IBufferWriter<byte> output)
    {
        var json = $$$"""{"error":{"message":{{{Quote(error.Message)}}},"type":{{{Quote(error.Type)}}},"param":{{{Quote(error.Param)}}},"code":{{{Quote(error.Code)}}}}}""";
        Encoding.UTF8.GetBytes(json, output);
    }

    /// <summary>Messages echo what callers sent; markup is escaped for whoever shows one on a page.</summary>
    private static string Quote(string? value) => value is null
        ? "null"
        : $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\""
            .Replace("<", "\\u003C", StringComparison.Ordinal)
            .Replace(">", "\\u003E", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);
}
