using System.Buffers;
using AiGateway.Core.Usage;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>A provider's stream read to its end, and what came of it.</summary>
internal sealed record StreamRun(
    string Output,
    StreamState State,
    BreakReason Reason,
    TokenUsage? Usage,
    bool FirstContentSeen,
    long ContentBytes,
    string Content,
    string Error)
{
    /// <param name="readSize">Bytes of each read; the last is repeated.</param>
    public static StreamRun Of(ReadOnlySpan<byte> stream, bool hideUsage = false, string model = "asked", params int[] readSize)
    {
        using var rewriter = new ChatStreamRewriter(model, hideUsage);
        return Of(rewriter, stream, readSize);
    }

    public static StreamRun Of(StreamRewriter rewriter, ReadOnlySpan<byte> stream, params int[] readSize)
    {
        using var framing = new SseFraming();
        var output = new ArrayBufferWriter<byte>();
        for (var read = 0; !stream.IsEmpty; read++)
        {
            var wanted = readSize.Length == 0 ? stream.Length : readSize[Math.Min(read, readSize.Length - 1)];
            var memory = framing.GetMemory();
            var count = Math.Min(stream.Length, Math.Min(wanted, memory.Length));
            stream[..count].CopyTo(memory.Span);
            framing.Advance(count);
            stream = stream[count..];
            Drain(framing, rewriter, output);
        }

        framing.Complete();
        Drain(framing, rewriter, output);
        rewriter.End(output);
        return new StreamRun(
            Wire.Text(output.WrittenSpan),
            rewriter.State,
            rewriter.Reason,
            rewriter.Usage,
            rewriter.FirstContentSeen,
            rewriter.Content.TotalBytes,
            Wire.Text(rewriter.Content.Escaped),
            Wire.Text(rewriter.ErrorJson.Span));
    }

    public static StreamRun Of(string stream, bool hideUsage = false, string model = "asked", params int[] readSize) =>
        Of(Wire.Bytes(stream), hideUsage, model, readSize);

    private static void Drain(SseFraming framing, StreamRewriter rewriter, ArrayBufferWriter<byte> output)
    {
        SseStatus status;
        while ((status = framing.TryRead(out var next)) == SseStatus.Event)
            rewriter.Take(next, output);
        if (status == SseStatus.TooLarge)
            rewriter.Break(BreakReason.TooLarge);
    }
}
