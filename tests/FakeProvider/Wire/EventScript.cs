using System.Text;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Says the events of an answer one after the other, with the faults that concern streams. Knows neither dialect nor connection.</summary>
internal sealed class EventScript(Answer answer, LogEntry entry, IStreamedAnswer text, IFraming framing, IEventChannel channel, Pace pace)
{
    private const string Unfinished = """{"id":"chatcmpl-broken","choices":[{"index":0,"delta":{"content":""";

    /// <summary>What a huge event has in the place of its content until that is written.</summary>
    private const string Place = "huge-content";

    private const int PieceBytes = 64 * 1024;

    private int _injectedAt = -1;

    /// <summary>Says these. Not null: the call is over.</summary>
    public async Task<Ending?> PlayAsync(IEnumerable<StreamEvent> events)
    {
        foreach (var said in events)
        {
            if (await InterruptAsync(isEnd: false) is { } broken)
                return broken;
            await pace.BeforeEventAsync(entry.EventsSent == 0, () => channel.WriteAsync(framing.Comment()));
            await channel.WriteAsync(framing.Event(said));
            entry.EventsSent++;
        }

        return null;
    }

    /// <summary>Injections, then the fault, when this is their place. Not null: the call is over.</summary>
    public async Task<Ending?> InterruptAsync(bool isEnd)
    {
        var isNew = _injectedAt != entry.EventsSent;
        _injectedAt = entry.EventsSent;
        foreach (var injection in answer.Inject.Where(injection => isNew && injection.AfterEvents == entry.EventsSent))
        {
            if (injection.Kind == InjectionKind.Huge && framing.Grows)
                await GrowAsync(injection.Characters);
            else
                await channel.WriteAsync(BytesOf(injection));
        }

        if (entry.EventsSent != answer.AfterEvents && !(isEnd && answer.AfterEvents > entry.EventsSent))
            return null;
        switch (answer.Fault)
        {
            case Fault.Cut:
                return channel.Break();
            case Fault.Stall:
                await pace.ForeverAsync();
                return null;
            case Fault.End:
                return await channel.EndAsync();
            case Fault.ErrorEvent:
                await channel.WriteAsync(framing.Event(Failure()));
                return await FinishAsync();
            case Fault.ErrorEventAbort:
                await channel.WriteAsync(framing.Event(Failure()));
                return channel.Break();
            default:
                return null;
        }
    }

    /// <summary>The end of an answer that was said in full.</summary>
    public async Task<Ending> FinishAsync()
    {
        await channel.WriteAsync(framing.End());
        return await channel.EndAsync();
    }

    /// <summary>Hundreds of megabytes are never held at once.</summary>
    private async Task GrowAsync(int characters)
    {
        var said = framing.Event(text.Content(Place));
        var at = said.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Place));
        await channel.WriteAsync(said[..at]);
        await FillAsync(characters);
        await channel.WriteAsync(said[(at + Place.Length)..]);
    }

    private async Task FillAsync(int characters)
    {
        var piece = new byte[PieceBytes];
        piece.AsSpan().Fill((byte)'x');
        for (; characters > 0; characters -= piece.Length)
            await channel.WriteAsync(characters >= piece.Length ? piece : piece[..characters]);
    }

    private byte[] BytesOf(Injection injection) => injection.Kind switch
    {
        InjectionKind.Comment => framing.Comment(),
        InjectionKind.Malformed => framing.Event(text.Content("") with { Data = Unfinished }),
        InjectionKind.EmptyData => framing.Empty(),
        InjectionKind.NoChoices => framing.Event(text.Hollow(isEmpty: false)),
        InjectionKind.EmptyChoices => framing.Event(text.Hollow(isEmpty: true)),
        InjectionKind.ForeignEvent => framing.Event(new StreamEvent("ping", """{"type":"ping"}""")),
        InjectionKind.Huge => framing.Event(text.Content(new string('x', injection.Characters))),
        InjectionKind.Corrupt => Corrupt(framing.Event(text.Content("lost"))),
        _ => Encoding.UTF8.GetBytes(injection.Raw),
    };

    private static byte[] Corrupt(byte[] bytes)
    {
        bytes[^1] ^= 1;
        return bytes;
    }

    private StreamEvent Failure()
    {
        var usual = text.Failure with { IsFailure = true };
        var said = answer.ErrorEvent is { } told ? usual with { Data = told.GetRawText() } : usual;
        return answer.ErrorName is { } name ? said with { Name = name } : said;
    }
}
