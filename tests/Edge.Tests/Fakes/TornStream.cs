namespace AiGateway.Edge.Tests.Fakes;

/// <summary>Gives its bytes in pieces, and then breaks as a connection does.</summary>
internal sealed class TornStream(byte[] bytes, int pieceBytes = 4096) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceBytes)], cancellationToken);
        return count > 0 ? count : throw new IOException("The response ended prematurely.");
    }
}
