using System.Buffers;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes one stream to a client.</summary>
internal sealed class ChatStreamWriter(AnswerTraits traits) : IChatStreamWriter
{
    private readonly List<ChoiceWriting> _choices = [];
    private ChunkHead _head = new(traits.Id, traits.Created, traits.Model);
    private ChatUsage? _usage;
    private ChatEvent? _call;

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        if (Joins(next, output))
            return;
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                _head = new ChunkHead(string.IsNullOrEmpty(next.Id) ? traits.Id : next.Id, next.Created > 0 ? next.Created : traits.Created, traits.Model);
                Choice(0, output);
                break;
            case ChatEventKind.Usage:
                _usage = next.Usage;
                break;
            case ChatEventKind.End:
                End(output);
                break;
            case ChatEventKind.ToolCall:
                Choice(next.Choice, output).Begin(next.Call);
                _call = next;
                break;
            case ChatEventKind.ToolSignature when next.Maker != Dialect.Gemini:
            case ChatEventKind.Error:
                break;
            default:
                WritePiece(next, output);
                break;
        }
    }

    /// <summary>Clients look for the proof of a call in the chunk that begins it, so that chunk waits for what comes next.</summary>
    /// <returns>True when <paramref name="next"/> was a part of it.</returns>
    private bool Joins(in ChatEvent next, IBufferWriter<byte> output)
    {
        if (_call is not { } call)
            return false;
        var isProof = next.Kind == ChatEventKind.ToolSignature && next.Choice == call.Choice && next.Call == call.Call;
        _call = null;
        Emit(new Chunk(call, Signature: isProof ? new ThoughtSignature(next.Maker, next.Text ?? "") : null), output);
        return isProof;
    }

    private void WritePiece(in ChatEvent next, IBufferWriter<byte> output)
    {
        var choice = Choice(next.Choice, output);
        switch (next.Kind)
        {
            case ChatEventKind.Reasoning:
                choice.Thoughts.Append(next.Text);
                break;
            case ChatEventKind.ReasoningSignature or ChatEventKind.RedactedReasoning:
                EmitDetail(next, choice, output);
                return;
            case ChatEventKind.ToolArguments:
                choice.Fill(next.Call);
                break;
            case ChatEventKind.Annotations when next.Json is not { } sources || !AnnotationsJson.AreOurs(sources):
                return;
            case ChatEventKind.Finish:
                foreach (var call in choice.Unfilled())
                    Emit(new Chunk(ChatEvent.Piece(ChatEventKind.ToolArguments, "{}", next.Choice, call)), output);
                break;
        }
        Emit(new Chunk(next), output);
    }

    /// <summary>The thoughts are said once more with their proof: it is worth nothing without exactly them, and clients keep this piece as it is.</summary>
    private void EmitDetail(in ChatEvent next, ChoiceWriting choice, IBufferWriter<byte> output)
    {
        var isRedacted = next.Kind == ChatEventKind.RedactedReasoning;
        var thoughts = isRedacted ? "" : choice.Thoughts.ToString();
        if (!isRedacted)
            choice.Thoughts.Clear();
        var detail = new ReasoningPart(thoughts) { Signature = new ThoughtSignature(next.Maker, next.Text ?? ""), IsRedacted = isRedacted };
        Emit(new Chunk(next, Detail: detail, DetailIndex: choice.Details++), output);
    }

    private void End(IBufferWriter<byte> output)
    {
        if (traits.StreamUsage && _usage is { } usage)
            SseOutput.Plain(output, (_head, usage), static (json, chunk) => ChunkJson.WriteUsage(json, chunk._head, chunk.usage));
        output.Write("data: [DONE]\n\n"u8);
    }

    private void Emit(in Chunk chunk, IBufferWriter<byte> output) =>
        SseOutput.Plain(output, (_head, chunk, traits.Request is { LegacyFunctions: true }), static (json, all) => ChunkJson.Write(json, all._head, all.chunk, all.Item3));

    private ChoiceWriting Choice(int index, IBufferWriter<byte> output)
    {
        foreach (var known in _choices)
        {
            if (known.Index == index)
                return known;
        }
        var added = new ChoiceWriting(index);
        _choices.Add(added);
        Emit(new Chunk(new ChatEvent(ChatEventKind.Start) { Choice = index }), output);
        return added;
    }
}
