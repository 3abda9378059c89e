using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// A client's stream. Calls of tools are written whole, as Google writes them, and the reasons to end go out with the usage in the
/// last piece.
/// </summary>
/// <param name="framing">How pieces are told apart.</param>
internal sealed class GeminiStreamWriter(in AnswerTraits traits, GeminiFraming framing) : IChatStreamWriter
{
    private readonly List<PendingCall> _calls = [];
    private readonly List<(int Choice, FinishReason Reason)> _finishes = [];
    private ChunkWriter.Head _head = new(traits.Id, traits.Model, traits.Created);
    private ChatUsage? _usage;
    private bool _begun;

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                _head = _head with { Id = next.Id ?? _head.Id, Created = next.Created > 0 ? next.Created : _head.Created };
                break;
            case ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning or ChatEventKind.ReasoningSignature
                or ChatEventKind.RedactedReasoning or ChatEventKind.Media:
                FlushCalls(next.Choice, output);
                Frame(output, next, static (json, state) => ChunkWriter.WritePiece(json, state.Writer._head, state.Piece));
                break;
            case ChatEventKind.Logprobs when next.Json is not null:
                Frame(output, next, static (json, state) => ChunkWriter.WritePiece(json, state.Writer._head, state.Piece));
                break;
            case ChatEventKind.ToolCall:
                _calls.Add(new PendingCall(next.Choice, next.Call, next.Id ?? "", next.Name ?? ""));
                break;
            case ChatEventKind.ToolArguments:
                Find(next.Choice, next.Call)?.Arguments.Append(next.Text);
                break;
            case ChatEventKind.ToolSignature when next.Text is { } signature && Find(next.Choice, next.Call) is { } call:
                call.Signature = GeminiSignature.Write(next.Maker, signature);
                break;
            case ChatEventKind.Finish:
                FlushCalls(next.Choice, output);
                _finishes.Add((next.Choice, next.Finish));
                break;
            case ChatEventKind.Usage:
                _usage = next.Usage;
                break;
            case ChatEventKind.End:
                Frame(output, next, static (json, state) => ChunkWriter.WriteLast(json, state.Writer._head, state.Writer._finishes, state.Writer._usage));
                if (framing == GeminiFraming.Array)
                    output.Write("]"u8);
                break;
        }
    }

    private PendingCall? Find(int choice, int place)
    {
        foreach (var call in _calls)
            if (call.Choice == choice && call.Place == place)
                return call;
        return null;
    }

    private bool HasCalls(int choice)
    {
        foreach (var call in _calls)
            if (call.Choice == choice)
                return true;
        return false;
    }

    /// <summary>Whatever else comes of a choice, its calls are complete.</summary>
    private void FlushCalls(int choice, IBufferWriter<byte> output)
    {
        if (!HasCalls(choice))
            return;
        Frame(output, new ChatEvent(ChatEventKind.ToolCall) { Choice = choice }, static (json, state) =>
            ChunkWriter.WriteCalls(json, state.Writer._head, state.Writer._calls, state.Piece.Choice));
        for (var i = _calls.Count - 1; i >= 0; i--)
            if (_calls[i].Choice == choice)
                _calls.RemoveAt(i);
    }

    private void Frame(IBufferWriter<byte> output, in ChatEvent piece, Action<Utf8JsonWriter, (GeminiStreamWriter Writer, ChatEvent Piece)> write)
    {
        var state = (this, piece);
        if (framing == GeminiFraming.Sse)
        {
            SseOutput.Plain(output, state, write);
            return;
        }
        output.Write(_begun ? "\n,"u8 : "["u8);
        _begun = true;
        JsonOutput.Write(output, state, write);
    }
}
