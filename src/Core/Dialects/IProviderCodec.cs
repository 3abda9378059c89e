using System.Buffers;

namespace AiGateway.Core.Dialects;

/// <summary>
/// The provider's half of a dialect: what its providers are sent and answer. Pure; a codec holds no state, its stream readers hold that
/// of one stream.
/// </summary>
public interface IProviderCodec
{
    /// <summary>Writes a provider's request.</summary>
    /// <param name="omissions">Takes what the dialect has no word for.</param>
    /// <exception cref="DialectException">Something in it cannot be said in this dialect.</exception>
    void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output);

    /// <summary>Reads a provider's whole answer; null when it is no answer: an error, another document, no JSON.</summary>
    ChatAnswer? ReadAnswer(ReadOnlySpan<byte> body);

    /// <summary>Reads a provider's stream.</summary>
    IChatStreamReader NewStreamReader();
}

/// <summary>Reads one stream of a provider.</summary>
public interface IChatStreamReader
{
    /// <summary>Takes one event and adds what it says, which may be nothing.</summary>
    /// <param name="name">What its <c>event</c> line holds, or its event type; empty without one.</param>
    /// <param name="data">One JSON document, or <c>[DONE]</c>.</param>
    /// <returns>False when the event makes no sense: the stream is broken, and nothing more may be read.</returns>
    bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<ChatEvent> events);

    /// <summary>The provider closed the stream: adds what is still missing if the answer is whole all the same; adds nothing if it has broken off, or had its end.</summary>
    void Close(List<ChatEvent> events);
}
