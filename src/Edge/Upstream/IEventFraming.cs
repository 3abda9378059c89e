using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream;

/// <summary>
/// Splits a stream of bytes into events wherever its reads fall. Write into <see cref="GetMemory"/>, tell <see cref="Advance"/>,
/// then take events until none is left.
/// </summary>
internal interface IEventFraming : IDisposable
{
    /// <summary>Room for the next read, never empty. Takes back the spans of the last event.</summary>
    Memory<byte> GetMemory();

    void Advance(int count);

    /// <summary>Nothing more will come.</summary>
    void Complete();

    SseStatus TryRead(out SseEvent next);
}
