using System.Text;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Server-sent events, laid out as the answer wants them.</summary>
internal sealed class SseFraming(Framing framing) : IFraming
{
    public string ContentType => "text/event-stream; charset=utf-8";

    public bool Grows => true;

    private string LineEnd => framing == Framing.Crlf ? "\r\n" : "\n";

    private string Space => framing == Framing.NoSpace ? "" : " ";

    public byte[] Event(StreamEvent said) => Encoding.UTF8.GetBytes(
        (said.Name is null ? "" : $"event:{Space}{said.Name}{LineEnd}") + $"data:{Space}{said.Data}{LineEnd}{LineEnd}");

    public byte[] Comment() => Encoding.UTF8.GetBytes(": keep-alive" + LineEnd + LineEnd);

    public byte[] Empty() => Encoding.UTF8.GetBytes("data:" + LineEnd + LineEnd);

    public byte[] End() => [];
}
