using System.Buffers;
using System.Globalization;
using System.Text;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Gemini;

/// <summary>Errors as Google's clients read them, whole and as the last event of a stream: the form is the same.</summary>
internal static class GeminiErrorJson
{
    /// <summary><c>{"error":{"code","message","status","details"}}</c>, with the gateway's own code as the reason and when to come back.</summary>
    public static void Write(OpenAiError error, IBufferWriter<byte> output)
    {
        var details = new StringBuilder();
        if (error.Code is not null)
        {
            details.Append($$"""{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":{{OpenAiErrorJson.Quote(error.Code.ToUpperInvariant())}},"domain":"aigateway"}""");
        }
        if (error.RetryAfter is { } seconds)
        {
            details.Append(details.Length > 0 ? "," : "")
                .Append(CultureInfo.InvariantCulture, $$"""{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{seconds}}s"}""");
        }
        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $$$"""{"error":{"code":{{{error.Status}}},"message":{{{OpenAiErrorJson.Quote(error.Message)}}},"status":"{{{Status(error)}}}","details":[{{{details}}}]}}"""), output);
    }

    private static string Status(OpenAiError error) => error.Status switch
    {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        408 or 504 => "DEADLINE_EXCEEDED",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        500 => "INTERNAL",
        > 500 => "UNAVAILABLE",
        _ => "INVALID_ARGUMENT",
    };
}
