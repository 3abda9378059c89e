using System.Net.WebSockets;
using System.Text;
using AiGateway.Edge.Realtime;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class MessagePumpTests : IDisposable
{
    private const int Most = 100_000;

    private readonly SocketPair _speaker = new();
    private readonly SocketPair _hearer = new();
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task Fragments_keep_their_boundaries_and_types()
    {
        var pump = Pump().Run(_stop.Token);
        (byte[] Bytes, WebSocketMessageType Type, bool Last)[] frames =
        [
            ("say"u8.ToArray(), WebSocketMessageType.Text, false), ([], WebSocketMessageType.Text, false), ("ing"u8.ToArray(), WebSocketMessageType.Text, true),
            ([1, 2, 3], WebSocketMessageType.Binary, true), ([], WebSocketMessageType.Text, true), (new byte[15_000], WebSocketMessageType.Binary, false), ([9], WebSocketMessageType.Binary, true),
        ];

        foreach (var (bytes, type, last) in frames)
        {
            await _speaker.Say(bytes, type, last);
            var heard = await _hearer.Hear();
            Assert.Equal((type, last), (heard.Type, heard.Last));
            Assert.Equal(bytes, heard.Bytes);
        }
        Assert.False(pump.IsCompleted);
    }

    [Fact]
    public async Task A_message_of_any_length_arrives_as_it_was_said()
    {
        var pump = Pump(_ => default).Run(_stop.Token);
        for (var length = 0; length <= Most; length += 9_973)
        {
            byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];
            var saying = _speaker.Say(message, WebSocketMessageType.Text);

            var heard = new List<byte>();
            bool last;
            do
            {
                (_, var piece, last) = await _hearer.Hear();
                heard.AddRange(piece);
            }
            while (!last);
            await saying;

            Assert.Equal(message, heard);
        }
        Assert.False(pump.IsCompleted);
    }

    [Fact]
    public async Task A_text_is_shown_whole_before_its_last_piece_goes_on()
    {
        var shown = new List<string>();
        var seen = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var pump = Pump(async message =>
        {
            shown.Add(Encoding.UTF8.GetString(message.Span));
            seen.TrySetResult();
            await goOn.Task;
            return SessionEnd.OfLimit("enough");
        }).Run(_stop.Token);

        await _speaker.Say([1, 2], WebSocketMessageType.Binary);
        await _speaker.Say("hel"u8.ToArray(), WebSocketMessageType.Text, last: false);
        await _speaker.Say("lo"u8.ToArray(), WebSocketMessageType.Text);
        await _hearer.Hear();
        Assert.Equal("hel", Encoding.UTF8.GetString((await _hearer.Hear()).Bytes));
        await seen.Task;
        var last = _hearer.Hear();
        Assert.False(last.IsCompleted);
        goOn.SetResult();

        Assert.Equal("lo", Encoding.UTF8.GetString((await last).Bytes));
        Assert.Equal(SessionEnd.OfLimit("enough"), await pump);
        Assert.Equal(["hello"], shown);
    }

    [Theory]
    [InlineData(WebSocketMessageType.Text)]
    [InlineData(WebSocketMessageType.Binary)]
    public async Task A_message_over_the_limit_ends_it_however_it_is_cut(WebSocketMessageType type)
    {
        var pump = Pump(_ => default).Run(_stop.Token);

        var listening = Listen();
        await _speaker.Say(new byte[Most], type);
        for (var i = 0; i < 5; i++)
            await _speaker.Say(new byte[Most / 5], type, last: false);
        Assert.False(pump.IsCompleted);
        await _speaker.Say([0], type, last: false);

        Assert.Equal(SessionEnd.OfTooLarge(Most), await pump);
        Assert.False(listening.IsCompleted);

        async Task Listen()
        {
            while (true)
                await _hearer.Hear();
        }
    }

    [Fact]
    public async Task Whoever_breaks_off_is_told_apart()
    {
        var first = Pump().Run(_stop.Token);
        _speaker.Cut();
        Assert.Equal(SessionEnd.OfBrokenCaller, await first);

        using var other = new SocketPair();
        var second = new MessagePump(other.Near, _hearer.Near, Most) { WhenSpeakerBreaks = SessionEnd.OfBrokenCaller, WhenHearerBreaks = SessionEnd.OfBrokenProvider }.Run(_stop.Token);
        _hearer.Cut();
        await other.Say("is anybody there");
        Assert.Equal(SessionEnd.OfBrokenProvider, await second);
    }

    [Fact]
    public async Task A_good_bye_is_handed_on_and_what_was_said_before_it_too()
    {
        var pump = Pump().Run(_stop.Token);
        await _speaker.Say("last words");
        await _speaker.Far.CloseOutputAsync((WebSocketCloseStatus)4321, "enough", _stop.Token);

        Assert.Equal("last words", Encoding.UTF8.GetString((await _hearer.Hear()).Bytes));
        Assert.Equal(new SessionEnd((WebSocketCloseStatus)4321, "enough"), await pump);
    }

    [Fact]
    public async Task It_ends_when_it_is_stopped_and_throws_nothing()
    {
        var pump = Pump().Run(_stop.Token);
        await _stop.CancelAsync();

        Assert.Equal(SessionEnd.OfBrokenCaller, await pump);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _speaker.Dispose();
        _hearer.Dispose();
    }

    private MessagePump Pump(Func<ReadOnlyMemory<byte>, ValueTask<SessionEnd?>>? whole = null) =>
        new(_speaker.Near, _hearer.Near, Most) { WhenSpeakerBreaks = SessionEnd.OfBrokenCaller, WhenHearerBreaks = SessionEnd.OfBrokenProvider, Whole = whole };
}
