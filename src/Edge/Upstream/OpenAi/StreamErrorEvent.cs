using System.Buffers;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// The last event of a stream that failed. The connection must be cut right after it: a clean end would make the .NET client report
/// the part it has as the whole.
/// </summary>
internal static class StreamErrorEvent
{
    public static void Write(OpenAiError error, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        OpenAiErrorJson.Write(error, output);
        output.Write("\n\n"u8);
    }

    /// <summary>The same in a stream of a response, whose events are numbered.</summary>
    public static void WriteNumbered(OpenAiError error, long sequence, IBufferWriter<byte> output)
    {
        output.Write("event: error\ndata: "u8);
        OpenAiErrorJson.WriteEvent(error, sequence, output);
        output.Write("\n\n"u8);
    }
}
