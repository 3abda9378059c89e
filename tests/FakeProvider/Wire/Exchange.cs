using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Wire;

/// <summary>One call and how it is to be answered.</summary>
internal sealed record Exchange(HttpContext Context, Call Call, Answer Answer, LogEntry Entry, Responder Wire)
{
    public long Seq => Entry.Seq;

    public long CreatedS => Entry.ArrivedUs / 1_000_000;

    /// <summary>What the caller's key belongs to.</summary>
    public string Key => Call.Key ?? "";

    public Task<Ending> StreamAsync(IStreamedAnswer said, IFraming framing) => new EventStream(Wire, Answer, Entry, said, framing).SendAsync();

    public Task<Ending> StreamAsync(IStreamedAnswer said) => StreamAsync(said, new SseFraming(Answer.Framing));
}
