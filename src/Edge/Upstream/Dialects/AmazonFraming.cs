using AiGateway.Core.Dialects.Bedrock;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Amazon's binary event stream, its messages as events of their type.</summary>
internal sealed class AmazonFraming(int maxMessageBytes) : IEventFraming
{
    public const string MediaType = "application/vnd.amazon.eventstream";

    private readonly EventStreamFraming _messages = new(maxMessageBytes);

    public Memory<byte> GetMemory() => _messages.GetMemory();

    public void Advance(int count) => _messages.Advance(count);

    public void Complete() => _messages.Complete();

    public SseStatus TryRead(out SseEvent next)
    {
        var status = _messages.TryRead(out var message);
        next = status == EventStreamStatus.Message ? new SseEvent { Name = message.Name, Data = message.Payload, DataLines = 1 } : default;
        return status switch
        {
            EventStreamStatus.Message => SseStatus.Event,
            EventStreamStatus.NeedMore => SseStatus.NeedMore,
            EventStreamStatus.End => SseStatus.End,
            EventStreamStatus.TooLarge => SseStatus.TooLarge,
            _ => SseStatus.Broken,
        };
    }

    public void Dispose() => _messages.Dispose();
}
