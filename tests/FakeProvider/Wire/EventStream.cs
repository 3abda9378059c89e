using System.Text;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Sends an answer as server-sent events, with the faults that concern streams.</summary>
internal sealed class EventStream(Responder wire, Answer answer, LogEntry entry, IStreamedAnswer text)
{
    private string LineEnd => answer.Framing == Framing.Crlf ? "\r\n" : "\n";

    public async Task<Ending> SendAsync()
    {
        if (await wire.BeginAsync(200, answer.Headers, "text/event-stream; charset=utf-8") is { } over)
            return over;

        using var sink = wire.OpenBody();
        await wire.FlushHeadersAsync();
        foreach (var (name, data) in text.Events())
        {
            if (await InterruptAsync(sink, isEnd: false) is { } broken)
                return broken;
            await wire.Pace.BeforeEventAsync(entry.EventsSent == 0, () => WriteAsync(sink, ": keep-alive" + LineEnd + LineEnd));
            await WriteAsync(sink, Frame(name, data));
            entry.EventsSent++;
        }

        return await InterruptAsync(sink, isEnd: true) ?? await EndAsync(sink);
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
        InjectionKind.Malformed => Frame(null, """{"id":"chatcmpl-broken","choices":[{"index":0,"delta":{"content":"""),
        InjectionKind.EmptyData => "data:" + LineEnd + LineEnd,
        InjectionKind.NoChoices => Frame(null, text.Hollow(isEmpty: false)),
        InjectionKind.EmptyChoices => Frame(null, text.Hollow(isEmpty: true)),
        InjectionKind.ForeignEvent => Frame("ping", """{"type":"ping"}"""),
        InjectionKind.Huge => Frame(text.Content(new string('x', injection.Characters))),
        _ => injection.Raw,
    };

    private string Frame((string? Name, string Data) said) => Frame(said.Name, said.Data);

    private string Frame(string? name, string data)
    {
        var space = answer.Framing == Framing.NoSpace ? "" : " ";
        return (name is null ? "" : $"event:{space}{name}{LineEnd}") + $"data:{space}{data}{LineEnd}{LineEnd}";
    }

    private Task WriteErrorAsync(BodySink sink) => WriteAsync(sink, answer.ErrorEvent is { } error ? Frame(null, error.GetRawText()) : Frame(text.Failure));

    private async Task<Ending> EndAsync(BodySink sink)
    {
        await sink.FinishAsync(wire.Pace.PeerGone);
        return Ending.Completed;
    }

    private Task WriteAsync(BodySink sink, string text) => sink.WriteAsync(Encoding.UTF8.GetBytes(text), wire.Pace.PeerGone);
}
