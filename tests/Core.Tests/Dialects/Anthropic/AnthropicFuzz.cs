using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Anthropic;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

/// <summary>No bytes bring the codec down. <c>CsCheck_Iter</c> asks for more of them.</summary>
public sealed class AnthropicFuzz
{
    private static readonly long _inputs = Math.Max(4_000, Check.Iter);

    [Fact]
    public void A_request_is_read_or_refused() => Mutation.Of(Wire.Fixture("request.json")).Sample(
        body =>
        {
            foreach (var read in new Func<ReadOnlySpan<byte>, ChatRequest>[] { Wire.Codec.ReadRequest, AnthropicCodec.ReadCountRequest })
            {
                try
                {
                    Wire.Write(read(body), "claude-opus-4-7");
                }
                catch (DialectException)
                {
                }
            }
        },
        iter: _inputs, print: Mutation.Show);

    [Fact]
    public void An_answer_is_read_or_none() => Mutation.Of(Wire.Fixture("answer.json")).Sample(
        body =>
        {
            if (Wire.Codec.ReadAnswer(body) is { } answer)
                Wire.Write(answer);
        },
        iter: _inputs, print: Mutation.Show);

    [Fact]
    public void A_stream_is_read_or_broken()
    {
        byte[][] frames = [.. Wire.Frames(Wire.Fixture("tools.sse")).Select(frame => Wire.Bytes(frame.Data))];
        Gen.Select(Gen.OneOf([.. frames.Select((_, i) => Gen.Select(Gen.Const(i), Mutation.Of(frames[i])))]), Gen.Int[0, frames.Length - 1], Gen.Int[0, frames.Length - 1]).Sample(
            (mutated, from, to) =>
            {
                var stream = frames.ToList();
                stream[mutated.Item1] = mutated.Item2;
                // One event in another place, twice or not at all.
                var moved = stream[from];
                if (from % 3 != 0)
                    stream.RemoveAt(from);
                if (from % 3 != 1)
                    stream.Insert(Math.Min(to, stream.Count), moved);
                Play(stream);
            },
            iter: _inputs);
    }

    private static void Play(List<byte[]> stream)
    {
        var reader = Wire.Codec.NewStreamReader();
        var writer = Wire.Codec.NewStreamWriter(Wire.Traits);
        var events = new List<ChatEvent>();
        var output = new ArrayBufferWriter<byte>();
        foreach (var data in stream)
        {
            if (!reader.TryRead(default, data, events))
                return;
        }
        reader.Close(events);
        foreach (var next in events)
            writer.Write(next, output);
        // What a client is given is well formed whatever came in.
        Assert.All(Wire.Frames(output.WrittenSpan.ToArray()), frame => System.Text.Json.JsonElement.Parse(frame.Data));
        Assert.True(events.Count(next => next.Kind == ChatEventKind.End) <= 1);
    }
}
