using System.Buffers;

namespace AiGateway.Core.Dialects;

/// <summary>
/// The client's half of a dialect: what its clients send and must be answered. Pure; a codec holds no state, its stream writers hold
/// that of one stream.
/// </summary>
public interface IClientCodec : IRequestNames
{
    /// <summary>Reads a client's request.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <exception cref="DialectException">It is no request of this dialect, or none that the common model has words for.</exception>
    ChatRequest ReadRequest(ReadOnlySpan<byte> body);

    /// <summary>Writes a client's whole answer.</summary>
    void WriteAnswer(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output);

    /// <summary>Writes a client's stream, frames included.</summary>
    IChatStreamWriter NewStreamWriter(in AnswerTraits traits);
}

/// <summary>Writes one stream to a client. Takes events in the order <see cref="ChatEvent"/> describes.</summary>
public interface IChatStreamWriter
{
    /// <summary>Writes what the client must see of it, which may be nothing. <see cref="ChatEventKind.Error"/> is not for it.</summary>
    void Write(in ChatEvent next, IBufferWriter<byte> output);
}
