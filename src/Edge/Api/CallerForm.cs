using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.Anthropic;
using AiGateway.Edge.Api.Gemini;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Api;

/// <summary>The form in which a caller is told of errors: that of the address it called, whatever became of its call.</summary>
internal static class CallerForm
{
    private static readonly object Key = new();

    /// <summary>Notes that the caller speaks another dialect than OpenAI's.</summary>
    public static void Set(HttpContext http, Dialect dialect) => http.Items[Key] = dialect;

    public static Dialect Of(HttpContext http) => http.Items.TryGetValue(Key, out var dialect) ? (Dialect)dialect! : Dialect.OpenAiChat;

    /// <returns>The status that goes with it.</returns>
    public static int WriteError(HttpContext http, OpenAiError error, IBufferWriter<byte> output)
    {
        switch (Of(http))
        {
            case Dialect.Anthropic:
                AnthropicErrorJson.Write(error, http.Response.Headers[DataPlane.RequestId], output);
                return AnthropicErrorJson.Status(error);
            case Dialect.Gemini:
                GeminiErrorJson.Write(error, output);
                return error.Status;
            default:
                OpenAiErrorJson.Write(error, output);
                return error.Status;
        }
    }

    /// <summary>Writes the last event of a stream that failed.</summary>
    /// <param name="sequence">The event's number; null where events are not numbered.</param>
    public static void WriteStreamError(HttpContext http, OpenAiError error, long? sequence, IBufferWriter<byte> output)
    {
        switch (Of(http))
        {
            case Dialect.Anthropic:
                output.Write("event: error\ndata: "u8);
                AnthropicErrorJson.Write(error, http.Response.Headers[DataPlane.RequestId], output);
                output.Write("\n\n"u8);
                break;
            case Dialect.Gemini:
                output.Write("data: "u8);
                GeminiErrorJson.Write(error, output);
                output.Write("\n\n"u8);
                break;
            default:
                if (sequence is { } number)
                    StreamErrorEvent.WriteNumbered(error, number, output);
                else
                    StreamErrorEvent.Write(error, output);
                break;
        }
    }
}
