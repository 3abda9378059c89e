using System.Text;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>An event is a message of a WebSocket.</summary>
internal sealed class MessageFraming : IFraming
{
    public string ContentType => "";

    public bool Grows => false;

    public byte[] Event(StreamEvent said) => Encoding.UTF8.GetBytes(said.Data);

    /// <summary>Pings do that here, and the socket sends them.</summary>
    public byte[] Comment() => [];

    public byte[] Empty() => "{}"u8.ToArray();

    public byte[] End() => [];
}
