using System.Buffers;
using AiGateway.Core.Dialects.Json;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Dialects.OpenAiCompletions;

/// <summary>Writes one stream to a client.</summary>
internal sealed class CompletionStreamWriter(AnswerTraits traits) : IChatStreamWriter
{
    /// <summary>For each choice that has begun, how many characters of it had their probabilities told.</summary>
    private readonly Dictionary<int, int> _told = [];
    private ChunkHead _head = CompletionJson.Head(null, null, traits);
    private ChatUsage? _usage;

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                _head = CompletionJson.Head(next.Id, next.Created > 0 ? next.Created : null, traits);
                break;
            case ChatEventKind.Text or ChatEventKind.Refusal:
                Emit(new Piece(next.Choice, next.Text ?? ""), output);
                break;
            case ChatEventKind.Logprobs when TokensJson.Of(next.Json) is { } tokens:
                var offset = _told.GetValueOrDefault(next.Choice);
                Emit(new Piece(next.Choice, "", Tokens: tokens, Offset: offset), output);
                _told[next.Choice] = offset + TokensJson.Length(tokens);
                break;
            case ChatEventKind.Finish:
                Emit(new Piece(next.Choice, "", next.Finish), output);
                break;
            case ChatEventKind.Usage:
                _usage = next.Usage;
                break;
            case ChatEventKind.End:
                End(output);
                break;
        }
    }

    private void Emit(in Piece piece, IBufferWriter<byte> output)
    {
        if (_told.TryAdd(piece.Choice, 0) && traits.Request?.Echo is { } echo)
            Write(new Piece(piece.Choice, echo), output);
        Write(piece, output);
    }

    private void Write(in Piece piece, IBufferWriter<byte> output) => SseOutput.Plain(output, (_head, piece), static (json, chunk) =>
    {
        CompletionJson.Begin(json, chunk._head);
        CompletionJson.Write(json, chunk.piece);
        CompletionJson.End(json, null);
    });

    private void End(IBufferWriter<byte> output)
    {
        if (traits.StreamUsage && _usage is { } usage)
        {
            SseOutput.Plain(output, (_head, usage), static (json, chunk) =>
            {
                CompletionJson.Begin(json, chunk._head);
                CompletionJson.End(json, chunk.usage);
            });
        }
        output.Write("data: [DONE]\n\n"u8);
    }
}
