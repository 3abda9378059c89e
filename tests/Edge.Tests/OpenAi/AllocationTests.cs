using System.Buffers;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>Bytes allocated by this thread alone, so other tests do not disturb.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 2_000;

    private static readonly byte[] Chunk = Wire.Bytes(
        "data: {\"id\":\"c\",\"model\":\"real\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\",\"tool_calls\":[{\"index\":0,\"id\":\"\"}]},\"finish_reason\":\"eos\"}],\"usage\":null}\n\n");

    [Fact]
    public void A_streamed_event_that_needs_every_edit_allocates_nothing()
    {
        using var framing = new SseFraming();
        using var rewriter = new ChatStreamRewriter("asked", hideUsage: true);
        var output = new ArrayBufferWriter<byte>(4096);

        void Run()
        {
            for (var i = 0; i < Rounds; i++)
            {
                Chunk.CopyTo(framing.GetMemory());
                framing.Advance(Chunk.Length);
                while (framing.TryRead(out var next) == SseStatus.Event)
                    rewriter.Take(next, output);
                output.ResetWrittenCount();
            }
        }

        // The shared pool may lose a buffer or two to the collector.
        Assert.InRange(Allocated(Run), 0, Rounds * 16);
        Assert.Equal(StreamState.Open, rewriter.State);
    }

    [Fact]
    public void Reading_a_request_allocates_its_model_name_and_nothing_else()
    {
        var body = Wire.Bytes("""{"model":"m","messages":[{"role":"user","content":"Hello \u4f60"}],"stream":true,"stream_options":{"include_usage":true},"n":2,"x":{}}""");

        void Run()
        {
            for (var i = 0; i < Rounds; i++)
                RequestScan.TryRead(body, Operation.ChatCompletions, out _, out _);
        }

        Assert.InRange(Allocated(Run), 0, Rounds * 33);
    }

    /// <summary>Bytes of a second run, after a first one has grown what grows.</summary>
    private static long Allocated(Action run)
    {
        run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
