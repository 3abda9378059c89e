using System.Buffers;
using System.Text;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Api.Anthropic;

/// <summary>Errors as Anthropic's clients read them, whole and as the last event of a stream: the form is the same.</summary>
internal static class AnthropicErrorJson
{
    /// <summary>Anthropic's own status for a provider without capacity, which its clients know how to wait for.</summary>
    private const int Overloaded = 529;

    public static int Status(OpenAiError error) => error.Code == UpstreamErrors.OverloadedCode ? Overloaded : error.Status;

    /// <summary><c>{"type":"error","error":{"type","message"},"request_id"}</c>.</summary>
    public static void Write(OpenAiError error, string? callId, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(
        $$$"""{"type":"error","error":{"type":"{{{Type(error)}}}","message":{{{OpenAiErrorJson.Quote(error.Message)}}}},"request_id":{{{OpenAiErrorJson.Quote(callId)}}}}""", output);

    private static string Type(OpenAiError error) => Status(error) switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        Overloaded => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
