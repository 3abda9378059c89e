using System.Buffers;

namespace AiGateway.Core.Dialects;

/// <summary>
/// One dialect, both ways: what its clients send and must be answered, and what its providers are sent and answer. N dialects cost
/// N of these. All of it is pure; a codec holds no state, its stream readers and writers hold that of one stream.
/// </summary>
public interface IChatCodec : IRequestNames
{
    Dialect Dialect { get; }

    /// <summary>Reads a client's request.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <exception cref="DialectException">It is no request of this dialect.</exception>
    ChatRequest ReadRequest(ReadOnlyMemory<byte> body);

    /// <summary>Writes a provider's request.</summary>
    /// <param name="omissions">Takes what the dialect has no word for.</param>
    /// <exception cref="DialectException">Something in it cannot be said in this dialect.</exception>
    void WriteRequest(ChatRequest request, in TargetTraits target, Omissions omissions, IBufferWriter<byte> output);

    /// <summary>Reads a provider's whole answer; null when it is no answer: an error, another document, no JSON.</summary>
    ChatAnswer? ReadAnswer(ReadOnlyMemory<byte> body);

    /// <summary>Writes a client's whole answer.</summary>
    void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output);

    /// <summary>Reads a provider's stream.</summary>
    IChatStreamReader NewStreamReader();

    /// <summary>Writes a client's stream, frames included.</summary>
    IChatStreamWriter NewStreamWriter(in AnswerTraits traits);
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

/// <summary>Writes one stream to a client. Takes events in the order <see cref="ChatEvent"/> describes.</summary>
public interface IChatStreamWriter
{
    /// <summary>Writes what the client must see of it, which may be nothing. <see cref="ChatEventKind.Error"/> is not for it.</summary>
    void Write(in ChatEvent next, IBufferWriter<byte> output);
}
