using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Sends an answer as the body of an HTTP response, event by event.</summary>
internal sealed class EventStream(Responder wire, Answer answer, LogEntry entry, IStreamedAnswer text, IFraming framing)
{
    public async Task<Ending> SendAsync()
    {
        if (await wire.BeginAsync(200, answer.Headers, framing.ContentType) is { } over)
            return over;

        using var sink = wire.OpenBody();
        await wire.FlushHeadersAsync();
        var script = new EventScript(answer, entry, text, framing, new Channel(wire, sink), wire.Pace);
        return await script.PlayAsync(text.Events()) ?? await script.InterruptAsync(isEnd: true) ?? await script.FinishAsync();
    }

    private sealed class Channel(Responder wire, BodySink sink) : IEventChannel
    {
        public Task WriteAsync(byte[] bytes) => sink.WriteAsync(bytes, wire.Pace.PeerGone);

        public Ending Break() => wire.Break();

        public async Task<Ending> EndAsync()
        {
            await sink.FinishAsync(wire.Pace.PeerGone);
            return Ending.Completed;
        }
    }
}
