using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AiGateway.Core.Dialects.Bedrock;
using AiGateway.Core.Hashing;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class EventStreamFramingTests
{
    private static readonly string _large = new('x', 100_000);

    private static readonly byte[] _stream =
    [
        .. EventStreams.Event("messageStart", """{"role":"assistant"}"""),
        .. EventStreams.Event("contentBlockDelta", _large),
        .. EventStreams.Event("empty", ""),
        .. EventStreams.Exception("throttlingException", """{"message":"slow"}"""),
    ];

    private static readonly (string, string)[] _messages =
        [("messageStart", """{"role":"assistant"}"""), ("contentBlockDelta", _large), ("empty", ""), ("throttlingException", """{"message":"slow"}""")];

    [Fact]
    public void Messages_are_the_same_wherever_the_reads_fall() =>
        Gen.Int[1, 3_000].Array[1, 6].Sample(
            sizes =>
            {
                var (messages, status) = EventStreams.Split(_stream, sizes);
                Assert.Equal(_messages, messages);
                Assert.Equal(EventStreamStatus.End, status);
            },
            iter: 200);

    [Fact]
    public void A_stream_read_byte_by_byte_gives_each_message_when_it_is_whole()
    {
        using var framing = new EventStreamFraming();
        var message = EventStreams.Event("a", "{}");
        for (var i = 0; i < message.Length; i++)
        {
            Assert.Equal(EventStreamStatus.NeedMore, framing.TryRead(out _));
            framing.GetMemory().Span[0] = message[i];
            framing.Advance(1);
        }
        Assert.Equal(EventStreamStatus.Message, framing.TryRead(out _));
        Assert.Equal(EventStreamStatus.NeedMore, framing.TryRead(out _));
    }

    [Fact]
    public void The_room_of_a_huge_message_is_given_up_and_not_kept_in_the_pool()
    {
        var framing = new EventStreamFraming();
        foreach (var piece in EventStreams.Event("a", new string('x', 3 * 1024 * 1024)).Chunk(1024).SkipLast(1))
        {
            piece.CopyTo(framing.GetMemory());
            framing.Advance(piece.Length);
            Assert.Equal(EventStreamStatus.NeedMore, framing.TryRead(out _));
        }
        Assert.True(MemoryMarshal.TryGetArray<byte>(framing.GetMemory(), out var held));

        framing.Dispose();

        Assert.NotSame(held.Array, ArrayPool<byte>.Shared.Rent(held.Array!.Length));
    }

    [Fact]
    public void A_stream_cut_anywhere_but_between_messages_is_broken()
    {
        var first = EventStreams.Event("a", "{}");
        byte[] stream = [.. first, .. EventStreams.Event("b", "{}")];
        for (var length = 0; length <= stream.Length; length++)
        {
            var whole = length == 0 || length == first.Length || length == stream.Length;
            Assert.Equal(whole ? EventStreamStatus.End : EventStreamStatus.Broken, EventStreams.Split(stream.AsSpan(0, length), [7]).Status);
        }
    }

    [Fact]
    public void Any_changed_byte_breaks_the_stream()
    {
        var message = EventStreams.Event("a", "{}");
        for (var i = 0; i < message.Length; i++)
        {
            var changed = message.ToArray();
            changed[i] ^= 0x10;
            var (messages, status) = EventStreams.Split(changed, [1_000]);
            Assert.Empty(messages);
            Assert.Equal(EventStreamStatus.Broken, status);
        }
    }

    [Fact]
    public void Headers_of_every_type_are_passed_over()
    {
        var message = EventStreams.Message(
            [
                EventStreams.Header("true", 0), EventStreams.Header("false", 1), EventStreams.Header("byte", 2, 1), EventStreams.Header("short", 3, 1, 2),
                EventStreams.Header("int", 4, 1, 2, 3, 4), EventStreams.Header("long", 5, 1, 2, 3, 4, 5, 6, 7, 8),
                EventStreams.Header("bytes", 6, 0, 3, 7, 7, 7), EventStreams.Text("string", "value"), EventStreams.Header("time", 8, 1, 2, 3, 4, 5, 6, 7, 8),
                EventStreams.Header("uuid", 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), EventStreams.Text(":event-type", "metadata"),
            ],
            "{}");
        Assert.Equal([("metadata", "{}")], EventStreams.Split(message, [1_000]).Messages);
    }

    /// <summary>Written by @smithy/eventstream-codec 4.5, Amazon's own for JavaScript, with a header of each type.</summary>
    [Fact]
    public void A_message_of_amazons_own_library_is_read() => Assert.Equal(
        [("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Zürich"}}""")],
        EventStreams.Split(
            Convert.FromBase64String(
                "AAAAwwAAAIFRKP7UDTptZXNzYWdlLXR5cGUHAAVldmVudAF0AAFmAQFiAv8BcwP//gFpBP////0BbAX//////////ANiaW4GAAMBAgMCdHMIAAAA6NSlEAACaWQJbSy29npbSkubDQ+P"
                + "DJ8rEQs6ZXZlbnQtdHlwZQcAEWNvbnRlbnRCbG9ja0RlbHRheyJjb250ZW50QmxvY2tJbmRleCI6MCwiZGVsdGEiOnsidGV4dCI6IlrDvHJpY2gifX1efViz"),
            [7]).Messages);

    public static TheoryData<byte[]> BadHeaders { get; } = new(
        [5], [1, 65], [1, 65, 10], [1, 65, 7, 0], [1, 65, 7, 0, 9, 66], [1, 65, 9, 1], [1, 65, 6, 255, 255, 1]);

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void Headers_that_do_not_end_where_they_should_break_the_stream(byte[] headers) =>
        Assert.Equal(EventStreamStatus.Broken, EventStreams.Split(EventStreams.Message([headers], "{}"), [1_000]).Status);

    [Fact]
    public void An_error_in_headers_alone_becomes_a_document() => Assert.Equal(
        [("InternalFailure", """{"error":{"type":"InternalFailure","message":"say \"sorry\""}}""")],
        EventStreams.Split(EventStreams.Error("InternalFailure", "say \"sorry\""), [1_000]).Messages);

    [Fact]
    public void A_message_over_the_cap_is_refused_before_it_is_read()
    {
        var message = EventStreams.Event("a", new string('x', 1_000));
        Assert.Equal(EventStreamStatus.TooLarge, EventStreams.Split(message.AsSpan(0, 12), [1_000], message.Length - 1).Status);
        Assert.Equal(EventStreamStatus.End, EventStreams.Split(message, [1_000], message.Length).Status);
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(15u, 0u)]
    [InlineData(40u, 25u)]
    [InlineData(40u, uint.MaxValue)]
    public void Lengths_that_contradict_each_other_break_the_stream(uint total, uint headers)
    {
        var prelude = new byte[64];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, total);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(4), headers);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), Crc32.Compute(prelude.AsSpan(0, 8)));
        Assert.Equal(EventStreamStatus.Broken, EventStreams.Split(prelude, [1_000]).Status);
    }

    [Fact]
    public void Nothing_follows_a_failure()
    {
        using var framing = new EventStreamFraming();
        framing.GetMemory().Span[..12].Fill(1);
        framing.Advance(12);
        Assert.Equal(EventStreamStatus.Broken, framing.TryRead(out _));
        var message = EventStreams.Event("a", "{}");
        message.CopyTo(framing.GetMemory());
        framing.Advance(message.Length);
        Assert.Equal(EventStreamStatus.Broken, framing.TryRead(out _));
    }
}
