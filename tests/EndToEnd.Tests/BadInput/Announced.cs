using System.Net;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>A body that says how long it is and is never sent.</summary>
internal sealed class Announced : HttpContent
{
    private readonly long _length;

    public Announced(long length, string type)
    {
        _length = length;
        Headers.TryAddWithoutValidation("Content-Type", type);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new InvalidOperationException("The gateway asked for a body that is too large.");

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
