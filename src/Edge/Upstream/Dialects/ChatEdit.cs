using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>A whole answer to a chat, read in terms of no dialect.</summary>
/// <param name="provider">Of the dialect the provider answers in.</param>
internal abstract class ChatEdit(IProviderCodec provider) : IAnswerEdit
{
    private List<PinnedThing>? _made;

    public TokenUsage? Usage => Answer?.Usage?.Tokens;

    public ContentLog Content { get; } = new();

    public List<PinnedThing>? Made => _made;

    /// <summary>The answer last read; null before.</summary>
    protected ChatAnswer? Answer { get; private set; }

    public AnswerKind Read(ReadOnlySpan<byte> body)
    {
        Answer = provider.ReadAnswer(body);
        if (Answer is null)
            return body.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..] ? AnswerKind.Error : AnswerKind.Malformed;
        if (Answer.Usage is null)
            ChatEventLog.Add(Content, Answer);
        foreach (var choice in Answer.Choices)
        {
            foreach (var part in choice.Parts)
            {
                if (Signature(part) is { Value.Length: > 0 } signature)
                    PinnedThing.Note(ref _made, PinKind.Signature, JsonText.Quote(signature.Value));
            }
        }
        return AnswerKind.Answer;
    }

    public abstract void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output);

    public void Dispose() => Content.Dispose();

    private static ThoughtSignature? Signature(ContentPart part) => part switch
    {
        ReasoningPart reasoning => reasoning.Signature,
        ToolCallPart call => call.Signature,
        _ => null,
    };
}
