using System.Buffers;
using System.Runtime.InteropServices;
using AiGateway.Edge.Upstream.OpenAi;
using CsCheck;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class SseFramingTests
{
    /// <summary>What the framing pays heed to, so that it occurs often.</summary>
    private static readonly byte[] Alphabet = [.. "\r\n :data\uFEFF"u8];

    private static List<string> Events(ReadOnlySpan<byte> stream, int readSize = int.MaxValue, int maxEventBytes = SseFraming.DefaultMaxEventBytes)
    {
        using var framing = new SseFraming(maxEventBytes);
        var events = new List<string>();
        var status = SseStatus.NeedMore;
        while (status == SseStatus.NeedMore)
        {
            if (stream.IsEmpty)
            {
                framing.Complete();
            }
            else
            {
                var memory = framing.GetMemory().Span;
                var count = Math.Min(Math.Min(readSize, memory.Length), stream.Length);
                stream[..count].CopyTo(memory);
                framing.Advance(count);
                stream = stream[count..];
            }

            while ((status = framing.TryRead(out var next)) == SseStatus.Event)
                events.Add($"{Wire.Text(next.Name)}|{next.DataLines}|{Wire.Text(next.Data)}");
        }

        events.Add(status.ToString());
        return events;
    }

    private static List<string> Events(string stream, int readSize = int.MaxValue) => Events(Wire.Bytes(stream), readSize);

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n")]
    [InlineData("data: a\r\rdata: b\r\r")]
    [InlineData("data:a\n\ndata:b\n\n")]
    [InlineData("\n\n\r\n\rdata: a\n\n\n\n\ndata: b\n\n")]
    [InlineData("\uFEFFdata: a\n\ndata: b\n\n")]
    [InlineData("id: 7\nretry: 5\nnonsense\ndata: a\n\ndata: b\nx: y\n\n")]
    [InlineData(": hi\ndata: a\n\ndata: b\n: bye\n\n")]
    [InlineData("data: a\n\ndata: b\n")]
    [InlineData("data: a\n\ndata: b")]
    [InlineData("data: a\n\ndata: b\r")]
    public void Any_framing_gives_the_same_events_however_it_is_dribbled(string stream)
    {
        for (var size = 1; size <= stream.Length + 3; size++)
            Assert.Equal(["|1|a", "|1|b", "End"], Events(stream, size));
    }

    [Fact]
    public void Lines_of_data_are_joined_by_line_feeds()
    {
        for (var size = 1; size < 40; size++)
            Assert.Equal(["|3|{\"a\":\n\n 1}", "End"], Events("data: {\"a\":\r\ndata\r\ndata:  1}\r\n\r\n", size));
    }

    [Theory]
    [InlineData(": keep-alive\n\n", "|0|")]
    [InlineData("event: ping\n\n", "ping|0|")]
    [InlineData("data\n\n", "|1|")]
    [InlineData("data:\n\n", "|1|")]
    [InlineData("data: \n\n", "|1|")]
    [InlineData("data:  \n\n", "|1| ")]
    [InlineData("event:a\nevent: b\ndata: x\n\n", "b|1|x")]
    [InlineData("Data: x\ndata : x\n\n", "|0|")]
    public void Blocks_are_told_apart(string stream, string expected) => Assert.Equal([expected, "End"], Events(stream));

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n\n")]
    [InlineData("\uFEFF")]
    public void A_stream_without_blocks_just_ends(string stream) => Assert.Equal(["End"], Events(stream));

    [Fact]
    public void The_raw_block_is_given_with_its_blank_line()
    {
        using var framing = new SseFraming();
        var stream = Wire.Bytes("event: e\r\ndata: x\r\n\r\ndata: y\n\n");
        stream.CopyTo(framing.GetMemory());
        framing.Advance(stream.Length);
        Assert.Equal(SseStatus.Event, framing.TryRead(out var first));
        Assert.Equal("event: e\r\ndata: x\r\n\r", Wire.Text(first.Raw));
        Assert.Equal(SseStatus.Event, framing.TryRead(out var second));
        Assert.Equal("data: y\n\n", Wire.Text(second.Raw));
    }

    [Fact]
    public void Blocks_survive_the_buffer_being_moved_under_them()
    {
        var stream = string.Concat(Enumerable.Range(0, 500).Select(i => $"event: e{i}\ndata: {new string('x', i)}\ndata: {i}\ndata: y\n\n"));
        var expected = Enumerable.Range(0, 500).Select(i => $"e{i}|3|{new string('x', i)}\n{i}\ny").Append("End").ToList();
        foreach (var size in (int[])[61, 997, 4000, 100_000])
            Assert.Equal(expected, Events(stream, size));
    }

    [Fact]
    public void A_megabyte_event_passes_whole()
    {
        var big = new string('x', 1024 * 1024);
        Assert.Equal([$"|1|{big}", "|1|b", "End"], Events($"data: {big}\n\ndata: b\n\n", 1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void An_event_beyond_the_cap_is_refused(int readSize)
    {
        Assert.Equal(["|1|a", "TooLarge"], Events(Wire.Bytes("data: a\n\ndata: " + new string('x', 200) + "\n\n"), readSize, maxEventBytes: 100));
        Assert.Equal(["|1|a", "TooLarge"], Events(Wire.Bytes("data: a\n\n" + string.Concat(Enumerable.Repeat(": c\n", 50))), readSize, maxEventBytes: 100));
        Assert.Equal(["|1|a", "|1|b", "End"], Events(Wire.Bytes("data: a\n\ndata: b\n\n"), readSize, maxEventBytes: 10));
    }

    [Fact]
    public void Arbitrary_bytes_never_throw_and_read_sizes_never_matter() =>
        Gen.Select(Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i]).Array[0, 200], Gen.Int[1, 20])
            .Sample((bytes, size) => Assert.Equal(Events(bytes), Events(bytes, size)));

    [Fact]
    public void The_room_of_a_huge_event_is_given_up_and_not_kept_in_the_pool()
    {
        var framing = new SseFraming();
        for (var i = 0; i < 3 * 1024; i++)
        {
            framing.GetMemory().Span[..1024].Fill((byte)'x');
            framing.Advance(1024);
            Assert.Equal(SseStatus.NeedMore, framing.TryRead(out _));
        }
        Assert.True(MemoryMarshal.TryGetArray<byte>(framing.GetMemory(), out var held));

        framing.Dispose();

        Assert.NotSame(held.Array, ArrayPool<byte>.Shared.Rent(held.Array!.Length));
    }
}
