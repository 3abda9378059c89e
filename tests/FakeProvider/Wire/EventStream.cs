using System.Text;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Sends an answer as server-sent events, with the faults that concern streams.</summary>
internal sealed class EventStream(Responder wire, Answer answer, LogEntry entry, TextAnswer text)
{
    private const string ServerError =
        """{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}""";

    private string LineEnd => answer.Framing == Framing.Crlf ? "\r\n" : "\n";

    public async Task<Ending> SendAsync()
    {
        if (await wire.BeginAsync(200, answer.Headers, "text/event-stream; charset=utf-8") is { } over)
            return over;

        using var sink = wire.OpenBody();
        await wire.FlushHeadersAsync();
        foreach (var data in Payloads())
        {
            if (await InterruptAsync(sink, isEnd: false) is { } broken)
                return broken;
            await wire.Pace.BeforeEventAsync(entry.EventsSent == 0, () => WriteAsync(sink, ": keep-alive" + LineEnd + LineEnd));
            await WriteAsync(sink, Frame(data));
            entry.EventsSent++;
        }

        return await InterruptAsync(sink, isEnd: true) ?? await EndAsync(sink);
    }

    private IEnumerable<string> Payloads()
    {
        foreach (var chunk in text.Chunks())
            yield return chunk.ToJsonString();
        if (!answer.OmitDone)
            yield return "[DONE]";
    }

    /// <summary>Injections, then the fault, when this is their place. Not null: the call is over.</summary>
    private async Task<Ending?> InterruptAsync(BodySink sink, bool isEnd)
    {
        foreach (var injection in answer.Inject.Where(injection => injection.AfterEvents == entry.EventsSent))
            await WriteAsync(sink, TextOf(injection));

        if (entry.EventsSent != answer.AfterEvents && !(isEnd && answer.AfterEvents > entry.EventsSent))
            return null;
        switch (answer.Fault)
        {
            case Fault.Cut:
                return wire.Break();
            case Fault.Stall:
                await wire.Pace.ForeverAsync();
                return null;
            case Fault.End:
                return await EndAsync(sink);
            case Fault.ErrorEvent:
                await WriteErrorAsync(sink);
                return await EndAsync(sink);
            case Fault.ErrorEventAbort:
                await WriteErrorAsync(sink);
                return wire.Break();
            default:
                return null;
        }
    }

    private string TextOf(Injection injection) => injection.Kind switch
    {
        InjectionKind.Comment => ": keep-alive" + LineEnd + LineEnd,
        InjectionKind.Malformed => Frame("""{"id":"chatcmpl-broken","choices":[{"index":0,"delta":{"content":"""),
        InjectionKind.EmptyData => "data:" + LineEnd + LineEnd,
        InjectionKind.NoChoices => Frame(WithoutChoices().ToJsonString()),
        InjectionKind.EmptyChoices => Frame(text.Chunk().ToJsonString()),
        InjectionKind.ForeignEvent => "event: ping" + LineEnd + Frame("""{"type":"ping"}"""),
        InjectionKind.Huge => Frame(text.ContentChunk(new string('x', injection.Characters)).ToJsonString()),
        _ => injection.Raw,
    };

    private JsonObject WithoutChoices()
    {
        var chunk = text.Chunk();
        chunk.Remove("choices");
        return chunk;
    }

    private string Frame(string data) => (answer.Framing == Framing.NoSpace ? "data:" : "data: ") + data + LineEnd + LineEnd;

    private Task WriteErrorAsync(BodySink sink) => WriteAsync(sink, Frame(answer.ErrorEvent?.GetRawText() ?? ServerError));

    private async Task<Ending> EndAsync(BodySink sink)
    {
        await sink.FinishAsync(wire.Pace.PeerGone);
        return Ending.Completed;
    }

    private Task WriteAsync(BodySink sink, string text) => sink.WriteAsync(Encoding.UTF8.GetBytes(text), wire.Pace.PeerGone);
}
