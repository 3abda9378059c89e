using System.Buffers;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pinning;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Reads an answer that is not streamed and writes it as the client must see it: read first, then, if it is an answer, write.</summary>
internal interface IAnswerEdit : IDisposable
{
    /// <summary>The provider's figures; null when it sent none, and <see cref="Content"/> then holds the text to count.</summary>
    TokenUsage? Usage { get; }

    ContentLog Content { get; }

    /// <summary>What is in the answer that only this account knows; null without any.</summary>
    List<PinnedThing>? Made { get; }

    /// <summary>Whether the body last read may go out as it came.</summary>
    bool ChangesNothing => false;

    AnswerKind Read(ReadOnlySpan<byte> body);

    /// <summary>Writes the body last read.</summary>
    void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output);
}
