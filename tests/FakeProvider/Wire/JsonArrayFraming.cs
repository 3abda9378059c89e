using System.Text;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Events as the elements of one JSON array, as Google streams to those who do not ask for server-sent events.</summary>
internal sealed class JsonArrayFraming : IFraming
{
    private bool _begun;

    public string ContentType => "application/json; charset=UTF-8";

    public bool Grows => true;

    public byte[] Event(StreamEvent said)
    {
        var before = _begun ? "\n,\r\n" : "[";
        _begun = true;
        return Encoding.UTF8.GetBytes(before + said.Data);
    }

    /// <summary>White space between elements means nothing.</summary>
    public byte[] Comment() => "\n"u8.ToArray();

    public byte[] Empty() => Event(new StreamEvent(null, "{}"));

    public byte[] End() => _begun ? "\n]\n"u8.ToArray() : "[]\n"u8.ToArray();
}
