using System.Text;

namespace AiGateway.FakeProvider.Wire;

/// <summary>No framing at all: the data of an event is base64 of the bytes to send, and what is not base64 is sent as it is.</summary>
internal sealed class BinaryFraming(string contentType) : IFraming
{
    public string ContentType => contentType;

    public bool Grows => false;

    public byte[] Event(StreamEvent said)
    {
        var bytes = new byte[said.Data.Length];
        return !said.IsFailure && Convert.TryFromBase64String(said.Data, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(said.Data);
    }

    public byte[] Comment() => [];

    public byte[] Empty() => [];

    public byte[] End() => [];
}
