using AiGateway.Edge.Forms;

namespace AiGateway.Edge.Elision;

/// <summary>A stretch of a body on its way out: from memory, or from where it was kept.</summary>
/// <param name="Bytes">In memory; empty for one that was kept elsewhere.</param>
/// <param name="Kept">Where it was kept; null for memory.</param>
/// <param name="Start">Where it begins there.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct BodyPiece(ReadOnlyMemory<byte> Bytes, Spool? Kept, long Start, long Length)
{
    public Task CopyTo(Stream to, CancellationToken cancellationToken) =>
        Kept is null ? to.WriteAsync(Bytes, cancellationToken).AsTask() : Kept.CopyTo(to, Start, Length, cancellationToken);
}
